// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.Division;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/** Decides which differences are losses of a tenant, and of which tenant. Immutable. */
final class Losses {
    private final BoundPolicy bound;

    Losses(BoundPolicy bound) {
        this.bound = bound;
    }

    /** Returns whether it is a loss: a removal, or a move out of a tenant's division. */
    boolean isLoss(Difference d) {
        return d.change().removes() || isMoveOut(d);
    }

    /**
     * Returns whether it is a gain. A move from one tenant into another is a loss for the first and a gain for the
     * second.
     */
    static boolean isGain(Difference d) {
        return !d.change().removes();
    }

    /** Returns what counts it, if a limit does: it is a loss, or it changes a name. */
    Optional<LimitKind> counter(Difference d) {
        return isLoss(d) || d.change().renames() ? Optional.of(d.change().counter()) : Optional.empty();
    }

    /** Returns the tenant that loses. */
    TenantId loser(Difference d) {
        return d.change().movesFrom().flatMap(this::owner).orElse(d.tenant());
    }

    /** Returns the tenant against whose limits it counts; for a role, the tenant in whose division it was held. */
    TenantId counted(Difference d) {
        return d.change()
                .revokes()
                .map(r -> owner(r.division()).orElse(d.tenant()))
                .orElseGet(() -> loser(d));
    }

    private boolean isMoveOut(Difference d) {
        return d.change().movesFrom().flatMap(this::owner).isPresent();
    }

    private Optional<TenantId> owner(Division division) {
        return bound.ownerOf(division.id()).map(BoundTenant::id);
    }
}
