// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * A growing row of ints in chunks, so that growth copies nothing. A place that was never set holds the absent value. A
 * chunk takes memory only from its second different value on.
 */
public final class Column {
    private static final int BITS = 12;
    private static final int CHUNK = 1 << BITS;

    private final int absent;
    private final int[] untold;

    /** A chunk with a single value is an array of length one, so that reading a place needs no branch. */
    private int[][] chunks = new int[0][];

    private int size;

    /** Creates an empty column. */
    public Column(int absent) {
        this.absent = absent;
        this.untold = new int[] {absent};
    }

    /** Returns the highest place that was ever set, plus one. */
    public int size() {
        return size;
    }

    /** Sets the place after the last. */
    public void add(int value) {
        set(size, value);
    }

    /** Returns the value at a place. */
    public int get(int place) {
        if (place >= size) {
            return absent;
        }
        int[] chunk = chunks[place >> BITS];
        return chunk[place & (chunk.length - 1)];
    }

    /** Sets the value at a place. */
    public void set(int place, int value) {
        int at = place >> BITS;
        if (at >= chunks.length) {
            grow(at + 1);
        }
        if (place > size) {
            leaveGap();
        }
        int[] chunk = chunks[at];
        if (chunk.length == CHUNK) {
            chunk[place & (CHUNK - 1)] = value;
        } else if (value != chunk[0]) {
            settle(at, place, value);
        }
        size = Math.max(size, place + 1);
    }

    /** Forgets all values and keeps the chunks. */
    public void clear() {
        for (int i = 0; i < chunks.length; i++) {
            if (chunks[i].length == CHUNK) {
                Arrays.fill(chunks[i], absent);
            } else {
                chunks[i] = untold;
            }
        }
        size = 0;
    }

    private void leaveGap() {
        int at = size >> BITS;
        if (chunks[at].length != CHUNK && chunks[at][0] != absent) {
            spread(at);
        }
    }

    private void settle(int at, int place, int value) {
        if (place == at << BITS && size <= place) {
            chunks[at] = new int[] {value};
        } else {
            spread(at);
            chunks[at][place & (CHUNK - 1)] = value;
        }
    }

    private void spread(int at) {
        int[] chunk = new int[CHUNK];
        int told = Math.min(Math.max(size - (at << BITS), 0), CHUNK);
        Arrays.fill(chunk, 0, told, chunks[at][0]);
        Arrays.fill(chunk, told, CHUNK, absent);
        chunks[at] = chunk;
    }

    private void grow(int needed) {
        int from = chunks.length;
        chunks = Arrays.copyOf(chunks, Ints.grown(from, needed));
        Arrays.fill(chunks, from, chunks.length, untold);
    }
}
