// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Pin;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan gives nothing to a person or a group that keeps a path into another tenant, and says which path. */
class KeptAccessTest {
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";
    private final World world = new World();

    KeptAccessTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void memberOfAGroupOfNobodyWithARoleInAnotherTenantGainsNothing() {
        Group side = group("Side door", ANA);
        grant(side, "Tenant_B");
        world.person("ana", "Account-a", "Supervisors-a");

        Plan plan = world.plan();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
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
        grant(group("Side door", "eve@acme.example"), "Tenant_B");
        world.person("eve", "Account-a");

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).containsExactly("keeps-old-access");
        assertThat(reached("eve@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void memberByARuleOfAGroupOfNobodyGainsNothing() {
        Group side = group("Side door");
        world.directory.ruled.put(side.id(), new TreeSet<>(Set.of(id(ANA))));
        grant(side, "Tenant_B");
        world.person("ana", "Account-a", "Supervisors-a");

        assertThat(codes(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void roleInAllDivisionsThroughAGroupOfNobodyHoldsGainsOfItsMembersAlone() {
        world.directory.grants.add(
                new Grant(SubjectId.of(group("All", ANA).id()), new RoleId("role-Agent"), DivisionId.EVERYWHERE));
        world.person("ana", "Account-a", "Supervisors-a").person("bob", "Account-b", "Supervisors-b");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("ana");
        assertThat(plan.operations().map(o -> o.person().orElseThrow().key())).containsExactly("bob");
    }

    @Test
    void moverThroughWhoseOldTeamTheOldTenantIsReachedLosesTheRestAndGainsNothing() {
        grant(group("Old team", ANA), "Tenant_A");
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        ApplyReport report = world.run();

        assertThat(codes(plan)).containsExactly("keeps-old-access");
        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .containsExactly("leave group \"Tenant_A_Agents\"");
        assertThat(report.isClean()).isTrue();
        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void onePersonIsHeldLikeEverybody() {
        grant(group("Old team", ANA), "Tenant_A");
        world.person("ana", "Account-b");

        world.provisioner().provision("ana", "test");

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void groupThatHoldsARoleOfADroppedTenantTakesNoPersonAlone() {
        world.tenants = world.tenants.subList(1, 2);
        grant(world.directory.named("Tenant_B_Agents"), "Tenant_A");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());
        world.person("eve", "Account-b");

        world.provisioner().provision("eve", "test");

        assertThat(world.directory.accounts.values())
                .extracting(Account::userName)
                .doesNotContain("eve@acme.example");
    }

    @Test
    void roleOfItsOwnThatTheAuthorityLeavesHoldsTheGainsOfAMover() {
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.govern("a", kind(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void personOfATenantThatLeftThePolicyGainsNothingElsewhere() {
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).advice()).startsWith("put tenant a back into the policy and off-board it");
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        assertThat(world.provisioner().proveIsolation().verdict())
                .as("one tenant is no violation")
                .isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"planned by mistake", "applied"})
    void personOfADroppedTenantGainsNothingWhereAnotherTenantOnceNamedItsDivision(String how) {
        List<TenantPolicy> right = world.tenants;
        swapDivisions();
        if (how.equals("applied")) {
            world.run();
        } else {
            world.plan();
        }
        world.tenants = right;
        world.run();
        world.tenants = right.subList(1, 2);
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).message()).contains("(tenant a)");
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    @Test
    void jointAgentWhoKeepsADroppedTenantMovesNowhereAndTheHoldNamesIt() {
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenants.get(0), world.tenant("c", "Tenant_C"));
        world.member(ANA, "Tenant_B_Agents");
        world.jointAgents = List.of(new JointAgent(
                "ana",
                List.of(new TenantId("c"), new TenantId("a")),
                new TenantId("c"),
                "reason",
                "cto",
                LocalDate.parse("2026-12-31")));

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).message()).contains("group \"Tenant_B_Agents\"", "(tenant b)");
        assertThat(reached(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }

    @Test
    void roleOfAnAccountOfNobodyInADroppedTenantStaysAndThePlanNamesTheTenant() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", world.division("Tenant_A").id());
        world.tenants = world.tenants.subList(1, 2);

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.ORPHANED_TENANT);
    }

    @Test
    void newPersonOfAPolicyThatDroppedATenantIsNotConcerned() {
        world.tenants = world.tenants.subList(1, 2);
        world.person("eve", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(reached("eve@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void restoredAccountThatComesBackInAGroupOfADroppedTenantGetsNothing() {
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void restoredAccountThatComesBackInAGroupWithoutRolesOfADroppedTenantWaits() {
        takeRoles("Tenant_A_Agents");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        ApplyReport report = world.run();
        Plan next = world.plan();

        assertThat(report.troubles())
                .extracting(Outcome::detail)
                .anyMatch(why -> why.contains("member of group \"Tenant_A_Agents\", which is tenant a's"));
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
        assertThat(codes(next)).as(PlanText.of(next)).containsExactly("keeps-old-access");
        assertThat(next.batches()).isEmpty();
    }

    @Test
    void restoredAccountThatComesBackInASideDoorGetsNothing() {
        grant(group("Side door", ANA), "Tenant_B");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;

        world.run();

        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Authority.class,
            names = {"OBSERVE", "ADDITIVE"})
    void groupThatKeepsTheRoleOfAnotherTenantIsGivenNone(Authority authority) {
        takeRoles("Tenant_B_Agents");
        grant(world.directory.named("Tenant_B_Agents"), "Tenant_A");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());
        world.govern("a", World.everything(authority), World.unlimited());

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
        assertThat(roles("Tenant_B_Agents")).containsExactly("Tenant_A");
    }

    @Test
    void tenantsThatSwapDivisionsAreGivenNoRoleWhileALimitKeepsTheOldOnes() {
        world.limits = World.limit(EntitlementKind.GRANTS, 0, 100);
        swapDivisions();

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).contains("limit-grants", "group-reaches-elsewhere");
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
        takeRoles("Tenant_A_Agents");
        world.member(BOB, "Tenant_A_Agents");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(reached(BOB)).containsExactly("Tenant_B");
        assertThat(roles("Tenant_A_Agents")).containsExactly("Tenant_A");
    }

    @Test
    void groupWhoseMemberMayNotBeTakenOutGetsNoRoleAndTheMemberIsNamed() {
        takeRoles("Tenant_A_Agents");
        world.member(BOB, "Tenant_A_Agents");
        world.govern("a", World.everything(Authority.ADDITIVE), World.unlimited());

        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).contains("group-reaches-elsewhere");
        assertThat(plan.holds()).extracting(Hold::message).anyMatch(m -> m.contains("account " + id(BOB)));
        assertThat(roles("Tenant_A_Agents")).isEmpty();
    }

    @Test
    void groupWhoseOwnerLivesInAnotherTenantGetsNoRole() {
        takeRoles("Tenant_A_Agents");
        world.directory.ruled.put(world.directory.named("Tenant_A_Agents").id(), new TreeSet<>(Set.of(id(BOB))));

        Plan plan = world.plan();

        assertThat(codes(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
    }

    @Test
    void groupWhoseOwnerIsInNoListingAndHasARoleInAnotherTenantGetsNoRole() {
        takeRoles("Tenant_A_Agents");
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", world.division("Tenant_B").id());
        AccountId eve = id("eve@acme.example");
        world.directory.unlisted.add(eve);
        world.directory.ruled.put(world.directory.named("Tenant_A_Agents").id(), new TreeSet<>(Set.of(eve)));

        Plan plan = world.plan();

        assertThat(codes(plan)).as(PlanText.of(plan)).contains("group-reaches-elsewhere");
    }

    @Test
    void groupGetsNoRoleWhileTheMoveOfAMemberWaitsBecauseOfAnotherGroup() {
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.tenant("c", "Tenant_C"));
        world.directory.division("Tenant_C");
        grant(world.directory.named("Tenant_B_Agents"), "Tenant_C");
        world.govern("b", kind(EntitlementKind.GRANTS, Authority.ADDITIVE), World.unlimited());
        takeRoles("Tenant_B_Supervisors");
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
        world.jointAgents = List.of(new JointAgent(
                "bob",
                List.of(new TenantId("a"), new TenantId("b")),
                new TenantId("b"),
                "shared queue",
                "cto",
                LocalDate.parse("2030-01-01")));
        world.run();
        takeRoles("Tenant_A_Agents");

        Plan plan = world.plan();

        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void moveOutOfATenantIntoOneThatIsReachedAnywayGoesOn() {
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.tenant("c", "Tenant_C"));
        world.directory.division("Tenant_C");
        world.run();
        grant(group("Side door", ANA), "Tenant_C");
        world.member(ANA, "Tenant_B_Agents");
        world.person("ana", "Account-b", "Supervisors-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_B", "Tenant_C");
        assertThat(world.directory.groupsOf(ANA)).doesNotContain("Tenant_B_Supervisors");
    }

    @Test
    void acceptedAccessHoldsNobody() {
        Group all = group("All employees", ANA, BOB);
        grant(all, "Tenant_A");
        grant(all, "Tenant_B");
        world.accepted = List.of(accepts(all, Extent.all()));
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.plan().holds()).isEmpty();
        assertThat(world.plan().findings()).extracting(Finding::code).isEmpty();
    }

    @Test
    void acceptedLineForAnotherRoleHoldsThePeopleOfTheGroup() {
        Group all = group("All employees", ANA);
        grant(all, "Tenant_A");
        world.accepted = List.of(accepts(new Holder(Kind.GROUP, all.name(), Optional.empty()), "Supervisor"));
        world.person("ana", "Account-b");

        assertThat(codes(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void acceptedAccountIsHeldByNothingAndAnotherWithTheSameRoleIs() {
        grant(ANA, "Tenant_B");
        grant(BOB, "Tenant_A");
        world.accepted = List.of(accepts(new Holder(Kind.ACCOUNT, ANA, Optional.empty()), "Agent"));
        world.person("ana", "Account-a", "Supervisors-a").person("bob", "Account-b", "Supervisors-b");
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsOnly("bob");
    }

    @Test
    void divisionThatThePolicyPinsAndNoListingShowsIsItsTenants() {
        DivisionId hidden = new DivisionId("div-hidden");
        Group side = group("Side door", ANA);
        world.directory.grants.add(new Grant(SubjectId.of(side.id()), new RoleId("role-Agent"), hidden));
        TenantPolicy c = world.tenant("c", "Tenant_C");
        DivisionRef pinned = new DivisionRef("Tenant_C", Optional.of(hidden), false);
        world.tenants = List.of(
                world.tenants.get(0),
                new TenantPolicy(c.id(), c.name(), pinned, c.match(), c.profiles(), c.governance()));
        world.person("ana", "Account-a", "Supervisors-a");

        assertThat(codes(world.plan())).contains("keeps-old-access");
    }

    @Test
    void roleInASharedDivisionHoldsNobodyAndIsNotReported() {
        world.directory.division("Staff");
        world.sharedDivisions = List.of(new DivisionRef("Staff", Optional.empty(), false));
        grant(group("Staff team", ANA), "Staff");
        world.person("ana", "Account-a", "Supervisors-a");

        Plan plan = world.plan();

        assertThat(plan.holds()).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).isEmpty();
    }

    @Test
    void divisionOfATenantThatLeftThePolicyIsNotOpenedByCallingItShared() {
        World left = new World();
        left.person("ana", "Account-a").person("bob", "Account-b").run();
        left.tenants = left.tenants.subList(0, 1);
        left.sharedDivisions = List.of(new DivisionRef("Tenant_B", Optional.empty(), false));
        left.person("bob", "Account-a");

        assertThat(codes(left.plan())).contains("keeps-old-access");
    }

    @Test
    void homeIsNobodysAlthoughAFormerTenantWasPinnedToIt() {
        world.store.commit(List.of(new StoreWrite.Keep(Pin.of(new TenantId("z"), "Home", MemoryDirectory.HOME.id()))));
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        grant("eve@acme.example", "Home");
        world.person("eve", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void acceptedLineForAnotherPlaceHoldsThePeopleOfTheGroup() {
        Group all = group("All employees", ANA);
        grant(all, "Tenant_A");
        world.accepted = List.of(accepts(all, Extent.ofTenants(List.of(new TenantId("b")))));
        world.person("ana", "Account-b");

        assertThat(codes(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void linesToPasteForARoleInAFormerDivisionOfATenantNameThatDivision() {
        Group all = group("All employees", ANA);
        grant(all, "Tenant_A");
        world.directory.division("Tenant_X");
        TenantPolicy a = world.tenants.get(0);
        DivisionRef other = new DivisionRef("Tenant_X", Optional.empty(), false);
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), other, a.match(), a.profiles(), a.governance()),
                world.tenants.get(1));
        world.accepted = List.of(accepts(all, Extent.ofTenants(List.of(a.id()))));

        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.advice()).contains("in: { divisions: [\"Tenant_A\"] },"));

        world.accepted = List.of(accepts(all, Extent.ofDivisions(List.of("Tenant_A"))));
        assertThat(world.plan().findings()).extracting(Finding::code).doesNotContain(FindingCode.UNACCEPTED_HOLDER);
    }

    @Test
    void groupOfNobodyThatCannotBeReadHoldsTheGainsOfItsMembersAlone() {
        Group side = group("Side door", ANA);
        grant(side, "Tenant_B");
        world.directory.doubtful.add(side.id());
        world.person("dan", "Account-a").run();
        world.person("ana", "Account-a", "Supervisors-a")
                .person("dan", "Account-a", "Supervisors-a")
                .person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("ana");
    }

    @Test
    void divisionOfADroppedTenantThatCannotBeReadHoldsTheGainsOfThoseWithARoleThereAlone() {
        world.person("dan", "Account-b").run();
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        world.directory.doubtful.add(world.division("Tenant_A").id());
        world.tenants = world.tenants.subList(1, 2);
        world.person("bob", "Account-b", "Supervisors-b")
                .person("dan", "Account-b", "Supervisors-b")
                .person("eve", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("bob");
    }

    @Test
    void groupWithoutMembersThatKeepsTheRoleOfAnotherTenantIsGivenNone() {
        grant(world.directory.named("Tenant_B_Supervisors"), "Tenant_A");
        takeRoles("Tenant_B_Supervisors", "Tenant_B");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("group-reaches-elsewhere");
    }

    @Test
    void accountThatASideDoorLeadsElsewhereIsNotSwitchedOnAgain() {
        world.disable("ana").run();
        grant(group("Side door", ANA), "Tenant_B");
        world.person("ana", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.batches()).isEmpty();
        assertThat(plan.held().map(o -> Wording.of(o.change()))).contains("update log-in on");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void groupOfADroppedTenantIsAcceptedOnNoRoad(boolean everywhere) {
        world.tenants = world.tenants.subList(1, 2);
        world.accepted = List.of(accepts(
                world.directory.named("Tenant_A_Agents"),
                everywhere ? Extent.all() : Extent.ofDivisions(List.of("Tenant_A"))));
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.provisioner().provision("ana", "test");
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.message() + "; " + f.advice())
                        .isEqualTo("role \"Agent\" is held by a group that an earlier run used for a tenant, so the"
                                + " accepted line of group \"Tenant_A_Agents\" does not cover it and it counts as"
                                + " reach; remove the line, and the members and roles of the group: such a group"
                                + " cannot be accepted"));
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_B").id());
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.VIOLATED);
    }

    @Test
    void groupOfADroppedTenantWithARoleInATenantOfThePolicyIsReported() {
        grant(world.directory.named("Tenant_A_Agents"), "Tenant_B");
        world.tenants = world.tenants.subList(1, 2);

        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.advice()).contains("such a group cannot be accepted"));
    }

    @Test
    void acceptedGroupCostsNoRead() {
        Group all = group("All employees", ANA, BOB);
        int before = reads();
        grant(all, "Tenant_A");
        world.accepted = List.of(accepts(all, Extent.all()));

        assertThat(reads()).isEqualTo(before);
    }

    @Test
    void eachOtherGroupWithARoleCostsOneReadOfItsMembersAndOneOfItsRuleAndNoOtherGroupCostsAny() {
        int before = reads();
        grant(group("Side door", ANA), "Tenant_B");
        grant(group("Old team"), "Tenant_A");
        group("Bowling club", ANA);

        assertThat(reads()).isEqualTo(before + 4);
    }

    private int reads() {
        CountingReads counted = new CountingReads(world.directory);
        world.provisioner(counted, world.store).plan();
        return counted.reads();
    }

    private void swapDivisions() {
        world.tenants = List.of(
                swapped(world.tenants.get(0), world.tenants.get(1)),
                swapped(world.tenants.get(1), world.tenants.get(0)));
    }

    private TenantPolicy swapped(TenantPolicy tenant, TenantPolicy other) {
        return new TenantPolicy(
                tenant.id(),
                tenant.name(),
                other.division(),
                tenant.match(),
                tenant.profiles(),
                new Governance(tenant.governance().leaver(), world.authority, world.limits));
    }

    private static Map<EntitlementKind, Authority> kind(EntitlementKind kind, Authority authority) {
        return Map.of(kind, authority);
    }

    private Group group(String name, String... members) {
        Group group = new Group(new GroupId("grp-" + name), name);
        world.directory.groups.put(group.id(), group);
        Set<AccountId> ids = new LinkedHashSet<>();
        for (String member : members) {
            ids.add(id(member));
        }
        world.directory.members.put(group.id(), ids);
        return group;
    }

    private void grant(Group group, String division) {
        world.directory.grants.add(new Grant(
                SubjectId.of(group.id()),
                new RoleId("role-Agent"),
                world.division(division).id()));
    }

    private void grant(String userName, String division) {
        world.grant(userName, "Agent", world.division(division).id());
    }

    private static AcceptedAccess accepts(Holder holder, String role) {
        return new AcceptedAccess(
                holder,
                Set.of(role),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "reason",
                "ciso",
                Optional.empty());
    }

    private void takeRoles(String group, String division) {
        SubjectId holder = SubjectId.of(world.directory.named(group).id());
        world.directory.grants.removeIf(g -> g.subject().equals(holder)
                && g.division().equals(world.division(division).id()));
    }

    private void takeRoles(String group) {
        SubjectId holder = SubjectId.of(world.directory.named(group).id());
        world.directory.grants.removeIf(g -> g.subject().equals(holder));
    }

    private Set<String> roles(String group) {
        SubjectId holder = SubjectId.of(world.directory.named(group).id());
        Set<String> divisions = new TreeSet<>();
        world.directory.grants.stream()
                .filter(g -> g.subject().equals(holder))
                .forEach(g -> divisions.add(name(g.division())));
        return divisions;
    }

    /** Returns the tenants' divisions in which a person lives or has a role, itself or through any group. */
    private Set<String> reached(String userName) {
        Account account = world.directory.byName(userName);
        Set<SubjectId> holders = new LinkedHashSet<>(Set.of(SubjectId.of(account.id())));
        world.directory.groups.keySet().stream()
                .filter(g -> world.directory.everybodyIn(g).contains(account.id()))
                .forEach(g -> holders.add(SubjectId.of(g)));
        Set<String> reached = new TreeSet<>(Set.of(name(account.division())));
        world.directory.grants.stream()
                .filter(g -> holders.contains(g.subject()))
                .forEach(g -> reached.add(name(g.division())));
        reached.remove("Home");
        return reached;
    }

    private String name(DivisionId division) {
        return Objects.requireNonNull(world.directory.divisions.get(division)).name();
    }

    private AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }

    private static AcceptedAccess accepts(Group group, Extent in) {
        return new AcceptedAccess(
                new Holder(Kind.GROUP, group.name(), Optional.empty()),
                Set.of("Agent"),
                in,
                OptionalInt.empty(),
                false,
                false,
                "phone book",
                "ciso",
                Optional.empty());
    }

    private static List<String> codes(Plan plan) {
        return plan.holds().stream().map(h -> h.code().key()).toList();
    }
}
