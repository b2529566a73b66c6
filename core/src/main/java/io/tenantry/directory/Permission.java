// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Set;

/**
 * A permission of the service's catalogue. Immutable.
 *
 * @param name domain, entity and action, such as {@code directory:group:edit}
 * @param divided whether the division of a grant limits it; the holder of any other has it in the whole organization
 * @param privileged whether its holder can change what other people or the holder may do
 */
public record Permission(String name, boolean divided, boolean privileged) {
    /**
     * Returns whether a role carries it.
     *
     * @param carried the permissions of the role, perhaps with {@code *} for an entity or an action
     */
    public boolean isAmong(Set<String> carried) {
        String[] parts = name.split(":", 3);
        return carried.contains(name)
                || carried.contains("*:*:*")
                || carried.contains(parts[0] + ":*:*")
                || (parts.length == 3
                        && (carried.contains(parts[0] + ":" + parts[1] + ":*")
                                || carried.contains(parts[0] + ":*:" + parts[2])));
    }
}
