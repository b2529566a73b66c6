// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * The open-addressing half of a table: hash to candidate ordinals, by linear probing. An entry is the upper half of the hash beside the ordinal plus one;
 * the place of an entry is that half as a fraction of the slots, so growing needs no key, and half as many again are enough.
 */
final class OrdinalIndex {
    private static final int SMALLEST = 64;
    private static final int LARGEST = 1 << 30;

    long[] entries;
    private int room;

    OrdinalIndex(int expected) {
        allocate((int) Math.min(LARGEST, Math.max(SMALLEST, expected + (expected >> 1) + 1L)));
    }

    private void allocate(int slots) {
        entries = new long[slots];
        room = roomOf(slots);
    }

    // Three quarters full: a miss looks at about eight entries, which are one or two lines of the cache.
    private static int roomOf(int slots) {
        return slots - slots / 4;
    }

    int slot(int tag) {
        return slot(tag, entries.length);
    }

    static int slot(int tag, int slots) {
        return (int) (((tag & 0xFFFF_FFFFL) * slots) >>> Integer.SIZE);
    }

    int next(int slot) {
        return slot + 1 == entries.length ? 0 : slot + 1;
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
        if (entries.length == LARGEST) {
            throw new IllegalStateException("a table holds at most " + roomOf(LARGEST) + " entries");
        }
        long[] old = entries;
        allocate(Math.min(LARGEST, old.length + old.length / 2));
        for (long entry : old) {
            if (entry != 0) {
                place(entry);
            }
        }
        room -= roomOf(old.length);
    }

    void clear() {
        Arrays.fill(entries, 0);
        room = roomOf(entries.length);
    }
}
