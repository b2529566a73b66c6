// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears what becomes of calls: waits for the budget, whether the host still answers, and how many may have changed
 * something. Safe for several threads.
 */
final class Hearing implements CallListener {
    private final Reporter reporter;
    private final Clock clock;
    private final AtomicLong sent = new AtomicLong();
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
        count(call);
    }

    @Override
    public void failed(CallReport call) {
        nothing = call.status() == 0;
        count(call);
    }

    private void count(CallReport call) {
        String route = call.route();
        boolean reads = route.startsWith("GET ") || route.endsWith("/search") || route.endsWith("/oauth/token");
        if (!reads) {
            sent.incrementAndGet();
        }
    }

    /** Returns whether no call was sent that may have changed something. */
    boolean sentNothing() {
        return sent.get() == 0;
    }

    /** Says what a run that failed had sent, and what is left. */
    String left() {
        return sentNothing()
                ? "no access was changed"
                : TextReporter.count(sent.get(), "write call") + " had been sent before; plan again takes up the rest";
    }

    /** Returns whether the last call had no answer of the service. */
    boolean nothing() {
        return nothing;
    }
}
