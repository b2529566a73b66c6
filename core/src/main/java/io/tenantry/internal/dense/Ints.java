// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/** A growing array of ints whose storage the package may touch. */
final class Ints {
    int[] values;
    int size;

    Ints(int capacity) {
        this(new int[capacity], 0);
    }

    /** A list that writes on into an array it was given, as long as there is room in it. */
    Ints(int[] values, int size) {
        this.values = values;
        this.size = size;
    }

    void add(int value) {
        reserve(1);
        values[size++] = value;
    }

    /** Makes room for so many more values; they become part of the list when {@link #size} is raised. */
    void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > values.length) {
            values = Arrays.copyOf(values, grown(values.length, needed));
        }
    }

    void addAll(int[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, values, size, to - from);
        size += to - from;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    void clear() {
        size = 0;
    }

    /** The next capacity: half as much again, so that a list filled from nothing allocates about three times its size in all. */
    static int grown(int capacity, int needed) {
        long next = capacity + (capacity >> 1) + 16L;
        return (int) Math.max(needed, Math.min(next, Integer.MAX_VALUE - 8));
    }
}
