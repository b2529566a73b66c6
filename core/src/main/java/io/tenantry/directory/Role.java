// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A role as it stands in the organization. Immutable.
 *
 * @param privileged whether its holder can change what other people or the holder may do
 */
public record Role(RoleId id, String name, boolean privileged) {
    /** Creates a role that is not privileged. */
    public Role(RoleId id, String name) {
        this(id, name, false);
    }
}
