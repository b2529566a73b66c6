// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * A growing row of ints in chunks, so that growth copies nothing. A place that was never set holds the value that stands for
 * absent. A chunk takes memory only once it holds two different values.
 */
public final class Column {
    private static final int BITS = 12;
    private static final int CHUNK = 1 << BITS;
    private static final int[] NONE = {};

    private final int absent;

    /** A chunk that holds one value only is as long as none, and that value stands beside. */
    private int[][] chunks = new int[0][];

    private int[] values = new int[0];
    private int size;

    /** Creates an empty column. */
    public Column(int absent) {
        this.absent = absent;
    }

    /** Returns one more than the highest place that was ever set. */
    public int size() {
        return size;
    }

    /** Sets the place after the last. */
    public void add(int value) {
        set(size, value);
    }

    /** Returns what is at a place. */
    public int get(int place) {
        if (place >= size) {
            return absent;
        }
        int[] chunk = chunks[place >> BITS];
        return chunk.length == 0 ? values[place >> BITS] : chunk[place & (CHUNK - 1)];
    }

    /** Sets what is at a place. */
    public void set(int place, int value) {
        int at = place >> BITS;
        if (at >= chunks.length) {
            grow(at + 1);
        }
        if (place > size) {
            leaveGap();
        }
        if (chunks[at].length > 0) {
            chunks[at][place & (CHUNK - 1)] = value;
        } else if (value != values[at]) {
            settle(at, place, value);
        }
        size = Math.max(size, place + 1);
    }

    /** Forgets everything and keeps the chunks. */
    public void clear() {
        for (int i = 0; i < chunks.length; i++) {
            Arrays.fill(chunks[i], absent);
            values[i] = absent;
        }
        size = 0;
    }

    private void leaveGap() {
        int at = size >> BITS;
        if (chunks[at].length == 0 && values[at] != absent) {
            spread(at);
        }
    }

    private void settle(int at, int place, int value) {
        if (place == at << BITS && size <= place) {
            values[at] = value;
        } else {
            spread(at);
            chunks[at][place & (CHUNK - 1)] = value;
        }
    }

    private void spread(int at) {
        int[] chunk = new int[CHUNK];
        int told = Math.min(Math.max(size - (at << BITS), 0), CHUNK);
        Arrays.fill(chunk, 0, told, values[at]);
        Arrays.fill(chunk, told, CHUNK, absent);
        chunks[at] = chunk;
    }

    private void grow(int needed) {
        int from = chunks.length;
        int length = Ints.grown(from, needed);
        chunks = Arrays.copyOf(chunks, length);
        values = Arrays.copyOf(values, length);
        Arrays.fill(chunks, from, length, NONE);
        Arrays.fill(values, from, length, absent);
    }
}
