// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import java.time.Clock;
import java.time.Duration;

/** Hears what becomes of calls: waits for the budget, and whether the host still answers. Safe for several threads. */
final class Hearing implements CallListener {
    private final Reporter reporter;
    private final Clock clock;
    private volatile boolean nothing;

    Hearing(Reporter reporter, Clock clock) {
        this.reporter = reporter;
        this.clock = clock;
    }

    @Override
    public void waiting(String route, Duration wait) {
        reporter.waitsForBudget(wait, clock.instant().plus(wait));
    }

    @Override
    public void answered(CallReport call) {
        nothing = call.status() >= 502 && call.status() <= 504;
    }

    @Override
    public void failed(CallReport call) {
        nothing = call.status() == 0;
    }

    /** Returns whether the last call had no answer of the service. */
    boolean nothing() {
        return nothing;
    }
}
