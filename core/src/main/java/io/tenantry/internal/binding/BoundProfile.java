// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.GroupTarget;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.policy.AccessProfile;
import java.util.List;
import java.util.Optional;

/** An access profile, with the group and the roles of the organization that its names mean. Immutable. */
public record BoundProfile(AccessProfile profile, GroupTarget group, List<Role> roles) {
    /** Copies the roles. */
    public BoundProfile {
        roles = List.copyOf(roles);
    }

    /** Returns the group, if it exists. */
    public Optional<Group> existing() {
        return group.id().map(id -> new Group(id, group.name()));
    }
}
