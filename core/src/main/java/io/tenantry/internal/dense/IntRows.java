// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/**
 * Gives rows of ints ordinals 0, 1, 2 and so on in the order of their first appearance. Equal rows share an ordinal and
 * are kept once; the source groups of many people, for example, are equal. Growth copies nothing.
 */
public final class IntRows {
    private final HashKey key = HashKey.random();
    private final OrdinalIndex index = new OrdinalIndex(0);
    private final Column starts = new Column(0);
    private final Column values = new Column(0);

    /** Creates an empty table. */
    public IntRows() {
        starts.add(0);
    }

    /** Returns how many different rows there are. */
    public int size() {
        return starts.size() - 1;
    }

    /** Returns the place of a row's first value. */
    public int start(int row) {
        return starts.get(row);
    }

    /** Returns the place after a row's last value. */
    public int end(int row) {
        return starts.get(row + 1);
    }

    /** Returns the value at a place. */
    public int value(int place) {
        return values.get(place);
    }

    /** Returns the ordinal of the row at the start of an array, a new one for a new row. */
    public int intern(int[] row, int length) {
        makeRoom();
        int tag = tag(row, length);
        int slot = index.slot(tag);
        for (int entry; (entry = index.entries[slot]) != 0; slot = index.next(slot)) {
            if (index.matches(entry, tag) && isEqual(index.ordinal(entry), row, length)) {
                return index.ordinal(entry);
            }
        }
        index.set(slot, tag, size());
        return append(row, length);
    }

    private int append(int[] row, int length) {
        for (int i = 0; i < length; i++) {
            values.add(row[i]);
        }
        starts.add(values.size());
        return size() - 1;
    }

    private boolean isEqual(int ordinal, int[] row, int length) {
        int start = start(ordinal);
        if (end(ordinal) - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (values.get(start + i) != row[i]) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom() {
        if (index.hasRoom(size() + 1)) {
            return;
        }
        index.widen();
        int[] row = new int[0];
        for (int ordinal = 0; ordinal < size(); ordinal++) {
            int length = end(ordinal) - start(ordinal);
            row = length > row.length ? new int[Ints.grown(row.length, length)] : row;
            for (int i = 0; i < length; i++) {
                row[i] = values.get(start(ordinal) + i);
            }
            index.place(tag(row, length), ordinal);
        }
    }

    private int tag(int[] row, int length) {
        long hash = length;
        for (int i = 0; i < length; i++) {
            hash = key.mix(hash, row[i]);
        }
        return OrdinalIndex.tag(hash);
    }
}
