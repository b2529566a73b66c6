// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.Whose;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.Planner;
import io.tenantry.internal.planning.Provenance;
import io.tenantry.internal.planning.ReadEvidence;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The last step of every road that plans: makes a plan from the reads and the differences, compared with the facts of
 * earlier runs.
 */
final class Planning {
    private final OrganizationPolicy policy;
    private final Directory directory;
    private final EarlierRuns earlier;
    private final DirectoryLimits limits;
    private final Instant now;
    private final Instant expiry;

    /**
     * Creates the step.
     *
     * @param expiry the time until which the plan may be applied
     */
    Planning(OrganizationPolicy policy, Directory directory, EarlierRuns earlier, Moment now, Instant expiry) {
        this.policy = policy;
        this.directory = directory;
        this.earlier = earlier;
        this.limits = directory.limits();
        this.now = now.instant();
        this.expiry = expiry;
    }

    /** Returns the plan; the next plan for everybody compares with the facts of this one. */
    Plan plan(Reading reading, Reconciliation found) {
        return plan(reading, found, plan -> List.of());
    }

    /**
     * Returns the plan with what more is found about it.
     *
     * @param about returns findings about a plan
     */
    Plan plan(Reading reading, Reconciliation found, Function<Plan, List<Finding>> about) {
        Reconciliation reconciliation =
                found.with(keepingLogIns(found.differences(), reading)).newlyOutside(earlier.outside());
        boolean everybody = reading.scope() == Scope.EVERYBODY;
        Whose whose = Whose.of(reading.bound());
        Census census = everybody
                ? Census.of(reading.tenants(), reading.snapshot())
                : new Census(whose.counts(earlier.known()));
        Function<Reconciliation, Plan> planner = what -> fresh(at -> new Planner(reading.tenants(), limits)
                .plan(what, evidence(reading, census, whose), provenance(reading, at)));
        Plan first = planner.apply(reconciliation);
        List<Finding> more = about.apply(first);
        Plan plan = more.isEmpty() ? first : planner.apply(reconciliation.finding(more));
        if (everybody) {
            earlier.remember(reading.source(), census, whose, plan, found.outsiders());
        }
        return plan;
    }

    // An applied plan is known by its fingerprint. By a clock that stands still the next plan may say just the same,
    // yet it is another plan: it is dated later.
    private Plan fresh(Function<Instant, Plan> planner) {
        Instant at = now;
        Plan plan = planner.apply(at);
        while (earlier.isApplied(plan)) {
            at = at.plus(1, ChronoUnit.MICROS);
            plan = planner.apply(at);
        }
        return plan;
    }

    // Switching an account off ends its own roles everywhere. A leaver is switched off all the same, and is not moved.
    // A person whose tenant goes is moved out too.
    private List<Difference> keepingLogIns(List<Difference> differences, Reading reading) {
        Set<Object> moved = new HashSet<>();
        for (Difference d : differences) {
            if (d.change().movesFrom().isPresent()) {
                moved.add(d.person());
            }
        }
        Refusals refusals = new Refusals();
        List<Difference> kept = new ArrayList<>(differences);
        kept.removeIf(d -> d.change().phase() == Phase.SHUT
                && moved.contains(d.person())
                && holdsElsewhere(d, d.person().orElseThrow(), reading, refusals));
        return kept;
    }

    private boolean holdsElsewhere(Difference off, Person person, Reading reading, Refusals refusals) {
        SubjectId holder = SubjectId.of(person.account().orElseThrow());
        Listing<Grant> held = refusals.orDoubt(
                holder,
                "the read of the roles of " + holder,
                () -> directory.grants().of(holder));
        if (!held.completeness().isComplete()) {
            reading.snapshot()
                    .doubtOwners(Map.of(person, held.completeness().doubts().get(0)), List.of());
        }
        for (Grant grant : held.entries()) {
            if (grant.subject().equals(holder) && stays(grant.division(), off.tenant(), reading)) {
                return true;
            }
        }
        return false;
    }

    // Each new account may get a role in Home from the service.
    private boolean stays(DivisionId division, TenantId loser, Reading reading) {
        for (TenantId of : reading.tenants().of(division)) {
            if (of.equals(loser)
                    || policy.tenant(of).filter(TenantPolicy::isLeaving).isPresent()) {
                return false;
            }
        }
        return !reading.bound().division(division).home();
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
                Map.of(),
                false,
                List.of(),
                new Cost(0, 0, limits.callsPerMinute()));
    }

    private ReadEvidence evidence(Reading reading, Census census, Whose whose) {
        Reading.SourceRead source = reading.source();
        return new ReadEvidence(
                source.proof(),
                source.identities(),
                reading.scope() == Scope.EVERYBODY ? earlier.sourceSize() : 0,
                source.rejected(),
                reading.scope(),
                reading.snapshot(),
                census,
                whose.removals(earlier.removed(now)),
                earlier.emptied(),
                whose.quarantines(earlier.quarantines()),
                earlier.unconfirmed(now, reading.snapshot()));
    }

    private Provenance provenance(Reading reading, Instant at) {
        return new Provenance(reading.organization(), reading.source().print(), reading.directoryPrint(), at, expiry);
    }
}
