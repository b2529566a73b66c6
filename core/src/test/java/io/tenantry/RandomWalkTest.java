// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Change;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Seeded random walks through what people, sources and administrators do. One thousand seeds by default; more with
 * {@code mvn -pl core test -Dtest=RandomWalkTest -Dtenantry.seeds=100000}, and one alone with
 * {@code -Dtenantry.seed=17} in the same place.
 */
class RandomWalkTest {
    private static final int STEPS = 6;

    /** So many walks meet every kind of change; fewer may not. */
    private static final int ENOUGH = 200;

    @Test
    void nobodyGainsReachIntoASecondTenantAndEveryWalkConverges() {
        Integer only = Integer.getInteger("tenantry.seed");
        int from = only != null ? only : 0;
        int to = only != null ? only + 1 : Integer.getInteger("tenantry.seeds", 1_000);
        Set<Class<?>> confirmed = new HashSet<>();
        for (int seed = from; seed < to; seed++) {
            try {
                confirmed.addAll(walk(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.seed=" + seed + "): " + e, e);
            }
        }
        if (to - from >= ENOUGH) {
            assertThat(confirmed)
                    .as("kinds that some walk applied and confirmed")
                    .isEqualTo(Kinds.of(Change.class));
        }
    }

    @Test
    void nobodyGainsReachIntoASecondTenantWhileThePolicyIsEdited() {
        Integer only = Integer.getInteger("tenantry.edits.seed");
        int from = only != null ? only : 0;
        int to = only != null ? only + 1 : Integer.getInteger("tenantry.edits", 400);
        for (int seed = from; seed < to; seed++) {
            try {
                walk(Walk.editing(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.edits.seed=" + seed + "): " + e, e);
            }
        }
    }

    @Test
    void moveToWhereAHandGaveARoleThatTheRunSawGivesNoOtherTenant() {
        walk(4_558);
    }

    @Test
    void moveThatOnlyTookAwayIsNotBlamedForARoleThatAHandTookMeanwhile() {
        walk(376);
    }

    @Test
    void moveEndsAResidenceAlthoughAReportedGroupStillLeadsThere() {
        walk(3_517);
    }

    /** Walks, and returns the kinds of changes that were confirmed. */
    private static Set<Class<?>> walk(int seed) {
        return walk(new Walk(seed));
    }

    private static Set<Class<?>> walk(Walk walk) {
        for (int step = 0; step < STEPS; step++) {
            walk.change();
            walk.faults(step % 3 == 1);
            walk.meddling(step % 3 == 2 || step == 4);
            walk.run();
        }
        walk.calm();

        ApplyReport report = walk.run().orElseThrow();

        Plan next = walk.plan();
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(next.batches()).as(PlanText.of(next)).isEmpty();
        assertThat(walk.holdsOnlyWhoKeepsAnotherTenant(next) || walk.isRestrained())
                .as(PlanText.of(next))
                .isTrue();
        if (!walk.isRestrained()) {
            walk.isolated(next);
        }
        walk.change();
        Plan plan = walk.plan();
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        walk.shuffle();
        assertThat(walk.plan()).as("in any order of rows").isEqualTo(plan);
        assertThat(Approval.of(plan, "test").fingerprint())
                .isEqualTo(walk.plan().fingerprint());
        return walk.confirmed;
    }
}
