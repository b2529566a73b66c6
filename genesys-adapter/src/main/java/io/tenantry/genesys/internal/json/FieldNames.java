// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** The names of the fields of an object that are read. Each has a place below 64, so that a set of them is the bits of one number. Immutable. */
public final class FieldNames {
    static final int OTHER = -1;
    private static final int MOST = 31;

    /** By hash, at least half of it empty. */
    private final String[] table;

    private FieldNames(String... names) {
        table = new String[Integer.highestOneBit(names.length) * 4];
        for (String name : names) {
            table[slot(name)] = name;
        }
    }

    /** Returns these names, at most 31. */
    public static FieldNames of(String... names) {
        if (names.length == 0 || names.length > MOST) {
            throw new IllegalArgumentException(names.length + " names, not 1 to " + MOST);
        }
        return new FieldNames(names);
    }

    /** Returns these names and more. */
    public FieldNames with(String... more) {
        return of(Stream.concat(Arrays.stream(table).filter(Objects::nonNull), Arrays.stream(more))
                .toArray(String[]::new));
    }

    String name(int place) {
        return table[place];
    }

    /** Returns the place of a name, or {@link #OTHER}. */
    int place(String name) {
        int slot = slot(name);
        return table[slot] == null ? OTHER : slot;
    }

    /** Where a name is, or else the empty slot where the search for it ends. */
    private int slot(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 15)) & (table.length - 1);
        for (String known; (known = table[slot]) != null && !known.equals(name); ) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
