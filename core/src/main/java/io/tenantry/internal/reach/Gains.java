// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Change;
import io.tenantry.change.Phase;
import io.tenantry.directory.DivisionId;

/** Decides which changes let a person reach a tenant. Immutable. */
public final class Gains {
    private final TenantMap tenants;

    /** Creates the decision for the tenants of an organization. */
    public Gains(TenantMap tenants) {
        this.tenants = tenants;
    }

    /** Returns whether a change lets a person reach a tenant, or makes an account usable that may reach one. */
    public boolean gives(Change change) {
        boolean used = change.phase() == Phase.CREATE
                || change.phase() == Phase.RESTORE
                || !change.survivingGroups().isEmpty()
                || change.writes().flatMap(w -> w.active()).orElse(false);
        return used || change.joins().isPresent() || change.grants().isPresent() || entersTenant(change);
    }

    private boolean entersTenant(Change change) {
        return change.movesFrom().isPresent()
                && change.requiredDivision()
                        .filter(to -> to.id().map(this::isTenants).orElse(true))
                        .isPresent();
    }

    /** Returns whether a division is a tenant's. */
    public boolean isTenants(DivisionId division) {
        return !tenants.of(division).isEmpty();
    }
}
