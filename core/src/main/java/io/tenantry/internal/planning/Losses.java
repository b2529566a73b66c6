// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.Division;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/** Tells what takes something away from a tenant's people, and from which tenant. Immutable. */
final class Losses {
    private final BoundPolicy bound;

    Losses(BoundPolicy bound) {
        this.bound = bound;
    }

    /** Returns whether something is lost: taken away, or left behind by moving out of a tenant's division. */
    boolean isLoss(Difference d) {
        return d.change().removes() || isMoveOut(d);
    }

    /** Returns whether nothing is taken away. A move out of one tenant into another is a loss there and a gain here. */
    static boolean isGain(Difference d) {
        return !d.change().removes();
    }

    /** Returns whose loss it is. */
    TenantId loser(Difference d) {
        return d.change().movesFrom().flatMap(this::owner).orElse(d.tenant());
    }

    /** Returns the tenant against whose limits it counts: of a role, the one in whose division it was held. */
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
