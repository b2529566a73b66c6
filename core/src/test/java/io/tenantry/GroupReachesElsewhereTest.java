// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan gives no role to a group that keeps a path into another tenant, itself or through who is in it. */
class GroupReachesElsewhereTest extends AnaAndBob {
    @ParameterizedTest
    @EnumSource(
            value = Authority.class,
            names = {"OBSERVE", "ADDITIVE"})
    void groupThatKeepsTheRoleOfAnotherTenantIsGivenNone(Authority authority) {
        world.revoke("Tenant_B_Agents");
        world.grant(world.directory.named("Tenant_B_Agents"), "Tenant_A");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());
        world.govern("a", World.everything(authority), World.unlimited());

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
        assertThat(roles("Tenant_B_Agents")).containsExactly("Tenant_A");
    }

    @Test
    void tenantsThatSwapDivisionsAreGivenNoRoleWhileALimitKeepsTheOldOnes() {
        world.limits = World.limit(EntitlementKind.GRANTS, 0, 100);
        swapDivisions();

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).contains("limit-grants", "group-reaches-elsewhere");
        assertThat(roles("Tenant_A_Agents")).containsExactly("Tenant_A");
        assertThat(roles("Tenant_B_Agents")).containsExactly("Tenant_B");
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        assertThat(reached(BOB)).containsExactly("Tenant_B");
    }

    @Test
    void tenantsThatSwapDivisionsNeverReachTwoWhenNothingIsHeld() {
        swapDivisions();
        world.directory.after = write -> {
            assertThat(reached(ANA)).as(write).hasSizeLessThan(2);
            assertThat(reached(BOB)).as(write).hasSizeLessThan(2);
        };

        world.run();

        assertThat(roles("Tenant_A_Agents")).containsExactly("Tenant_B");
        assertThat(reached(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void groupWhoseMemberLivesInAnotherTenantGetsItsRoleAfterTheMemberIsOut() {
        world.revoke("Tenant_A_Agents");
        world.member(BOB, "Tenant_A_Agents");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(reached(BOB)).containsExactly("Tenant_B");
        assertThat(roles("Tenant_A_Agents")).containsExactly("Tenant_A");
    }

    @Test
    void groupWhoseMemberMayNotBeTakenOutGetsNoRoleAndTheMemberIsNamed() {
        world.revoke("Tenant_A_Agents");
        world.member(BOB, "Tenant_A_Agents");
        world.govern("a", World.everything(Authority.ADDITIVE), World.unlimited());

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).contains("group-reaches-elsewhere");
        assertThat(plan.holds()).extracting(Hold::message).anyMatch(m -> m.contains("account " + id(BOB)));
        assertThat(roles("Tenant_A_Agents")).isEmpty();
    }

    @Test
    void groupWhoseOwnerLivesInAnotherTenantGetsNoRole() {
        world.revoke("Tenant_A_Agents");
        world.directory.ruled.put(world.directory.named("Tenant_A_Agents").id(), new TreeSet<>(Set.of(id(BOB))));

        Plan plan = world.plan();

        assertThat(holds(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
    }

    @Test
    void groupWhoseOwnerIsInNoListingAndHasARoleInAnotherTenantGetsNoRole() {
        world.revoke("Tenant_A_Agents");
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", world.division("Tenant_B").id());
        AccountId eve = id("eve@acme.example");
        world.directory.unlisted.add(eve);
        world.directory.ruled.put(world.directory.named("Tenant_A_Agents").id(), new TreeSet<>(Set.of(eve)));

        Plan plan = world.plan();

        assertThat(holds(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
    }

    @Test
    void groupGetsNoRoleWhileTheMoveOfAMemberWaitsBecauseOfAnotherGroup() {
        world.third();
        world.grant(world.directory.named("Tenant_B_Agents"), "Tenant_C");
        world.govern("b", Map.of(EntitlementKind.GRANTS, Authority.ADDITIVE), World.unlimited());
        world.revoke("Tenant_B_Supervisors");
        world.person("ana", "Account-b", "Supervisors-b").member(ANA, "Tenant_B_Supervisors");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .contains(
                        "move from division \"Tenant_A\" to \"Tenant_B\"",
                        "grant role \"Supervisor\" in \"Tenant_B\" to group \"Tenant_B_Supervisors\"");
    }

    @Test
    void groupWithAJointAgentInItGetsItsRole() {
        world.joint("bob", LocalDate.parse("2030-01-01"), "b", "a");
        world.run();
        world.revoke("Tenant_A_Agents");

        Plan plan = world.plan();

        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void groupWithoutMembersThatKeepsTheRoleOfAnotherTenantIsGivenNone() {
        world.revoke("Tenant_B_Supervisors").grant(world.directory.named("Tenant_B_Supervisors"), "Tenant_A");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("group-reaches-elsewhere");
    }

    private Set<String> roles(String group) {
        SubjectId holder = SubjectId.of(world.directory.named(group).id());
        Set<String> divisions = new TreeSet<>();
        world.directory.grants.stream()
                .filter(g -> g.subject().equals(holder))
                .forEach(g -> divisions.add(name(g.division())));
        return divisions;
    }
}
