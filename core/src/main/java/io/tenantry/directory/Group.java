// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.OptionalLong;

/**
 * A group as it stands in the organization; groups belong to no division. Immutable.
 *
 * @param memberCount how many are in it, however they got in, if the service told; more than its direct members mean owners or
 *     people who are in it by a rule
 */
public record Group(GroupId id, String name, OptionalLong memberCount) {
    /** Describes a group of which nobody said how many are in it. */
    public Group(GroupId id, String name) {
        this(id, name, OptionalLong.empty());
    }
}
