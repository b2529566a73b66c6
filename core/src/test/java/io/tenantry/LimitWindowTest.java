// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits count over a window of runs, so that what would be held in one piece does not slip through in slices. */
class LimitWindowTest {
    private final World world = new World();
    private final MovingClock clock = new MovingClock();

    LimitWindowTest() {
        world.clock = clock;
    }

    @Test
    void slicesOfAMassRemovalAreHeldAsTheWholeWouldBe() {
        people(20).limitAccounts(4).run();
        for (int i = 0; i < 4; i++) {
            world.disable("p" + i);
            assertThat(world.run().count(Status.HELD)).isZero();
            clock.pass(Duration.ofHours(1));
        }
        world.disable("p4").person("eve", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.count(Status.HELD)).isPositive();
        assertThat(world.directory.byName("p4@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.groupsOf("eve@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.plan().holds())
                .extracting(Hold::message)
                .containsExactly(
                        "1 of 21 accounts would be removed, 4 were in the last 24 hours, and the limit is 4 or 100 %");
    }

    @Test
    void whatIsOlderThanTheWindowCountsNoMore() {
        people(20).limitAccounts(4).run();
        for (int i = 0; i < 4; i++) {
            world.disable("p" + i);
        }
        world.run();
        world.disable("p4");
        assertThat(world.plan().holds()).hasSize(1);

        clock.pass(Duration.ofHours(24).plusMillis(1));

        assertThat(world.run().count(Status.HELD)).isZero();
        assertThat(world.directory.byName("p4@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void removalsOneByOneOnDemandCountToo() {
        people(20).limitAccounts(4).run();
        int refused = 0;
        for (int i = 0; i < 6; i++) {
            world.disable("p" + i);
            refused += world.provisioner().provision("p" + i, "test").report().count(Status.HELD) > 0 ? 1 : 0;
        }

        assertThat(refused).isEqualTo(2);
        assertThat(world.plan().holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_ACCOUNTS);
    }

    @Test
    void onDemandWhatRunsGaveSinceTheLastWholeReadIsInTheWholeOfAPercentage() {
        people(20);
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 1000, 15);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.run();
        onlyTheFourthLeaverIsHeld();
    }

    private void onlyTheFourthLeaverIsHeld() {
        for (int i = 0; i < 4; i++) {
            world.disable("p" + i);
            ApplyReport report = world.provisioner().provision("p" + i, "test").report();
            assertThat(report.count(Status.HELD) > 0).as("leaver %d", i).isEqualTo(i == 3);
        }
    }

    @Test
    void whoMovesIsInTheWholeOfAPercentageWhereTheyAreNow() {
        people(4);
        for (int i = 0; i < 20; i++) {
            world.person("q" + i, "Account-b");
        }
        world.limits = World.limit(EntitlementKind.MEMBERSHIPS, 1000, 50);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.run();
        world.run();
        for (int i = 0; i < 9; i++) {
            world.person("q" + i, "Account-a");
            world.provisioner().provision("q" + i, "test");
        }
        assertThat(world.store.notes().counts().get(new TenantId("a")))
                .containsEntry(EntitlementKind.ACCOUNTS, 13L)
                .containsEntry(EntitlementKind.MEMBERSHIPS, 13L);
    }

    @Test
    void onDemandASharePercentIsThatOfTheLastWholeRead() {
        people(20);
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 1000, 15);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.run();
        world.run();
        onlyTheFourthLeaverIsHeld();
    }

    @Test
    void moveOutAndTheMembershipsItCostsCountAgainstTheTenantLeft() {
        people(10);
        world.limits = World.limit(EntitlementKind.MEMBERSHIPS, 2, 100);
        world.govern("a", Map.of(), world.limits).run();
        world.person("p0", "Account-b").person("p1", "Account-b");
        world.run();
        world.person("p2", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_MEMBERSHIPS);
        assertThat(world.store.removals(World.NOW))
                .extracting(r -> r.tenant() + " " + r.kind() + " " + r.count())
                .containsExactlyInAnyOrder("a MEMBERSHIPS 2", "a ACCOUNTS 2");
    }

    @Test
    void removalWhoseAnswerWasLostCountsAndOneThatWasRefusedDoesNot() {
        people(3).limitAccounts(100).run();
        world.directory.after = name -> {
            if (name.startsWith("update")) {
                throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "no answer", null);
            }
        };
        world.disable("p0").run();
        world.directory.after = name -> {};
        world.directory.before = name -> {
            if (name.startsWith("update")) {
                throw new DirectoryException(Failure.REJECTED, "no", null);
            }
        };
        world.disable("p1").run();

        assertThat(world.store.removals(World.NOW))
                .filteredOn(r -> r.kind() == LimitKind.ACCOUNTS)
                .extracting(Removal::count)
                .containsExactly(1);
    }

    @Test
    void planThatWaitedKeepsTheLimitTogetherWithWhatWasRemovedMeanwhile() {
        people(20).limitAccounts(4).run();
        world.disable("p0").disable("p1").disable("p2").person("eve", "Account-a");
        Plan waited = world.plan();
        for (int i = 3; i < 6; i++) {
            world.disable("p" + i);
            world.provisioner().provision("p" + i, "test");
        }
        clock.pass(Duration.ofMinutes(1));

        ApplyReport report = world.provisioner().apply(waited, Approval.of(waited, "test"));

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().loser().isPresent())
                .hasSize(6)
                .allSatisfy(o -> {
                    assertThat(o.status()).isEqualTo(Status.SKIPPED);
                    assertThat(o.detail())
                            .isEqualTo(
                                    "other runs have removed access since the plan was made: 3 of 23 accounts would be"
                                            + " removed, 3 were in the last 24 hours, and the limit is 4 or 100 %; plan again");
                });
        assertThat(world.directory.groupsOf("eve@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.plan().holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_ACCOUNTS);
    }

    @Test
    void planThatWaitedIsAppliedWhereTheLimitIsKept() {
        people(20).limitAccounts(4).run();
        world.disable("p0").disable("p1");
        Plan waited = world.plan();
        world.disable("p2").disable("p3");
        world.provisioner().provision("p2", "test");
        world.provisioner().provision("p3", "test");

        assertThat(world.provisioner()
                        .apply(waited, Approval.of(waited, "test"))
                        .isClean())
                .isTrue();
    }

    @Test
    void overriddenLimitIsNotAskedAgain() {
        people(20).limitAccounts(2).run();
        world.disable("p0").disable("p1").disable("p2");
        Plan held = world.plan();
        Plan waited = world.provisioner()
                .override(held, LimitOverride.of(held, held.holds().get(0), "boss", "they left"));
        world.disable("p3");
        world.provisioner().provision("p3", "test");

        assertThat(world.provisioner()
                        .apply(waited, Approval.of(waited, "test"))
                        .isClean())
                .isTrue();
    }

    @Test
    void offBoardingCountsAgainstNoLimit() {
        people(20).limitAccounts(4).run();

        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(new TenantId("a"));
        provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(world.store.removals(World.NOW)).isEmpty();
    }

    private LimitWindowTest limitAccounts(int max) {
        world.limits = World.limit(EntitlementKind.ACCOUNTS, max, 100);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        return this;
    }

    private LimitWindowTest people(int count) {
        for (int i = 0; i < count; i++) {
            world.person("p" + i, "Account-a");
        }
        return this;
    }

    private void run() {
        world.run();
    }
}
