// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;

/** The identifier that Genesys gave a role. Immutable; compared by its exact text. */
public record RoleId(String value) implements Comparable<RoleId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public RoleId {
        Ids.check("RoleId", value);
    }

    @Override
    public int compareTo(RoleId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
