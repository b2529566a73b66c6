// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/**
 * The limit on removals of one kind, or on changes of names, in one plan. They are held if there are more than {@code
 * max}, or more than {@code percent} of the existing ones. A percentage above 0 always allows {@value #FLOOR}, so that a
 * tenant of ten can lose people at all. Immutable.
 *
 * @param max an absolute number, at least 0; 0 holds each of them
 * @param percent 0 to 100; 0 holds each of them
 */
public record Limit(int max, int percent) {
    /** @throws IllegalArgumentException if a number is out of range */
    public Limit {
        if (max < 0 || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a limit needs max >= 0, percent 0..100, not " + max + ", " + percent);
        }
    }

    /** The number of removals that a percentage above 0 always allows. */
    static final int FLOOR = 2;

    /** Returns whether this many removals out of this many existing ones are too many. */
    public boolean isExceededBy(long removals, long existing) {
        long share = percent == 0 ? 0 : Math.max(FLOOR, existing * percent / 100);
        return removals > Math.min(max, share);
    }
}
