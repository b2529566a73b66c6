// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * A list of ordinals per group, filled in any order of the groups. The lists grow in chunks out of common pages, the first chunks small because most groups
 * of a large organization are, so next to nothing is wasted and nothing is copied to grow.
 */
final class Buckets {
    private static final int PAGE_BITS = 14;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int CHUNK = 64;

    private int[][] pages = new int[0][];
    private int allocated;

    private int[] sizes = new int[0];
    private int[] firsts = new int[0];

    /** Where the next value of each list goes, and where its chunk ends: there stands the place of the next chunk. */
    private int[] nexts = new int[0];

    private int[] ends = new int[0];

    /** Makes all groups up to this one known. */
    void reserve(int groups) {
        if (groups > sizes.length) {
            int capacity = Ints.grown(sizes.length, groups);
            sizes = Arrays.copyOf(sizes, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
    }

    void add(int group, int value) {
        int next = nexts[group];
        if (sizes[group] == 0) {
            next = firsts[group] = newChunk(group);
        } else if (next == ends[group]) {
            int link = next;
            next = newChunk(group);
            pages[link >>> PAGE_BITS][link & (PAGE - 1)] = next;
        }
        pages[next >>> PAGE_BITS][next & (PAGE - 1)] = value;
        nexts[group] = next + 1;
        sizes[group]++;
    }

    private int newChunk(int group) {
        int length = chunkLength(sizes[group]);
        if ((allocated & (PAGE - 1)) + length > PAGE) {
            allocated = Math.addExact(allocated, PAGE) & -PAGE;
        }
        int page = allocated >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, Ints.grown(page, page + 1));
        }
        if (pages[page] == null) {
            pages[page] = new int[PAGE];
        }
        int chunk = allocated;
        allocated = Math.addExact(allocated, length);
        ends[group] = chunk + length - 1;
        return chunk;
    }

    /** How long the chunk is that takes on a list after so many values: 7, 15, 31, then always 63 of them and the place of the next chunk. */
    private static int chunkLength(int size) {
        return size < 7 ? 8 : size < 22 ? 16 : size < 53 ? 32 : CHUNK;
    }

    /** Shows the list of a group as slices of arrays. */
    void visit(int group, Slices visitor) {
        if (group >= sizes.length) {
            return;
        }
        int size = sizes[group];
        int chunk = firsts[group];
        for (int seen = 0; seen < size; ) {
            int[] page = pages[chunk >>> PAGE_BITS];
            int at = chunk & (PAGE - 1);
            int room = chunkLength(seen) - 1;
            int count = Math.min(room, size - seen);
            visitor.slice(page, at, at + count);
            seen += count;
            chunk = page[at + room];
        }
    }

    void clear() {
        Arrays.fill(sizes, 0);
        allocated = 0;
    }

    /** Receives parts of arrays. */
    interface Slices {
        void slice(int[] values, int from, int to);
    }
}
