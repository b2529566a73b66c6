// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long and how often a call is tried.
 *
 * @param tries most attempts that may each have been carried out or not
 * @param longestPause a wait asked for by the service beyond which the call is given up and its failure names the wait
 * @param patience time from the first attempt after which no other begins
 * @param firstBackoff bound of the first wait, doubled each time
 * @param longestBackoff where the doubling ends
 */
public record RetryPolicy(
        int tries, Duration longestPause, Duration patience, Duration firstBackoff, Duration longestBackoff) {
    /** Five tries in five minutes; a pause of more than three minutes is where the vendor's SDK gives up too. */
    public static final RetryPolicy STANDARD = new RetryPolicy(
            5, Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofSeconds(20));

    /** Returns a wait drawn evenly from nothing up to the bound of this attempt, so that many clients do not return as one. */
    Duration backoff(int attempt, RandomGenerator random) {
        long bound = firstBackoff.toNanos() << Math.min(attempt - 1, 20);
        return Duration.ofNanos(random.nextLong(1 + Math.min(bound, longestBackoff.toNanos())));
    }
}
