// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Fold;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.internal.dense.IdTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The people in a file, collected in a first pass: it finds rows with the same id or the same user name, in upper or
 * lower case, before any of them is used. Each id has an ordinal.
 */
final class RowIndex {
    private final IdTable ids = new IdTable();
    private final Dictionary names = new Dictionary();
    private final FirstLines idLines = new FirstLines();
    private final FirstLines nameLines = new FirstLines();
    private int[] idOfName = new int[1024];

    /** For each row, in the order of the file: its hash, and the ordinals of its id and of its user name, or -1. */
    private long[] hashes = new long[1024];

    private int[] idOfRow = new int[1024];
    private int[] nameOfRow = new int[1024];
    private int rows;

    void add(int line, long hash, @Nullable String id, @Nullable String userName) {
        int person = id == null ? -1 : ids.intern(Fold.of(id));
        if (person >= 0) {
            idLines.add(person, line, hash);
        }
        int name = userName == null ? -1 : names.intern(Fold.of(userName));
        if (name >= 0) {
            nameLines.add(name, line, hash);
            if (name >= idOfName.length) {
                idOfName = Arrays.copyOf(idOfName, 2 * idOfName.length);
            }
            idOfName[name] = person;
        }
        row(hash, person, name);
    }

    private void row(long hash, int person, int name) {
        if (rows == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * rows);
            idOfRow = Arrays.copyOf(idOfRow, 2 * rows);
            nameOfRow = Arrays.copyOf(nameOfRow, 2 * rows);
        }
        hashes[rows] = hash;
        idOfRow[rows] = person;
        nameOfRow[rows++] = name;
    }

    /**
     * Checks that a row, by its number from 0, is the one that was added, and that only equal rows have its id or its
     * user name. It is unknown which of two different rows is right, so neither is used. Returns the ordinal of its id.
     */
    int checkUnique(int number, long hash) throws RowFault {
        boolean same = number < rows && hashes[number] == hash;
        idLines.check(same ? idOfRow[number] : -1, "id");
        nameLines.check(same ? nameOfRow[number] : -1, "user name");
        return idOfRow[number];
    }

    /** Returns how many rows repeat another row in the same words. */
    int repeats() {
        return idLines.repeats;
    }

    /** Tells whether an equal row stands above the one on this line, given that only equal rows have its id. */
    boolean isRepeat(int person, int line) {
        return idLines.first[person] != line;
    }

    /** Returns the ordinal of an id, or -1 if no row has it. */
    int person(String id) {
        return ids.find(Fold.of(id));
    }

    /** Returns the ordinal of the id in the row with this user name, or -1. */
    int personNamed(String userName) {
        int name = names.find(Fold.of(userName));
        return name < 0 ? -1 : idOfName[name];
    }

    /** Returns the first line with this user name, or 0. */
    int lineNamed(String userName) {
        int name = names.find(Fold.of(userName));
        return name < 0 ? 0 : nameLines.first[name];
    }

    /** The lines where each key came first and second. */
    private static final class FirstLines {
        private int[] first = new int[1024];
        private long[] hashes = new long[1024];
        private final BitSet repeated = new BitSet();
        private int repeats;
        private final Map<Integer, Integer> second = new HashMap<>();

        void add(int key, int line, long hash) {
            if (key >= first.length) {
                first = Arrays.copyOf(first, 2 * first.length);
                hashes = Arrays.copyOf(hashes, first.length);
            }
            if (first[key] == 0) {
                first[key] = line;
                hashes[key] = hash;
            } else if (hashes[key] == hash) {
                repeats++;
            } else if (!repeated.get(key)) {
                repeated.set(key);
                second.put(key, line);
            }
        }

        void check(int key, String what) throws RowFault {
            if (key < 0) {
                throw new RowFault("the row appeared while the file was read; read the file again when it is complete");
            }
            if (repeated.get(key)) {
                throw new RowFault(String.format(
                        Locale.ROOT,
                        "the %s is in line %d and in line %d, so neither row is used; remove the wrong one",
                        what,
                        first[key],
                        second.getOrDefault(key, 0)));
            }
        }
    }
}
