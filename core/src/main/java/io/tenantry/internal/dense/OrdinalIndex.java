// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * The index of a table with open addressing and linear probing: from the tag, a hash of 32 bits, to candidate ordinals.
 * The first bits of a tag give the slot of its entry, and the following bits stand in the entry beside the ordinal. So
 * four bytes in a slot distinguish nearly all texts without reading them. An entry does not hold its whole tag, so the
 * owner has to hash again when the index is {@linkplain #widen widened}; this halves the memory.
 */
final class OrdinalIndex {
    private static final int SMALLEST = 6;
    private static final int LARGEST = 30;

    int[] entries;
    private int bits;

    OrdinalIndex(int expected) {
        int wanted = SMALLEST;
        while (wanted < LARGEST && roomOf(wanted) < expected) {
            wanted++;
        }
        allocate(wanted);
    }

    private void allocate(int newBits) {
        bits = newBits;
        entries = new int[1 << newBits];
    }

    // At half full, four of five entries are in the slot of their tag, and the others close behind it.
    private static int roomOf(int bits) {
        return 1 << (bits - 1);
    }

    static int tag(long hash) {
        return (int) (hash >>> Integer.SIZE);
    }

    /** Returns the number of bits of a slot, which the static methods need; a loop keeps it in a local variable. */
    int bits() {
        return bits;
    }

    /** Returns the slot where the search for a tag starts. */
    static int slot(int tag, int bits) {
        return tag >>> (Integer.SIZE - bits);
    }

    int slot(int tag) {
        return slot(tag, bits);
    }

    int next(int slot) {
        return (slot + 1) & (entries.length - 1);
    }

    /** Returns whether an entry, which may be empty, matches the part of a tag that entries keep. */
    static boolean matches(int entry, int tag, int bits) {
        return (entry ^ (tag << bits)) >>> bits == 0;
    }

    boolean matches(int entry, int tag) {
        return matches(entry, tag, bits);
    }

    /** Returns the ordinal of an entry, or -1 for an empty one. */
    static int ordinal(int entry, int bits) {
        return (entry & ((1 << bits) - 1)) - 1;
    }

    int ordinal(int entry) {
        return ordinal(entry, bits);
    }

    /** Returns whether all ordinals below this number can be set. */
    boolean hasRoom(int ordinals) {
        return ordinals <= roomOf(bits);
    }

    /** Empties the index and makes it twice as wide; the owner then places all its ordinals again. */
    void widen() {
        if (bits == LARGEST) {
            throw new IllegalStateException("a table holds at most " + roomOf(LARGEST) + " entries");
        }
        allocate(bits + 1);
    }

    /** Sets an empty slot. */
    void set(int slot, int tag, int ordinal) {
        entries[slot] = (tag << bits) | (ordinal + 1);
    }

    /** Adds an entry that is known to be absent, at the first empty slot from its own slot on. */
    void place(int tag, int ordinal) {
        int slot = slot(tag);
        while (entries[slot] != 0) {
            slot = next(slot);
        }
        set(slot, tag, ordinal);
    }

    void clear() {
        Arrays.fill(entries, 0);
    }
}
