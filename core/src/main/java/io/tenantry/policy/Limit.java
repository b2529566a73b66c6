// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/**
 * How many removals of one kind may happen in one plan before they are held: more than {@code max}, or more than
 * {@code percent} of what is there. Immutable.
 *
 * @param max an absolute number, at least 0
 * @param percent 0 to 100
 */
public record Limit(int max, int percent) {
    /** @throws IllegalArgumentException if a number is out of range */
    public Limit {
        if (max < 0 || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a limit is max >= 0 and percent 0..100, not " + max + ", " + percent);
        }
    }

    /** Returns whether this many removals, of so many that are there, are too many. */
    public boolean isExceededBy(long removals, long existing) {
        return removals > max || removals * 100 > existing * (long) percent;
    }
}
