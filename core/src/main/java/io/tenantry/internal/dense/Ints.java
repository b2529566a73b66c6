// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/** A growing array of ints; the package may access its storage. */
final class Ints {
    int[] values;
    int size;

    Ints(int capacity) {
        values = new int[capacity];
    }

    void add(int value) {
        reserve(1);
        values[size++] = value;
    }

    /** Makes room for this many more values; they become part of the list when {@link #size} is raised. */
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

    /**
     * Returns the next capacity, half as much again, so that a list that grows from empty allocates about three times
     * its size in total.
     */
    static int grown(int capacity, int needed) {
        long next = capacity + (capacity >> 1) + 16L;
        return (int) Math.max(needed, Math.min(next, Integer.MAX_VALUE - 8));
    }
}
