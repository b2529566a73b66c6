// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.policy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ids that names of the policy were resolved to in earlier runs, so that a rename in Genesys does not lose them. A pin
 * counts for the name it was made for: a policy that writes another name means another thing.
 */
public interface Pins {
    /** Returns the division that this name of a tenant's division was last resolved to. */
    Optional<DivisionId> division(TenantId tenant, String name);

    /** Returns the group that this name of a tenant's group was last resolved to. */
    Optional<GroupId> group(TenantId tenant, String name);

    /** Pins the name of a tenant's division. */
    void pin(TenantId tenant, String name, DivisionId division);

    /** Pins the name of a tenant's group. */
    void pin(TenantId tenant, String name, GroupId group);

    /** Returns every division that was pinned for a tenant, under whatever name; of tenants that left the policy too. */
    Map<TenantId, Set<DivisionId>> divisions();

    /** Returns every group that was pinned for a tenant, under whatever name; of tenants that left the policy too. */
    Map<TenantId, Set<GroupId>> groups();
}
