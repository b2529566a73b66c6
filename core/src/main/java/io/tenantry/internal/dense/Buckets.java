// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * A list of ordinals for each group, filled in any order of the groups. The lists grow in chunks out of common pages,
 * so growth copies nothing. Values that come together get a chunk of their number. Single values get small chunks
 * first, because most groups of a large organization are small, so almost no space is wasted.
 *
 * <p>A chunk consists of its length, its values, and the place of the next chunk.
 */
final class Buckets {
    private static final int PAGE_BITS = 14;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int AROUND = 2;
    private static final int SHORTEST = 8 - AROUND;
    private static final int LONGEST = 64 - AROUND;

    private int[][] pages = new int[0][];
    private int allocated;

    private int[] firsts = new int[0];

    /**
     * For each list the place of its next value, and the end of its chunk, which holds the place of the next chunk.
     * Both are zero for an empty list.
     */
    private int[] nexts = new int[0];

    private int[] ends = new int[0];

    /** The capacity of the last chunk of each list. */
    private int[] lengths = new int[0];

    /** Makes room for all groups up to this one. */
    void reserve(int groups) {
        if (groups > firsts.length) {
            int capacity = Ints.grown(firsts.length, groups);
            firsts = Arrays.copyOf(firsts, capacity);
            nexts = Arrays.copyOf(nexts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
    }

    void add(int group, int value) {
        int next = nexts[group];
        if (next == ends[group]) {
            next = newChunk(group, 1);
        }
        pages[next >>> PAGE_BITS][next & (PAGE - 1)] = value;
        nexts[group] = next + 1;
    }

    void addAll(int group, int[] values, int from, int to) {
        for (int at = from; at < to; ) {
            int next = nexts[group] == ends[group] ? newChunk(group, to - at) : nexts[group];
            int count = Math.min(ends[group] - next, to - at);
            System.arraycopy(values, at, pages[next >>> PAGE_BITS], next & (PAGE - 1), count);
            nexts[group] = next + count;
            at += count;
        }
    }

    /**
     * Adds a chunk with room for this many values, or for as many as its page can hold, and returns the place of the
     * first.
     */
    private int newChunk(int group, int wanted) {
        int link = ends[group];
        int before = link == 0 ? 0 : lengths[group];
        int usual = before == 0 ? SHORTEST : Math.min(LONGEST, before + before + AROUND);
        int length = Math.min(Math.max(wanted, usual), roomInPage());
        int chunk = allocated;
        allocated = Math.addExact(allocated, length + AROUND);
        pages[chunk >>> PAGE_BITS][chunk & (PAGE - 1)] = length;
        if (link == 0) {
            firsts[group] = chunk;
        } else {
            pages[link >>> PAGE_BITS][link & (PAGE - 1)] = chunk;
        }
        lengths[group] = length;
        ends[group] = chunk + 1 + length;
        return chunk + 1;
    }

    /** Starts a new page if this one is full, and returns how many values a chunk in it can hold. */
    private int roomInPage() {
        int used = allocated & (PAGE - 1);
        if (PAGE - used < SHORTEST + AROUND) {
            allocated = Math.addExact(allocated, PAGE - used);
            used = 0;
        }
        int page = allocated >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, Ints.grown(page, page + 1));
        }
        if (pages[page] == null) {
            pages[page] = new int[PAGE];
        }
        return PAGE - used - AROUND;
    }

    /** Shows the list of a group as slices of arrays. */
    void visit(int group, MembersByGroup.Slices visitor) {
        if (group >= firsts.length || ends[group] == 0) {
            return;
        }
        int chunk = firsts[group];
        int[] page = pages[chunk >>> PAGE_BITS];
        int at = (chunk & (PAGE - 1)) + 1;
        for (int length = page[at - 1]; chunk + 1 + length != ends[group]; length = page[at - 1]) {
            visitor.slice(page, at, at + length);
            chunk = page[at + length];
            page = pages[chunk >>> PAGE_BITS];
            at = (chunk & (PAGE - 1)) + 1;
        }
        visitor.slice(page, at, at + nexts[group] - chunk - 1);
    }

    void clear() {
        Arrays.fill(nexts, 0);
        Arrays.fill(ends, 0);
        allocated = 0;
    }
}
