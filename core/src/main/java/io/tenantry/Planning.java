// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.Planner;
import io.tenantry.internal.planning.Provenance;
import io.tenantry.internal.planning.ReadEvidence;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.plan.Plan;
import java.time.Instant;

/** The last step of every road that plans: what was read and what differs becomes a plan, measured by what earlier runs left. */
final class Planning {
    private final Settings settings;
    private final EarlierRuns earlier;
    private final Instant now;

    Planning(Settings settings, Moment now) {
        this.settings = settings;
        this.earlier = new EarlierRuns(settings);
        this.now = now.instant();
    }

    /** Returns the plan, and keeps for the next one what a read of everybody showed. */
    Plan plan(Reading reading, Reconciliation reconciliation) {
        boolean everybody = reading.scope() == Scope.EVERYBODY;
        Census census = everybody ? Census.of(reading.bound(), reading.snapshot()) : earlier.census();
        Plan plan = new Planner(reading.bound(), settings.directory().limits())
                .plan(reconciliation, evidence(reading, census), provenance(reading));
        if (everybody) {
            earlier.remember(reading.source(), census, plan);
        }
        return plan;
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
                earlier.quarantines());
    }

    private Provenance provenance(Reading reading) {
        return new Provenance(
                reading.organization(),
                reading.source().print(),
                reading.directoryPrint(),
                now,
                now.plus(settings.planLifetime()));
    }
}
