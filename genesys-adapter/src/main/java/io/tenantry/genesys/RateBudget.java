// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many calls may still be sent with one credential. Implement this to share one credential's budget among several
 * processes. Safe for use by several threads.
 */
public interface RateBudget {
    /**
     * Asks to send one call now.
     *
     * @return zero if it may be sent, and then it counts; else how long to wait before asking again
     */
    Duration ask(Urgency urgency);

    /** Takes the budget that an answer announced into account. */
    void heard(Announcement announcement);

    /** Sends nothing for this long, because the service refused a call. */
    void pause(Duration length);

    /** Returns how many calls a minute are allowed, as far as is known. */
    int callsPerMinute();

    /**
     * The budget as the service announces it in the headers {@code inin-ratelimit-count}, {@code -allowed} and
     * {@code -reset}.
     *
     * @param count calls counted in the current window
     * @param allowed calls allowed in a window
     * @param reset time until the window ends
     */
    record Announcement(int count, int allowed, Duration reset) {}

    /**
     * Returns a budget for this process alone, which learns the service's numbers from its answers.
     *
     * <p>A job that fits the rest of the allowance is not slowed. A longer one is sent at an even pace that uses more
     * than 99 % of the allowance and never exceeds it in any window, whether the service counts in fixed windows, in a
     * sliding window, or with a token bucket.
     *
     * @param callsPerMinute assumed until the service announces another number; Genesys allows 300 by default
     * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
     */
    static RateBudget perMinute(int callsPerMinute, LongSupplier nanoTime) {
        return new WindowBudget(callsPerMinute, nanoTime);
    }
}
