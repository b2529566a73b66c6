// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import java.util.Optional;

/** The ids that earlier runs found for names of a policy. An id wins over what has the name now. */
public interface KnownIds {
    /** Returns the division that was last found for this name of a tenant's division. */
    Optional<DivisionId> division(TenantId tenant, String name);

    /** Returns the group that was last found for this name of a tenant's group. */
    Optional<GroupId> group(TenantId tenant, String name);

    /** Returns the role that was last found for this name. */
    Optional<RoleId> role(String name);

    /** Returns the holder that was found first for this name of an accepted line. */
    Optional<SubjectId> holder(AcceptedAccess.Kind kind, String name);

    /** Returns the identity that was found first for this id or user name of a joint agent's line. */
    Optional<IdentityId> jointAgent(String named);

    /** Returns the division that was last found for this name of a shared division, or of a place of accepted access. */
    Optional<DivisionId> place(String name);

    /** Returns the tenant that this division was last found for, unless nobody reaches that tenant any more. */
    Optional<TenantId> owner(DivisionId division);

    /** Returns whether a holder is a group that was found for a tenant, also for one that left the policy. */
    boolean isTenants(SubjectId holder);
}
