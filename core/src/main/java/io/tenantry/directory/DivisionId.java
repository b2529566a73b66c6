// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;

/** The identifier that Genesys gave a division. Immutable; compared by its exact text. */
public record DivisionId(String value) implements Comparable<DivisionId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public DivisionId {
        Ids.check("DivisionId", value);
    }

    /**
     * The division id that means all divisions. It can be read from an organization and is reported wherever it is
     * found; no policy can name it and no operation of a plan grants it.
     */
    public static final DivisionId EVERYWHERE = new DivisionId("*");

    /** Returns whether this is the wildcard for all divisions. */
    public boolean isEverywhere() {
        return equals(EVERYWHERE);
    }

    @Override
    public int compareTo(DivisionId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
