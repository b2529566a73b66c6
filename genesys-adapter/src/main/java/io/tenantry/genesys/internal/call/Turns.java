// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.Sleeper;
import java.time.Duration;

/** Where calls wait until the host may be called and some credential has a call left. */
final class Turns {
    private final Pool pool;
    private final Circuit circuit;
    private final Duration longestWait;
    private final Sleeper sleeper;
    private final Witness witness;

    Turns(Pool pool, Circuit circuit, Duration longestWait, Sleeper sleeper, Witness witness) {
        this.pool = pool;
        this.circuit = circuit;
        this.longestWait = longestWait;
        this.sleeper = sleeper;
        this.witness = witness;
    }

    /** Takes one call out of a budget, and returns whose it is; throws where the wait would be too long to sleep through. */
    Lane take(Call call, Course course) throws InterruptedException {
        Duration resting = circuit.closedIn();
        if (!resting.isZero()) {
            throw course.hostRests(resting);
        }
        while (true) {
            Duration shortest = RetryAfter.LONGEST;
            for (Lane lane : pool.inUse()) {
                Duration wait = lane.budget().ask(call.urgency());
                if (wait.isZero()) {
                    return lane;
                }
                shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            }
            if (shortest.compareTo(longestWait) > 0 || course.isOverAfter(shortest)) {
                throw course.budgetUsed(shortest);
            }
            witness.waiting(call.route(), shortest);
            sleeper.sleep(shortest);
        }
    }
}
