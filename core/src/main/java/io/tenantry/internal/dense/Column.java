// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * A growing row of ints in chunks, so that growth copies nothing. A place that was never set holds the value that stands for
 * absent.
 */
public final class Column {
    private static final int BITS = 14;
    private static final int CHUNK = 1 << BITS;

    private final int absent;
    private int[][] chunks = new int[0][];
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
        return place < size ? chunks[place >> BITS][place & (CHUNK - 1)] : absent;
    }

    /** Sets what is at a place. */
    public void set(int place, int value) {
        while (place >> BITS >= chunks.length) {
            grow();
        }
        chunks[place >> BITS][place & (CHUNK - 1)] = value;
        size = Math.max(size, place + 1);
    }

    private void grow() {
        int[] chunk = new int[CHUNK];
        Arrays.fill(chunk, absent);
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = chunk;
    }
}
