// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;

/** The identifier that Genesys gave a group. Immutable; compared by its exact text. */
public record GroupId(String value) implements Comparable<GroupId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public GroupId {
        Ids.check("GroupId", value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
