// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.GroupTarget;
import io.tenantry.directory.Role;
import io.tenantry.policy.AccessProfile;
import java.util.List;

/** An access profile, with the group and the roles of the organization that its names mean. Immutable. */
public record BoundProfile(AccessProfile profile, GroupTarget group, List<Role> roles) {
    /** Copies the roles. */
    public BoundProfile {
        roles = List.copyOf(roles);
    }
}
