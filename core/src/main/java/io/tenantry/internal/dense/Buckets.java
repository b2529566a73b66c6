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

    private int[] firsts = new int[0];

    /** Where the next value of each list goes, and where its chunk ends: there stands the place of the next chunk. Both are zero of an empty list. */
    private int[] nexts = new int[0];

    private int[] ends = new int[0];

    /** How many values each list has in its chunks before the last. */
    private int[] befores = new int[0];

    /** Makes all groups up to this one known. */
    void reserve(int groups) {
        if (groups > firsts.length) {
            int capacity = Ints.grown(firsts.length, groups);
            firsts = Arrays.copyOf(firsts, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            befores = Arrays.copyOf(befores, capacity);
        }
    }

    void add(int group, int value) {
        int next = nexts[group];
        if (next == ends[group]) {
            next = newChunk(group);
        }
        pages[next >>> PAGE_BITS][next & (PAGE - 1)] = value;
        nexts[group] = next + 1;
    }

    void addAll(int group, int[] values, int from, int to) {
        for (int at = from; at < to; ) {
            int next = nexts[group] == ends[group] ? newChunk(group) : nexts[group];
            int count = Math.min(ends[group] - next, to - at);
            System.arraycopy(values, at, pages[next >>> PAGE_BITS], next & (PAGE - 1), count);
            nexts[group] = next + count;
            at += count;
        }
    }

    private int newChunk(int group) {
        int link = ends[group];
        int before = link == 0 ? 0 : befores[group] + chunkLength(befores[group]) - 1;
        int chunk = allocate(chunkLength(before));
        if (link == 0) {
            firsts[group] = chunk;
        } else {
            pages[link >>> PAGE_BITS][link & (PAGE - 1)] = chunk;
        }
        befores[group] = before;
        ends[group] = chunk + chunkLength(before) - 1;
        return chunk;
    }

    private int allocate(int length) {
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
        return chunk;
    }

    /** How long the chunk is that takes on a list after so many values: 7, 15, 31, then always 63 of them and the place of the next chunk. */
    private static int chunkLength(int size) {
        return size < 7 ? 8 : size < 22 ? 16 : size < 53 ? 32 : CHUNK;
    }

    /** Shows the list of a group as slices of arrays. */
    void visit(int group, MembersByGroup.Slices visitor) {
        if (group >= firsts.length || ends[group] == 0) {
            return;
        }
        int chunk = firsts[group];
        for (int before = 0; before < befores[group]; ) {
            int[] page = pages[chunk >>> PAGE_BITS];
            int at = chunk & (PAGE - 1);
            int room = chunkLength(before) - 1;
            visitor.slice(page, at, at + room);
            before += room;
            chunk = page[at + room];
        }
        int at = chunk & (PAGE - 1);
        visitor.slice(pages[chunk >>> PAGE_BITS], at, at + nexts[group] - chunk);
    }

    void clear() {
        Arrays.fill(nexts, 0);
        Arrays.fill(ends, 0);
        allocated = 0;
    }
}
