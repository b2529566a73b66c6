// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.policy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ids that earlier runs found for names of the policy, so that a rename in Genesys does not lose them. A pin counts
 * only for its name: a policy that writes another name means another division or group.
 */
public interface Pins {
    /** Returns the division that was last found for this name of a tenant's division. */
    Optional<DivisionId> division(TenantId tenant, String name);

    /** Returns the group that was last found for this name of a tenant's group. */
    Optional<GroupId> group(TenantId tenant, String name);

    /** Remembers the division that was found for this name of a tenant's division. */
    void pin(TenantId tenant, String name, DivisionId division);

    /** Remembers the group that was found for this name of a tenant's group. */
    void pin(TenantId tenant, String name, GroupId group);

    /** Returns every division that was pinned for a tenant, under any name, also for tenants that left the policy. */
    Map<TenantId, Set<DivisionId>> divisions();

    /** Returns every group that was pinned for a tenant, under any name, also for tenants that left the policy. */
    Map<TenantId, Set<GroupId>> groups();
}
