// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.Journal;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a state holds.
 *
 * @param open the calls whose outcome no row of the audit trail tells yet
 * @param now when it was read
 */
record StateView(StoreSummary summary, Notes notes, List<Journal.Call> open, Instant now) {
    static StateView of(ProvisioningStore store, int runs, Instant now) {
        return new StateView(store.summary(runs), store.notes(), store.open(), now);
    }

    /** Returns when a lease ends, unless its holder extends it. */
    Instant until(StoreSummary.Taken lease) {
        return now.plus(lease.left()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns since when a run has a lease; absent if no run has it, or if it has made no call yet. */
    Optional<Instant> since(StoreSummary.Taken lease) {
        return summary.runs().stream()
                .map(StoreSummary.Ran::run)
                .filter(r -> r.id().equals(lease.holder()))
                .map(Journal.Run::startedAt)
                .findFirst();
    }

    /** Returns how a run ended, by its calls. */
    static String outcome(StoreSummary.Ran ran) {
        if (ran.open() > 0) {
            return "not finished";
        }
        if (ran.calls().containsKey(Journal.Result.UNKNOWN)) {
            return "with calls whose outcome is unknown";
        }
        boolean failed = ran.calls().containsKey(Journal.Result.FAILED);
        return failed ? "partly failed" : ran.calls().isEmpty() ? "no calls" : "done";
    }

    /** Returns what is known of a call that is open. */
    static String status(Journal.Call call) {
        return call.outcome()
                .map(o -> o.result() == Journal.Result.UNKNOWN ? "no answer came" : "done, not in the audit trail yet")
                .orElse("may have been made");
    }
}
