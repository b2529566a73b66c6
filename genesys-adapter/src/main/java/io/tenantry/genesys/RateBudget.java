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

    /** Takes note of what an answer said of the budget. */
    void heard(Announcement announcement);

    /** Sends nothing for this long, because the service refused a call. */
    void pause(Duration length);

    /** Returns how many calls a minute are allowed, as far as is known. */
    int callsPerMinute();

    /**
     * The service's own account of the budget, from the headers {@code inin-ratelimit-count}, {@code -allowed} and
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
     * <p>A job that fits what is left of the allowance is not slowed. A longer one is then sent at an even pace that uses more
     * than 99 % of the allowance and never exceeds it in any window, whether the service counts in fixed windows, in a sliding
     * one, or by a token bucket.
     *
     * @param callsPerMinute what to assume until the service says otherwise; Genesys allows 300 by default
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    static RateBudget perMinute(int callsPerMinute, LongSupplier nanoTime) {
        return new WindowBudget(callsPerMinute, nanoTime);
    }
}
