// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeded random walks through what people, sources and administrators do: plain ones, those in which the policy is
 * edited, and those in a world of everything at once. Two thousand seeds by default. More with
 * {@code mvn -pl core test -Dtest=RandomWalkTest -Dtenantry.seeds=20000 -Dtenantry.edits.seeds=10000
 * -Dtenantry.wide.seeds=20000}, and one alone with {@code -Dtenantry.wide.seed=17} in the same place;
 * {@code -Dtenantry.firstSeed} says where to begin.
 */
class RandomWalkTest {
    private static final int STEPS = 6;
    private static final int MOST_MORE = 9;

    /** So many walks meet every kind of change; fewer may not. */
    private static final int ENOUGH = 200;

    @Test
    void nobodyGainsReachIntoASecondTenantAndEveryWalkConverges() {
        Set<Class<?>> confirmed = new HashSet<>();
        int walks = walks("tenantry.seed", 1_000, seed -> confirmed.addAll(walk(seed)));
        if (walks >= ENOUGH) {
            assertThat(confirmed)
                    .as("kinds that some walk applied and confirmed")
                    .isEqualTo(Kinds.of(Change.class));
        }
    }

    @Test
    void nobodyGainsReachIntoASecondTenantWhileThePolicyIsEdited() {
        walks("tenantry.edits.seed", 400, seed -> walk(Walk.editing(seed)));
    }

    @Test
    void nobodyGainsReachIntoASecondTenantInAWorldOfEverythingAtOnce() {
        walks("tenantry.wide.seed", 600, seed -> walk(Walk.wide(seed)));
    }

