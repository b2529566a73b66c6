// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A joint agent loses what the line gave when it ends, by its date or out of the policy, parked or not. */
class EndedJointAgentTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    /** How a line ends. */
    private enum End {
        BY_ITS_DATE {
            @Override
            void in(World world) {
                world.clock = Clock.fixed(World.NOW.plus(Duration.ofDays(60)), ZoneOffset.UTC);
            }
        },
        OUT_OF_THE_POLICY {
            @Override
            void in(World world) {
                world.jointAgents = List.of();
            }
        };

        abstract void in(World world);
    }

    private void joint(String... groups) {
        joint(List.of("a", "b"), groups);
    }

    private void joint(List<String> tenants, String... groups) {
        world.third();
        world.person("ana", groups).person("bob", "Account-b");
        world.jointAgents = List.of(new JointAgent(
                ANA,
                tenants.stream().map(TenantId::new).toList(),
                new TenantId("a"),
                "shared queue",
                "cto@acme.example",
                LocalDate.of(2026, 12, 31)));
        world.run();
        assertThat(world.reach(ANA)).hasSize(tenants.size());
    }

    private static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    /** Both roads plan this, and after it nothing. */
    private void settles(String... reach) {
        Plan plan = world.plan();
        assertThat(changes(world.provisioner().explain("ana").plan())).isEqualTo(changes(plan));
        world.run();
        assertThat(world.reach(ANA)).as(PlanText.of(plan)).containsExactly(reach);
        Plan next = world.plan();
        assertThat(changes(next)).isEmpty();
        assertThat(world.plan()).as("whether or not the store forgets the line").isEqualTo(next);
        assertThat(changes(world.provisioner().explain("ana").plan())).isEmpty();
        world.run();
        assertThat(world.reach(ANA)).containsExactly(reach);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whoMatchesNothingLosesAll(End end) {
        joint("Account-a");
        world.person("ana");
        end.in(world);

        settles();
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whoNeverMatchedLosesAll(End end) {
        joint();
        end.in(world);

        settles();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whomSeveralTenantsMatchIsParkedAndKeepsHomeAlone(End end) {
        joint("Account-a");
        world.person("ana", "Account-a", "Account-b");
        end.in(world);

        settles("Tenant_A");
        assertThat(world.plan().attention()).containsKey(Attention.UNDECIDED);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whomSeveralTenantsMatchButNotHomeLosesAllWhereNoneIsTheResidence(End end) {
        joint(List.of("a", "b", "c"), "Account-a");
        world.person("ana", "Account-b", "Account-c");
        end.in(world);

        settles();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whomSeveralTenantsMatchButNotHomeKeepsTheResidence(End end) {
        joint(List.of("a", "b", "c"), "Account-a");
        world.person("ana", "Account-b", "Account-c");
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_C").id());
        end.in(world);

        settles("Tenant_C");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whomSeveralTenantsMatchButNotHomeKeepsTheTenantThatHadTheDivisionOfTheResidenceBefore(End end) {
        joint(List.of("a", "b", "c"), "Account-a");
        world.redivide("c", "Tenant_C.2").run();
        world.person("ana", "Account-b", "Account-c");
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_C").id());
        end.in(world);

        settles("Tenant_C", "Tenant_C.2");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whomOneTenantMatchesMovesThere(End end) {
        joint("Account-a");
        world.person("ana", "Account-b");
        end.in(world);

        settles("Tenant_B");
    }

    @Test
    void whoIsParkedLongAfterTheLineWasSettledKeepsWhatTheRulesGave() {
        joint("Account-a");
        world.jointAgents = List.of();
        world.person("ana", "Account-b");
        settles("Tenant_B");
        world.person("ana");

        assertThat(changes(world.plan())).isEmpty();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void withoutAStoreThePlanSaysThatTwoTenantsAreReached() {
        joint("Account-a");
        world.jointAgents = List.of();
        world.person("ana");

        Plan plan = world.provisioner(new MemoryStore(world.clock)).plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.attention()).containsKey(Attention.UNDECIDED);
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.REACHES_BEYOND);
    }
}
