// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import io.tenantry.plan.Plan;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of this host, and those of a connector that handles each person alone. */
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

    /**
     * Adds the calls of such a connector for two cycles: two look-ups for each person, and one call for each change.
     */
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
