// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.Duration;

/** Makes calls wait until a credential has budget left. */
final class BudgetQueue {
    private final Pool pool;
    private final Clocks clocks;
    private final CallReporter reporter;

    BudgetQueue(Pool pool, Clocks clocks, CallReporter reporter) {
        this.pool = pool;
        this.clocks = clocks;
        this.reporter = reporter;
    }

    /** Takes one call out of a budget and returns its credential; throws if the wait would be too long. */
    Lane take(Call call, RetryState state) throws InterruptedException {
        while (true) {
            Duration shortest = RetryAfter.LONGEST;
            for (Lane lane : pool.inUseFor(call)) {
                Duration wait = lane.budget().ask(call.urgency());
                if (wait.isZero()) {
                    return lane;
                }
                shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            }
            if (shortest.compareTo(RetryPolicy.CALLS.longestPause()) > 0 || state.isOverAfter(shortest)) {
                throw state.budgetUsed(shortest);
            }
            reporter.waiting(call.route(), shortest);
            clocks.sleep(shortest);
        }
    }
}