    /** Each run is that of a new process. */
    @ParameterizedTest
    @EnumSource(value = Medium.Kind.class, names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
    void nobodyGainsReachIntoASecondTenantWithAStoreInADatabase(Medium.Kind kind) {
        int walks = walks("tenantry.database.seed", 100, seed -> {
            try (Medium medium = kind.empty()) {
                walk((seed % 2 == 0 ? new Walk(seed) : Walk.wide(seed)).over(medium));
            }
        });
        System.out.printf("%d walks on %s%n", walks, kind);
    }

    private static int walks(String property, int usual, IntConsumer walk) {
        Integer only = Integer.getInteger(property);
        int from = only != null ? only : Integer.getInteger("tenantry.firstSeed", 0);
        int to = only != null ? only + 1 : from + Integer.getInteger(property + "s", usual);
        for (int seed = from; seed < to; seed++) {
            try {
                walk.accept(seed);
            } catch (RuntimeException | AssertionError | InternalError e) {
                throw new AssertionError("seed " + seed + " (repeat with -D" + property + "=" + seed + "): " + e, e);
            }
        }
        return to - from;
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

    @Test
    void moveMayRelyOnAGroupThatAHandDeletesAfterTheRunReadIt() {
        walk(Walk.wide(5_214));
    }

    @Test
    void heldMoveOfAJointAgentKeepsTheResidenceAndTheHoldNamesIt() {
        walk(7_996);
    }

    @Test
    void moveIntoADivisionWhereOnlyAnAcceptedRoleActsGivesATenant() {
        walk(Walk.wide(30_150));
    }

    @Test
    void crossedMemberWhomAHandMadeAnOwnerStaysReported() {
        walk(Walk.wide(102_614));
    }

    @Test
    void moveMayFollowARoleThatTheGrantsOfTheAccountShow() {
        walk(Walk.wide(107_876));
    }

    @Test
    void attributesOfWhoKeepsAnotherTenantWaitWhereARuleLeadsToTheirOwn() {
        walk(Walk.wide(116_162));
    }

    @Test
    void attributesOfWhoLivesInAnotherTenantWaitWhereARuleLeadsThereToo() {
        walk(Walk.wide(118_220));
    }

    @Test
    void attributesOfWhomTheRuleOfAnotherTenantHasTakenWait() {
        walk(Walk.wide(122_428));
    }

    @Test
    void ownerWhoseMembershipWasTakenBackMovesWithALaterRun() {
        walk(Walk.wide(134_097));
    }

    @Test
    void reasonWhyAClearingWaitsIsTheSameInAnyOrderOfRows() {
        walk(Walk.wide(109_202));
    }

    @Test
    void personWhoComesBackIntoATenantThatTheRunMakesIsJudgedWhereTheMoveLeads() {
        walk(55_071);
    }

    @Test
    void acceptedAccountStaysAcceptedUnderAnotherUserName() {
        walk(Walk.wide(31_567));
    }

    @Test
    void moveToWhereAHandGaveARoleIsNotTakenBackForTheAttributesWrittenBeside() {
        walk(Walk.editing(303_503));
    }

    @Test
    void personOfWhomAnEarlierGainHadToBeTakenBackAgainMovesWithTheRunAfterThat() {
        walk(Walk.editing(1_402_918));
    }

    @Test
    void groupThatThePolicyUsedOnceAndThatHoldsNothingMakesNobodyWait() {
        walk(Walk.wide(313_437));
    }

    @Test
    void clientThatWasSeenEmptyAndCameBackOnlyToLeaveIsNotReported() {
        walk(Walk.wide(313_801));
    }

    @Test
    void clientThatAProofReadAsActiveAndThatVanishedAgainIsReported() {
        walk(Walk.wide(701_661));
    }

    @Test
    void lineWrittenForAPersonWhoLeftIsForTheAccountOfThatUserName() {
        walk(Walk.wide(613_024));
    }

    @Test
    void moveDoesNotRelyOnARoleThatTheReadOfTheGroupNoLongerShows() {
        walk(507_931);
    }

    @Test
    void gainWaitsForTheRoleThatTheRunBeforeClearedAtItsEnd() {
        walk(Walk.editing(650_603));
    }

    @Test
    void eachRunPutsOnePersonIntoAGroupThatIsFullButForOne() {
        walk(Walk.wide(708_090));
    }

    @Test
    void lostGroupMakesNobodyWaitForTheGroupThatItsTenantUsedOnce() {
        walk(Walk.editing(901_650));
    }

    @Test
    void parkedPersonGainsInTheRunAfterTheOneThatCleanedTheGroup() {
        walk(Walk.editing(734_238));
    }

    @Test
    void jointAgentGainsInTheRunAfterTheOneThatTookADroppedTenant() {
        walk(752_961);
    }

    @Test
    void aLeaverOutsideTheTenantsIsDeactivatedByTheFirstRun() {
        walk(505_721);
    }

    @Test
    void clientThatCameBackAndForWhomTheRunMadeADivisionIsReportedWhenItVanishes() {
        walk(Walk.editing(901_430));
    }

    private static Set<Class<?>> walk(int seed) {
        return walk(new Walk(seed));
    }

    private static boolean continues(Walk walk, ApplyReport report) {
        return walk.waited() && report.count(Outcome.Status.APPLIED) > 0;
    }

    private static boolean tookBack(ApplyReport report) {
        return report.outcomes().stream()
                .anyMatch(o -> o.status() == Outcome.Status.CROSSED
                        && o.operation().reason().rule().startsWith("given by run"));
    }

    /** Walks, and returns the kinds of changes that were confirmed. */
    private static Set<Class<?>> walk(Walk walk) {
        for (int step = 0; step < STEPS; step++) {
            walk.change();
            walk.faults(step % 3 == 1);
            walk.meddling(step % 3 == 2 || step == 4);
            walk.run();
        }
        walk.calm();

        if (walk.isWide()) {
            walk.run();
        }
        ApplyReport report = walk.run().orElseThrow();
        // What a run takes from a dropped tenant lets people gain in the next one, and a group that is full but for one
        // takes one person with each run. A run that takes back what an earlier one gave leaves its person to the next.
        for (int more = 0; more < MOST_MORE && (continues(walk, report) || tookBack(report)); more++) {
            report = walk.run().orElseThrow();
        }

        Plan next = walk.plan();
        assertThat(report.troubles())
                .as("troubles, but for what only a hand can take back")
                .allMatch(walk::isKeptByAHand);
        assertThat(next.batches()).as(PlanText.of(next)).isEmpty();
        assertThat(walk.holdsOnlyWhoKeepsAnotherTenant(next) || walk.isRestrained())
                .as(PlanText.of(next))
                .isTrue();
        walk.proves();
        if (!walk.isRestrained() && !walk.isWide()) {
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
