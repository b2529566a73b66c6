// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.apply.ApplyReport;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param planned the write calls of the plan
 * @param silent the host that gave no answer to the last call; empty if it answered
 */
record RunEnd(ApplyReport report, int planned, Optional<String> silent) {
    /** Returns where the run stopped, and why if that is known; empty if it tried everything. */
    Optional<String> stop() {
        if (!report.stopped()) {
            return Optional.empty();
        }
        String where = "Stopped after " + report.writes() + " of " + TextReporter.count(planned, "write call");
        return Optional.of(report.deferredUntil()
                .map(until -> "; deferred: the service asks for no calls until " + until.truncatedTo(ChronoUnit.SECONDS)
                        + ". Plan again after that.")
                .or(() -> report.storeFailure().map(e -> ": " + StateTrouble.stopped(e)))
                .or(() -> silent.map(host -> ": " + host + " could not be reached or gave no answer. Plan again when it"
                        + " answers; the new plan has what is left."))
                .map(where::concat)
                .orElse(where + "."));
    }
}
