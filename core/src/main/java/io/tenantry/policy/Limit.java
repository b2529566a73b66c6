// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/**
 * How many removals of one kind may happen in one plan before they are held: more than {@code max}, or more than
 * {@code percent} of what is there. So that a tenant of ten can lose anybody at all, a percentage above 0 always allows
 * {@value #FLOOR}. Immutable.
 *
 * @param max an absolute number, at least 0; 0 holds every removal
 * @param percent 0 to 100; 0 holds every removal
 */
public record Limit(int max, int percent) {
    /** @throws IllegalArgumentException if a number is out of range */
    public Limit {
        if (max < 0 || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a limit is max >= 0 and percent 0..100, not " + max + ", " + percent);
        }
    }

    /** What a percentage above 0 allows however few there are. */
    static final int FLOOR = 2;

    /** Returns whether this many removals, of so many that are there, are too many. */
    public boolean isExceededBy(long removals, long existing) {
        long share = percent == 0 ? 0 : Math.max(FLOOR, existing * percent / 100);
        return removals > Math.min(max, share);
    }
}
