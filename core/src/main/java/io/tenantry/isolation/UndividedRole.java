// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Role;
import java.util.List;

/**
 * A role that acts everywhere: it carries permissions that no division limits, so that its holders have them in the
 * whole organization, wherever the role is granted. Immutable.
 *
 * @param permissions these permissions, sorted
 */
public record UndividedRole(Role role, List<String> permissions) {
    /** Copies the permissions. */
    public UndividedRole {
        permissions = List.copyOf(permissions);
    }
}
