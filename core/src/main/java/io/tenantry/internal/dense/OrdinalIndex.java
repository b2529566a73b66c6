// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * The open-addressing half of a table: hash to candidate ordinals, by linear probing. An entry is the upper half of the hash beside the ordinal plus one;
 * the place of an entry is the top bits of that same half, so growing needs no key.
 */
final class OrdinalIndex {
    private static final int SMALLEST_BITS = 6;

    long[] entries;
    int shift;
    private int room;

    OrdinalIndex(int expected) {
        allocate(bitsFor(expected));
    }

    private static int bitsFor(int expected) {
        int bits = SMALLEST_BITS;
        while (bits < 30 && (1L << bits) < 2L * expected) {
            bits++;
        }
        return bits;
    }

    private void allocate(int bits) {
        entries = new long[1 << bits];
        shift = Integer.SIZE - bits;
        room = entries.length / 2;
    }

    int slot(int tag) {
        return tag >>> shift;
    }

    int next(int slot) {
        return (slot + 1) & (entries.length - 1);
    }

    static int tag(long hash) {
        return (int) (hash >>> Integer.SIZE);
    }

    static int tagOf(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    /** The ordinal of an entry, or -1 of an empty one. */
    static int ordinalOf(long entry) {
        return (int) entry - 1;
    }

    /** Adds an entry that is known to be absent, at the first empty slot from its own. */
    void add(int tag, int ordinal) {
        if (room == 0) {
            grow();
        }
        room--;
        place(((long) tag << Integer.SIZE) | (ordinal + 1));
    }

    private void place(long entry) {
        int slot = slot(tagOf(entry));
        while (entries[slot] != 0) {
            slot = next(slot);
        }
        entries[slot] = entry;
    }

    private void grow() {
        if (shift == Integer.SIZE - 30) {
            throw new IllegalStateException("a table holds at most " + entries.length / 2 + " entries");
        }
        long[] old = entries;
        allocate(Integer.SIZE - shift + 1);
        for (long entry : old) {
            if (entry != 0) {
                place(entry);
            }
        }
        room -= old.length / 2;
    }

    void clear() {
        Arrays.fill(entries, 0);
        room = entries.length / 2;
    }
}
