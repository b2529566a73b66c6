// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A role as it stands in the organization. Immutable.
 *
 * @param privileged whether whoever holds it can change what others, or they themselves, may do
 */
public record Role(RoleId id, String name, boolean privileged) {
    /** Creates a role that changes nobody's access. */
    public Role(RoleId id, String name) {
        this(id, name, false);
    }
}
