// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DirectoryLimits;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.Planner;
import io.tenantry.internal.planning.Provenance;
import io.tenantry.internal.planning.ReadEvidence;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The last step of every road that plans: makes a plan from the reads and the differences, compared with the facts of
 * earlier runs.
 */
final class Planning {
    private final EarlierRuns earlier;
    private final DirectoryLimits limits;
    private final Instant now;
    private final Instant expiry;

    /**
     * Creates the step.
     *
     * @param expiry the time until which the plan may be applied
     */
    Planning(EarlierRuns earlier, DirectoryLimits limits, Moment now, Instant expiry) {
        this.earlier = earlier;
        this.limits = limits;
        this.now = now.instant();
        this.expiry = expiry;
    }

    /** Returns the plan; the next plan for everybody compares with the facts of this one. */
    Plan plan(Reading reading, Reconciliation reconciliation) {
        boolean everybody = reading.scope() == Scope.EVERYBODY;
        Census census = everybody ? Census.of(reading.bound(), reading.snapshot()) : earlier.census();
        Plan plan = new Planner(reading.tenants(), limits)
                .plan(reconciliation, evidence(reading, census), provenance(reading));
        if (everybody) {
            earlier.remember(reading.source(), census, plan);
        }
        return plan;
    }

    /** Returns the plan of a run for which nobody changed. */
    Plan nothing(String organization, String policyHash) {
        return new Plan(
                organization,
                policyHash,
                "nobody",
                "nobody",
                now,
                expiry,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                List.of(),
                new Cost(0, 0, limits.callsPerMinute()));
    }

    private ReadEvidence evidence(Reading reading, Census census) {
        Reading.SourceRead source = reading.source();
        return new ReadEvidence(
                source.proof(),
                source.identities(),
                reading.scope() == Scope.EVERYBODY ? earlier.sourceSize() : 0,
                source.rejected(),
                reading.scope(),
                reading.snapshot(),
                census,
                earlier.removed(now),
                earlier.emptied(),
                earlier.quarantines());
    }

    private Provenance provenance(Reading reading) {
        return new Provenance(reading.organization(), reading.source().print(), reading.directoryPrint(), now, expiry);
    }
}
