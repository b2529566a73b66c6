// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import java.time.Duration;

/**
 * What applying a plan costs. Immutable.
 *
 * @param writes how many write calls it makes if none has to be repeated
 * @param reads how many calls it makes to confirm its writes, if every confirmation succeeds at once
 * @param callsPerMinute the budget for these calls
 */
public record Cost(int writes, int reads, int callsPerMinute) {
    /** Returns how long that many calls take when the budget is the only limit. */
    public Duration atBudget() {
        return Duration.ofMillis(Math.round((writes + reads) * 60_000.0 / callsPerMinute));
    }
}
