// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * The open-addressing half of a table: from a hash of 32 bits, the tag, to candidate ordinals, by linear probing. The first bits of a tag say where its
 * entry belongs, the bits after them stand in the entry beside the ordinal, so that four bytes a slot tell nearly all texts apart without a look at them.
 * What an entry leaves out of its tag the owner has to hash again when the index is {@linkplain #widen widened}; half the memory is worth it.
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

    // Half full: four of five entries stand in the very slot of their tag, and the rest close behind.
    private static int roomOf(int bits) {
        return 1 << (bits - 1);
    }

    static int tag(long hash) {
        return (int) (hash >>> Integer.SIZE);
    }

    /** The bits of the slots, all that the static methods need; a loop keeps them at hand. */
    int bits() {
        return bits;
    }

    /** The slot where the search for a tag starts. */
    static int slot(int tag, int bits) {
        return tag >>> (Integer.SIZE - bits);
    }

    int slot(int tag) {
        return slot(tag, bits);
    }

    int next(int slot) {
        return (slot + 1) & (entries.length - 1);
    }

    /** Whether an entry, which may be empty, has what it keeps of a tag. */
    static boolean matches(int entry, int tag, int bits) {
        return (entry ^ (tag << bits)) >>> bits == 0;
    }

    boolean matches(int entry, int tag) {
        return matches(entry, tag, bits);
    }

    /** The ordinal of an entry, or -1 of an empty one. */
    static int ordinal(int entry, int bits) {
        return (entry & ((1 << bits) - 1)) - 1;
    }

    int ordinal(int entry) {
        return ordinal(entry, bits);
    }

    /** Whether all ordinals below this number can be set. */
    boolean hasRoom(int ordinals) {
        return ordinals <= roomOf(bits);
    }

    /** Empties the index and makes it twice as wide; the owner then places all its ordinals anew. */
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

    /** Adds an entry that is known to be absent, at the first empty slot from its own. */
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
