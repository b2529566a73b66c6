// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Seeded random walks over the wire, plain ones and those in a world of everything at once. Twelve hundred seeds by
 * default; more with {@code mvn -pl genesys-adapter -am test -Dtest=RandomWireWalkTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtenantry.firstSeed=1000 -Dtenantry.seeds=3000 -Dtenantry.wide.seeds=2000},
 * and one alone with {@code -Dtenantry.seed=17} or {@code -Dtenantry.wide.seed=17} in the place of the three.
 */
class RandomWireWalkTest {
    private static final int STEPS = 4;

    @Test
    void noAccountGainsReachIntoASecondTenantAndEveryWalkConverges() {
        int first = Integer.getInteger("tenantry.seed", Integer.getInteger("tenantry.firstSeed", 0));
        int seeds = Integer.getInteger("tenantry.seed") != null ? 1 : Integer.getInteger("tenantry.seeds", 1_000);
        for (int seed = first; seed < first + seeds; seed++) {
            walk(seed, WireWalk::new);
        }
    }

    @Test
    void noAccountGainsReachIntoASecondTenantInAWorldOfEverythingAtOnce() {
        Integer only = Integer.getInteger("tenantry.wide.seed");
        int first = only != null ? only : Integer.getInteger("tenantry.firstSeed", 0);
        int seeds = only != null ? 1 : Integer.getInteger("tenantry.wide.seeds", 200);
        for (int seed = first; seed < first + seeds; seed++) {
            walk(seed, WireWalk::wide);
        }
    }

    @Test
    void memberThatAShortenedAnswerHidesDoesNotCountAsGone() {
        walk(2_636, WireWalk::quiet);
    }

    @Test
    void moverThatEightAnswersInARowHideIsLookedForInTheOldTenant() {
        walk(2_172, WireWalk::quiet);
    }

    @Test
    void lateJoinIsNotBlamedForARoleGivenToTheGroupMeanwhile() {
        walk(6_386, WireWalk::quiet);
    }

    @Test
    void personOfThreeTenantsByHandLosesTheDivisionOfOneWhileADroppedOneIsKept() {
        walk(235, WireWalk::new);
    }

    @Test
    void personWhoWaitsForTheNameOfARestoredAccountGetsTheRestWithTheNextRun() {
        walk(1_177, WireWalk::new);
    }

    @Test
    void gainThatADeadRunDidNotJudgeIsTakenBackByTheNextOne() {
        walk(657, WireWalk::new);
    }

    @Test
    void restoredAccountThatComesBackInAGroupOfADroppedTenantGainsNothing() {
        walk(286, WireWalk::new);
    }

    @Test
    void personAloneJoinsNoGroupThatHoldsARoleOfADroppedTenant() {
        walk(658, WireWalk::new);
    }

    @Test
    void jointAgentMovesToWhereTheRunSawThatAHandHadLedAlready() {
        walk(2_732, WireWalk::wide);
    }

    @Test
    void personWhoseLineAsJointAgentEndedAndWhomNoTenantMatchesIsParked() {
        walk(1_835, WireWalk::new);
    }

    @Test
    void roleOfAGroupThatADeadRunGaveIsTakenBackWhereAHandGaveAMemberAnotherTenant() {
        walk(2_123, WireWalk::new);
    }

    @Test
    void groupWithAParkedMemberWhomAHandHousedElsewhereGetsNoRole() {
        walk(2_837, WireWalk::new);
    }

    @Test
    void memberWhoIsAnOwnerTooStaysInTheOldGroupAndMovesNowhere() {
        walk(301_845, WireWalk::wide);
    }

    @Test
    void newJointAgentOfTwoTenantsJoinsTheGroupsOfBothInOneRun() {
        walk(302_096, WireWalk::new);
    }

    @Test
    void memberWhomTwoAnswersHideIsLookedForInTheDivisionOfADroppedTenant() {
        walk(301_981, WireWalk::new);
    }

    @Test
    void personWhoseLineAsJointAgentEndedAndWhomSeveralTenantsMatchIsParked() {
        walk(302_690, WireWalk::new);
    }

    @Test
    void personOfALostDivisionMayWaitForALostSourceGroupInstead() {
        walk(401_891, WireWalk::new);
    }

    @Test
    void personAloneGainsNothingWhereARoleOfTheirGroupCouldNotBeRevoked() {
        walk(782_093, WireWalk::new);
    }

    @Test
    void restoredAccountThatComesBackInAGroupOfADroppedTenantWithoutADivisionGainsNothing() {
        walk(812_495, WireWalk::new);
    }

    private static void walk(int seed, IntFunction<WireWalk> begin) {
        try (WireWalk walk = begin.apply(seed)) {
            walk.walk(STEPS);
            walk.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.seed=" + seed + "): " + e, e);
        }
    }
}
