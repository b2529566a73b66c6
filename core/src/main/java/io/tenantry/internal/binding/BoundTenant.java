// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A tenant, with the division, groups and roles of the organization that its names mean. Immutable.
 *
 * @param troubles why nothing can be given in this tenant now; empty if everything was found
 * @param lost the id of its division, if no listing shows the division; a remaining grant there counts as a grant in
 *     this tenant
 */
public record BoundTenant(
        TenantPolicy policy,
        DivisionTarget division,
        List<BoundProfile> profiles,
        List<Finding> troubles,
        Optional<DivisionId> lost) {
    /** Copies the lists. */
    public BoundTenant {
        profiles = List.copyOf(profiles);
        troubles = List.copyOf(troubles);
    }

    /** Describes a tenant whose division was not lost. */
    public BoundTenant(
            TenantPolicy policy, DivisionTarget division, List<BoundProfile> profiles, List<Finding> troubles) {
        this(policy, division, profiles, troubles, Optional.empty());
    }

    /** Returns the tenant's id. */
    public TenantId id() {
        return policy.id();
    }

    /** Returns whether everything the tenant's policy names was found or will be created. */
    public boolean isWhole() {
        return troubles.isEmpty();
    }
}
