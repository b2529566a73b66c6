// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Seeded random walks over the wire. One thousand seeds by default; more with {@code mvn -pl genesys-adapter -am test
 * -Dtest=RandomWanderTest -Dsurefire.failIfNoSpecifiedTests=false -Dtenantry.firstSeed=1000 -Dtenantry.seeds=100000},
 * and one alone with {@code -Dtenantry.seed=17} in place of the two.
 */
class RandomWanderTest {
    private static final int STEPS = 4;

    @Test
    void nobodyGainsReachIntoASecondTenantAndEveryWalkConverges() {
        int first = Integer.getInteger("tenantry.seed", Integer.getInteger("tenantry.firstSeed", 0));
        int seeds = Integer.getInteger("tenantry.seed") != null ? 1 : Integer.getInteger("tenantry.seeds", 1_000);
        for (int seed = first; seed < first + seeds; seed++) {
            walk(seed, Wander::new);
        }
    }

    @Test
    void whoeverAShortenedAnswerHidesInAGroupIsNotTakenToHaveLeftIt() {
        walk(2_636, Wander::quiet);
    }

    @Test
    void moverOfWhomEightAnswersInARowShowNothingIsLookedForInTheOldTenant() {
        walk(2_172, Wander::quiet);
    }

    @Test
    void joinThatIsCarriedOutLateIsNotBlamedForWhatSomebodyGaveTheGroupMeanwhile() {
        walk(6_386, Wander::quiet);
    }

    private static void walk(int seed, IntFunction<Wander> begin) {
        try (Wander wander = begin.apply(seed)) {
            wander.walk(STEPS);
            wander.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.seed=" + seed + "): " + e, e);
        }
    }
}
