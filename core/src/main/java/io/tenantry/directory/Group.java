// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.OptionalLong;

/**
 * A group as it stands in the organization; groups belong to no division. Immutable.
 *
 * @param memberCount how many accounts are in it, by any way, if the service gave a count; a count above the direct
 *     members means owners or members by a rule
 * @param rolesEnabled whether its members get the roles that it holds; true if the service did not say
 */
public record Group(GroupId id, String name, OptionalLong memberCount, boolean rolesEnabled) {
    /** Creates a group whose members get the roles that it holds. */
    public Group(GroupId id, String name, OptionalLong memberCount) {
        this(id, name, memberCount, true);
    }

    /** Creates a group without a member count. */
    public Group(GroupId id, String name) {
        this(id, name, OptionalLong.empty());
    }
}
