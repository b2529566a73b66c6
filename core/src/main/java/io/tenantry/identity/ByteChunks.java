// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Arrays;

/** Bytes that grow without copying what is there, up to 2 GiB. */
final class ByteChunks {
    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;

    private byte[][] chunks = new byte[16][];
    private int size;

    void add(byte[] bytes, int from, int count) {
        int end = Math.addExact(size, count);
        for (int done = 0; done < count; ) {
            int step = Math.min(count - done, MASK + 1 - (size & MASK));
            System.arraycopy(bytes, from + done, chunk(), size & MASK, step);
            size += step;
            done += step;
        }
        size = end;
    }

    private byte[] chunk() {
        int chunk = size >>> BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if ((size & MASK) == 0) {
            chunks[chunk] = new byte[1 << BITS];
        }
        return chunks[chunk];
    }

    byte get(int index) {
        return chunks[index >>> BITS][index & MASK];
    }

    byte[] copy(int from, int count) {
        byte[] out = new byte[count];
        for (int done = 0; done < count; ) {
            int at = (from + done) & MASK;
            int step = Math.min(count - done, MASK + 1 - at);
            System.arraycopy(chunks[(from + done) >>> BITS], at, out, done, step);
            done += step;
        }
        return out;
    }

    int size() {
        return size;
    }
}
