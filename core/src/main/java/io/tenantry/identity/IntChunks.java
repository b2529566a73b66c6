// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Arrays;

/** A list of ints that grows without copying what it holds. */
final class IntChunks {
    private static final int BITS = 14;
    private static final int MASK = (1 << BITS) - 1;

    private int[][] chunks = new int[16][];
    private int size;

    void add(int value) {
        int chunk = size >>> BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if ((size & MASK) == 0) {
            chunks[chunk] = new int[1 << BITS];
        }
        chunks[chunk][size & MASK] = value;
        size = Math.addExact(size, 1);
    }

    int get(int index) {
        return chunks[index >>> BITS][index & MASK];
    }

    int size() {
        return size;
    }

    /** Copies a range out, chunk by chunk. */
    void copy(int from, int[] into, int count) {
        for (int done = 0; done < count; ) {
            int at = (from + done) & MASK;
            int step = Math.min(count - done, MASK + 1 - at);
            System.arraycopy(chunks[(from + done) >>> BITS], at, into, done, step);
            done += step;
        }
    }
}
