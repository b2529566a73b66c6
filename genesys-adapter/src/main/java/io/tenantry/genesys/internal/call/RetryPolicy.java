// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long and how often a request is tried.
 *
 * @param tries most attempts that may each have taken effect, or that never reached the service
 * @param refusals most attempts that the service may refuse with "too many requests"; a service that never names a wait
 *     would otherwise be called until the time limit
 * @param longestPause the longest wait the service may ask for; after a longer one the request fails, and the failure
 *     names the wait
 * @param patience time limit from the first attempt, after which no other begins
 * @param firstBackoff bound of the first wait, doubled each time
 * @param longestBackoff largest bound
 */
record RetryPolicy(
        int tries,
        int refusals,
        Duration longestPause,
        Duration patience,
        Duration firstBackoff,
        Duration longestBackoff) {
    /** Five tries in five minutes; a pause of more than three minutes is where the vendor's SDK gives up too. */
    static final RetryPolicy CALLS = bearing(20);

    /** The same with five refusals, since no other call can be sent until the token is there. */
    static final RetryPolicy TOKENS = bearing(5);

    private static RetryPolicy bearing(int refusals) {
        return new RetryPolicy(
                5,
                refusals,
                Duration.ofMinutes(3),
                Duration.ofMinutes(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(20));
    }

    /** Returns a random wait between zero and the bound of this attempt, so that many clients do not return at once. */
    Duration backoff(int attempt, RandomGenerator random) {
        long bound = firstBackoff.toNanos() << Math.min(attempt - 1, 20);
        return Duration.ofNanos(random.nextLong(1 + Math.min(bound, longestBackoff.toNanos())));
    }
}
