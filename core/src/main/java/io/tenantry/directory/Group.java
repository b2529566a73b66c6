// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.OptionalLong;

/**
 * A group as it stands in the organization; groups belong to no division. Immutable.
 *
 * @param memberCount how many accounts are in it, by any way, if the service gave a count; a count above the direct
 *     members means owners or members by a rule
 */
public record Group(GroupId id, String name, OptionalLong memberCount) {
    /** Creates a group without a member count. */
    public Group(GroupId id, String name) {
        this(id, name, OptionalLong.empty());
    }
}
