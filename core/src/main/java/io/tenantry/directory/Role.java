// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A role as it stands in the organization. Immutable.
 *
 * @param privileged whether its holder can change what other people or the holder may do
 * @param permissions what its holder may do, each as {@code domain:entity:action}, where entity and action may be
 *     {@code *}; empty if it carries none or the directory does not say
 */
public record Role(RoleId id, String name, boolean privileged, Set<String> permissions) {
    /** Copies the permissions. */
    public Role {
        permissions = Set.copyOf(permissions);
    }

    /** Creates a role whose permissions are not known. */
    public Role(RoleId id, String name, boolean privileged) {
        this(id, name, privileged, Set.of());
    }

    /** Creates a role that is not privileged. */
    public Role(RoleId id, String name) {
        this(id, name, false);
    }

    /** Returns this role without its permissions, as changes and paths name it. */
    public Role bare() {
        return permissions.isEmpty() ? this : new Role(id, name, privileged);
    }

    /** Returns which of these permissions it carries and no division limits, in their order. */
    public List<Permission> undivided(Collection<Permission> catalogue) {
        return catalogue.stream()
                .filter(p -> !p.divided() && p.isAmong(permissions))
                .toList();
    }
}
