// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A plan gives nothing to a person who keeps a path into another tenant, and says which path. */
class KeptAccessTest extends AnaAndBob {
    @Test
    void memberOfAGroupOfNobodyWithARoleInAnotherTenantGainsNothing() {
        Group side = world.group("Side door", ANA);
        world.grant(side, "Tenant_B");
        world.person("ana", "Account-a", "Supervisors-a");

        Plan plan = world.plan();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.held().map(o -> Wording.of(o.change()))).containsExactly("join group \"Tenant_A_Supervisors\"");
        assertThat(plan.holds().get(0).message())
                .isEqualTo("the account: member of group \"Side door\", which holds role \"Agent\" in division"
                        + " \"Tenant_B\" (tenant b); until that is gone nothing else is given to its person");
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.message()).contains("1 person is in it, and gains of 1 wait");
                    assertThat(f.advice())
                            .contains(
                                    "under accepted:\n  - { holder: { group: \"Side door\", id: grp-Side door }, roles:"
                                            + " [\"Agent\"], in: { tenants: [b] }");
                });
    }

    @Test
    void accountInHomeThatASideDoorLeadsElsewhereIsNeitherPlacedNorJoined() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant(world.group("Side door", "eve@acme.example"), "Tenant_B");
        world.person("eve", "Account-a");

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).containsExactly("keeps-old-access");
        assertThat(reached("eve@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void memberByARuleOfAGroupOfNobodyGainsNothing() {
        Group side = world.group("Side door");
        world.directory.ruled.put(side.id(), new TreeSet<>(Set.of(id(ANA))));
        world.grant(side, "Tenant_B");
        world.person("ana", "Account-a", "Supervisors-a");

        assertThat(holds(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void roleInAllDivisionsThroughAGroupOfNobodyHoldsGainsOfItsMembersAlone() {
        world.grant(SubjectId.of(world.group("All", ANA).id()), "Agent", DivisionId.EVERYWHERE);
        world.person("ana", "Account-a", "Supervisors-a").person("bob", "Account-b", "Supervisors-b");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("ana");
        assertThat(plan.operations().map(o -> o.person().orElseThrow().key())).containsExactly("bob");
    }

    @Test
    void moverThroughWhoseOldTeamTheOldTenantIsReachedLosesTheRestAndGainsNothing() {
        world.grant(world.group("Old team", ANA), "Tenant_A");
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        ApplyReport report = world.run();

        assertThat(holds(plan)).containsExactly("keeps-old-access");
        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .containsExactly("leave group \"Tenant_A_Agents\"");
        assertThat(report.isClean()).isTrue();
        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void onePersonIsHeldLikeEverybody() {
        world.grant(world.group("Old team", ANA), "Tenant_A");
        world.person("ana", "Account-b");

        world.provisioner().provision("ana", "test");

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void roleOfItsOwnThatTheAuthorityLeavesHoldsTheGainsOfAMover() {
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void restoredAccountThatComesBackInASideDoorGetsNothing() {
        world.grant(world.group("Side door", ANA), "Tenant_B");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;

        world.run();

        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @Test
    void moveOutOfATenantIntoOneThatIsReachedAnywayGoesOn() {
        world.third();
        world.run();
        world.grant(world.group("Side door", ANA), "Tenant_C");
        world.member(ANA, "Tenant_B_Agents");
        world.person("ana", "Account-b", "Supervisors-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_B", "Tenant_C");
        assertThat(world.directory.groupsOf(ANA)).doesNotContain("Tenant_B_Supervisors");
    }

    @Test
    void divisionThatThePolicyPinsAndNoListingShowsIsItsTenants() {
        DivisionId hidden = new DivisionId("div-hidden");
        Group side = world.group("Side door", ANA);
        world.grant(SubjectId.of(side.id()), "Agent", hidden);
        TenantPolicy c = world.tenant("c", "Tenant_C");
        DivisionRef pinned = new DivisionRef("Tenant_C", Optional.of(hidden), false);
        world.tenants = List.of(
                world.tenants.get(0),
                new TenantPolicy(c.id(), c.name(), pinned, c.match(), c.profiles(), c.governance()));
        world.person("ana", "Account-a", "Supervisors-a");

        assertThat(holds(world.plan())).contains("keeps-old-access");
    }

    @Test
    void groupOfNobodyThatCannotBeReadHoldsTheGainsOfItsMembersAlone() {
        Group side = world.group("Side door", ANA);
        world.grant(side, "Tenant_B");
        world.directory.doubtful.add(side.id());
        world.person("dan", "Account-a").run();
        world.person("ana", "Account-a", "Supervisors-a")
                .person("dan", "Account-a", "Supervisors-a")
                .person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("ana");
    }

    @Test
    void accountThatASideDoorLeadsElsewhereIsNotSwitchedOnAgain() {
        world.disable("ana").run();
        world.grant(world.group("Side door", ANA), "Tenant_B");
        world.person("ana", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.batches()).isEmpty();
        assertThat(plan.held().map(o -> Wording.of(o.change()))).contains("update log-in on");
    }

    @Test
    void eachOtherGroupWithARoleCostsOneReadOfItsMembersAndOneOfItsRuleAndNoOtherGroupCostsAny() {
        int before = reads();
        world.grant(world.group("Side door", ANA), "Tenant_B");
        world.grant(world.group("Old team"), "Tenant_A");
        world.group("Bowling club", ANA);

        assertThat(reads()).isEqualTo(before + 4);
    }
}
