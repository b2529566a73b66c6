// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of code points, as sorted ranges that neither overlap nor touch. Immutable. */
final class CodePoints {
    /** The low and high end of each range, both included. */
    private final int[] bounds;

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
    }

    static CodePoints of(int one) {
        return between(one, one);
    }

    static CodePoints between(int low, int high) {
        return new CodePoints(new int[] {low, high});
    }

    static CodePoints all() {
        return between(0, Character.MAX_CODE_POINT);
    }

    static CodePoints where(IntPredicate test) {
        List<int[]> ranges = new ArrayList<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (test.test(c)) {
                int low = c;
                while (c < Character.MAX_CODE_POINT && test.test(c + 1)) {
                    c++;
                }
                ranges.add(new int[] {low, c});
            }
        }
        return joined(ranges);
    }

    CodePoints or(CodePoints other) {
        List<int[]> ranges = new ArrayList<>(ranges());
        ranges.addAll(other.ranges());
        return joined(ranges);
    }

    CodePoints not() {
        List<int[]> gaps = new ArrayList<>();
        int from = 0;
        for (int[] range : ranges()) {
            if (from < range[0]) {
                gaps.add(new int[] {from, range[0] - 1});
            }
            from = range[1] + 1;
        }
        if (from <= Character.MAX_CODE_POINT) {
            gaps.add(new int[] {from, Character.MAX_CODE_POINT});
        }
        return joined(gaps);
    }

    /** Returns this set with the other case of each of its ASCII letters, as Java's (?i) adds it. */
    CodePoints inBothCases() {
        CodePoints both = this;
        for (int c = 'a'; c <= 'z'; c++) {
            if (contains(c) != contains(c - 'a' + 'A')) {
                both = both.or(of(c)).or(of(c - 'a' + 'A'));
            }
        }
        return both;
    }

    boolean contains(int c) {
        int low = 0;
        int high = bounds.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (c < bounds[2 * middle]) {
                high = middle - 1;
            } else if (c > bounds[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Returns each range as its low and high end. */
    List<int[]> ranges() {
        List<int[]> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new int[] {bounds[i], bounds[i + 1]});
        }
        return ranges;
    }

    private static CodePoints joined(List<int[]> ranges) {
        List<int[]> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(r -> r[0]));
        int[] bounds = new int[2 * sorted.size()];
        int used = 0;
        for (int[] range : sorted) {
            if (used > 0 && range[0] <= bounds[used - 1] + 1) {
                bounds[used - 1] = Math.max(bounds[used - 1], range[1]);
            } else {
                bounds[used++] = range[0];
                bounds[used++] = range[1];
            }
        }
        return new CodePoints(Arrays.copyOf(bounds, used));
    }
}
