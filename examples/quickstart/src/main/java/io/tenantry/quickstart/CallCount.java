// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import io.tenantry.plan.Plan;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that were made, beside those of a connector that goes from person to person. */
final class CallCount implements CallListener {
    private final AtomicInteger made = new AtomicInteger();
    private long perPerson;

    @Override
    public void answered(CallReport call) {
        made.incrementAndGet();
    }

    void restart() {
        made.set(0);
    }

    /** Adds what the same two cycles, one with changes and one without, cost at a look-up for each person and a call for each change. */
    void planned(Plan plan, int people) {
        perPerson += 2L * people + plan.operations().count();
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "Calls: %,d used, all reads and confirmations included; a connector that looks up each person and writes each"
                        + " change by itself: %,d.",
                made.get(),
                perPerson);
    }
}
