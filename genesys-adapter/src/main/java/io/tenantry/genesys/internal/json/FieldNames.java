// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The names of the fields that are read from an object. Each has a place below 64, so that the bits of one number can
 * hold a set. Immutable.
 */
public final class FieldNames {
    static final int OTHER = -1;
    private static final int MOST = 31;

    /** Hashed; at least half of the slots are empty. */
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
            throw new IllegalArgumentException("number of names: " + names.length + ", not 1 to " + MOST);
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

    /** Returns the slot of a name, or the empty slot where it would be. */
    private int slot(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 15)) & (table.length - 1);
        for (String known; (known = table[slot]) != null && !known.equals(name); ) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
