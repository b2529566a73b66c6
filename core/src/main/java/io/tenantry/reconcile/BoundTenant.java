// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;

/**
 * A tenant with what its names stand for in the organization. Immutable.
 *
 * @param troubles why nothing can be given in this tenant now; empty if all of it was found
 */
public record BoundTenant(
        TenantPolicy policy, DivisionTarget division, List<BoundProfile> profiles, List<Finding> troubles) {
    /** Copies the lists. */
    public BoundTenant {
        profiles = List.copyOf(profiles);
        troubles = List.copyOf(troubles);
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
