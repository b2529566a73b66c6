// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.DivisionTarget;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Decides which differences are losses of a tenant, and of which tenant. A division that earlier runs used for a tenant
 * is still that tenant's. Immutable.
 */
final class Losses {
    private final TenantMap tenants;

    Losses(TenantMap tenants) {
        this.tenants = tenants;
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
        return left(d).orElse(d.tenant());
    }

    /** Returns the tenant against whose limits it counts; for a role, the tenant in whose division it was held. */
    TenantId counted(Difference d) {
        List<TenantId> owners =
                d.change().revokes().map(r -> tenants.of(r.division().id())).orElse(List.of());
        return owners.isEmpty() || owners.contains(d.tenant()) ? loser(d) : owners.get(0);
    }

    private boolean isMoveOut(Difference d) {
        return left(d).isPresent();
    }

    // A tenant whose division was exchanged keeps the people who move from the old one to the new one.
    private Optional<TenantId> left(Difference d) {
        return d.change()
                .movesFrom()
                .flatMap(from -> tenants.of(from.id()).stream()
                        .filter(t -> !arrivesIn(t, d))
                        .findFirst());
    }

    private boolean arrivesIn(TenantId tenant, Difference d) {
        return d.change()
                .requiredDivision()
                .flatMap(DivisionTarget::id)
                .map(to -> tenants.of(to).contains(tenant))
                .orElse(tenant.equals(d.tenant()));
    }
}
