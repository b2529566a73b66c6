// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run gives nothing to a person who reaches another tenant by now, although the plan did not show it. */
class ReachGateTest extends MoverAndHand {
    private static final String EVE = "eve@acme.example";

    @Test
    void moverWhomAHandPutIntoAThirdTenantIsOutOfTheFirstAndNotInTheSecond() {
        World.Planned planned = world.planned();
        world.member(ANA, "Tenant_C_Agents");

        ApplyReport report = planned.apply();

        assertThat(skipped(report))
                .containsExactly("move from division \"Tenant_A\" to \"Tenant_B\"", "join group \"Tenant_B_Agents\"");
        assertThat(report.troubles().get(0).detail())
                .isEqualTo("the account reaches another tenant by now: member of group \"Tenant_C_Agents\", which is"
                        + " tenant c's for profile agent (tenant c); plan again");
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_C_Agents");
    }

    @Test
    void moverToWhomAHandGaveARoleInAThirdTenantGainsNothing() {
        World.Planned planned = world.planned();
        world.grant(ANA, "Agent", world.division("Tenant_C").id());

        planned.apply();

        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_C");
    }

    @Test
    void moverWhomAHandPutIntoAGroupOfNobodyGainsNothing() {
        World.Planned planned = world.planned();
        world.grant(world.group("Side door"), "Tenant_C");
        world.member(ANA, "Side door");

        planned.apply();

        assertThat(world.directory.groupsOf(ANA)).containsExactly("Side door");
    }

    @Test
    void groupToWhichAHandGaveARoleInAnotherTenantTakesNoMover() {
        World.Planned planned = world.planned();
        world.grant(world.directory.named("Tenant_B_Agents"), "Tenant_C");

        ApplyReport report = planned.apply();

        assertThat(report.troubles().get(0).detail())
                .contains("a group that the account would join holds role \"Agent\" in division \"Tenant_C\"");
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @Test
    void leaverWhomAHandPutIntoAnotherTenantIsStillShutOut() {
        world.disable("ana");
        World.Planned planned = world.planned();
        world.member(ANA, "Tenant_C_Agents");

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void moveOutOfATenantToWhereTheAccountHasARoleAnywayGoesOn() {
        world.grant(world.group("Blend"), "Tenant_B");
        world.member(ANA, "Blend");
        World.Planned planned = world.planned();
        world.member(ANA, "Tenant_C_Agents");

        planned.apply();

        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_B").id());
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Blend", "Tenant_C_Agents");
    }

    @Test
    void joinerIsNotRead() {
        world.remove("ana").person("eve", "Account-b");
        World.Planned planned = world.planned();
        world.directory.silent = Optional.of(Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(report.count(Status.SKIPPED)).isZero();
        assertThat(world.reach("eve@acme.example")).containsExactly("Tenant_B");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void joinerWhomARuleTakesIntoAGroupOfNobodyIsCreatedAndJoinsNothing(boolean places) {
        places(places);
        Group side = world.group("Side door");
        world.grant(side, "Tenant_C");
        takesAll(side);
        joiner();
        world.directory.writes.clear();

        ApplyReport report = world.planned().apply();

        assertThat(skipped(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.reach(EVE)).isEmpty();
        assertThat(world.directory.writes).noneMatch(w -> w.startsWith("add") || w.endsWith("to Tenant_B"));
    }

    @Test
    void joinerWhomARuleTakesIntoTheGroupOfAnotherTenantJoinsNothing() {
        takesAll(world.directory.named("Tenant_C_Agents"));
        joiner();

        ApplyReport report = world.planned().apply();

        assertThat(skipped(report)).containsExactly("join group \"Tenant_B_Agents\"");
    }

    @Test
    void joinerToWhomAHolderThatIsNobodyGivesARoleJoinsNothing() {
        world.grant(
                new SubjectId("everybody"), "Agent", world.division("Tenant_C").id());
        joiner();
        world.directory.after = write -> {
            if (write.startsWith("create account")) {
                world.grant(EVE, "Agent", world.division("Tenant_C").id());
            }
        };

        ApplyReport report = world.planned().apply();

        assertThat(skipped(report)).containsExactly("join group \"Tenant_B_Agents\"");
    }

    @Test
    void manyJoinersAreReadByDivisionAndGroup() {
        Group side = world.group("Side door");
        world.grant(side, "Tenant_C");
        world.remove("ana").persons(40, "Account-b");
        world.directory.after = write -> {
            if (write.equals("create account p7")) {
                world.member("p7@acme.example", side.name());
            }
        };
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply();

        assertThat(report.troubles().stream()
                        .map(o -> o.operation().person().orElseThrow().key())
                        .distinct())
                .containsExactly("p7");
        assertThat(report.reads()).isLessThan(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void joinersWhoReachOneTenantAloneCostAsPlanned(int joiners) {
        world.grant(world.group("Side door"), "Tenant_C");
        world.remove("ana").persons(joiners, "Account-b");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).isTrue();
        assertThat(report.reads()).isEqualTo(planned.plan().cost().reads());
        assertThat(world.reach("p0@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void joinersDoNotJoinAMadeGroupThatAReadShowsInAnotherTenant() {
        world.grant(world.group("Side door"), "Tenant_C");
        world.directory.division("Tenant_D");
        world.tenants = new ArrayList<>(world.tenants);
        world.tenants.add(world.tenant("d", "Tenant_D"));
        world.remove("ana").persons(40, "Account-d");
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.equals("create group Tenant_D_Agents")) {
                world.grant(world.directory.named("Tenant_D_Agents"), "Tenant_C");
            }
        };

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).hasSize(40).containsOnly("join group \"Tenant_D_Agents\"");
        assertThat(report.count(Status.CROSSED)).isZero();
        assertThat(world.directory.groupsOf("p0@acme.example")).isEmpty();
    }

    @Test
    void planFileSaysThatNewAccountsAreRead() {
        world.grant(world.group("Side door"), "Tenant_C");
        joiner();

        Plan plan = world.plan();

        assertThat(plan.readsNewAccounts()).isTrue();
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void joinerWhoseAccessCannotBeReadJoinsNothingWhereARuleMayHaveTakenIt() {
        world.grant(world.group("Side door"), "Tenant_C");
        joiner();
        World.Planned planned = world.planned();
        world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        assertThat(skipped(planned.apply())).containsExactly("join group \"Tenant_B_Agents\"");
    }

    @Test
    void acceptedGroupThatTakesEachAccountCostsNoRead() {
        Group all = world.group("All employees");
        world.grant(all, "Tenant_C");
        takesAll(all);
        world.accepted = List.of(new AcceptedAccess(
                new Holder(Kind.GROUP, all.name(), Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                true,
                "phone book",
                "ciso",
                Optional.empty()));
        joiner();

        assertThat(world.plan().readsNewAccounts()).isFalse();
        assertThat(world.run().isClean()).isTrue();
    }

    @Test
    void groupGetsNoRoleWhileAHandPutAStrangerOfAnotherTenantIntoIt() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.member("bob@acme.example", "Tenant_C_Agents");

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).containsExactly(ROLE);
        assertThat(world.directory.grants).noneMatch(this::isOfTheGroup);
    }

    @Test
    void groupGetsNoRoleWhileAHandLetARulePutAStrangerOfAnotherTenantIntoIt() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.directory.ruled.put(
                world.directory.named("Tenant_C_Agents").id(),
                Set.of(world.directory.byName("bob@acme.example").id()));

        assertThat(skipped(planned.apply())).containsExactly(ROLE);
    }

    @Test
    void emptyGroupToWhichAHandGaveARoleInAnotherTenantGetsNoneOfItsOwn() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.grant(world.directory.named("Tenant_C_Agents"), "Tenant_B");

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).containsExactly(ROLE);
        assertThat(report.troubles().get(0).detail())
                .isEqualTo("the group holds role \"Agent\" in division \"Tenant_B\" (tenant b) by now; plan again");
    }

    @Test
    void groupWhoseMembersAreShownInPartGetsNoRole() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.directory.doubtful.add(world.directory.named("Tenant_C_Agents").id());

        assertThat(skipped(planned.apply())).containsExactly(ROLE);
    }

    @Test
    void groupWhoseMembersCannotBeLookedUpGetsNoRole() {
        world.remove("ana").person("cid", "Account-c").run();
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.directory.asked = what -> {
            throw new DirectoryException(Failure.NOT_PERMITTED, "not now", null);
        };

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).containsExactly(ROLE);
        assertThat(report.troubles().get(0).detail()).isEqualTo("what the account reaches by now could not be read");
    }

    @Test
    void groupGetsNoRoleWhileAMemberWhoShouldHaveMovedStillLivesInAnotherTenant() {
        world.person("ana", "Account-b", "Supervisors-b").member(ANA, "Tenant_B_Supervisors");
        World.Planned planned = withoutRole("Tenant_B_Supervisors");
        world.directory.failing("move", Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(skipped(report))
                .contains("grant role \"Supervisor\" in \"Tenant_B\" to group \"Tenant_B_Supervisors\"");
    }

    @Test
    void manyMoversAreReadByDivisionAndGroup() {
        world.persons(40, "Account-a").run();
        world.persons(40, "Account-b").emptyGroups = Set.of("Account-a");
        World.Planned planned = world.planned();
        world.member("p7@acme.example", "Tenant_C_Agents");
        world.grant(world.group("Side door"), "Tenant_C");
        world.member("p9@acme.example", "Side door");
        int before = world.directory.reads;

        ApplyReport report = planned.apply();

        assertThat(report.troubles().stream()
                        .map(o -> o.operation().person().orElseThrow().key())
                        .distinct())
                .containsExactly("p7", "p9");
        assertThat(world.directory.reads - before).isLessThan(40);
    }

    @Test
    void restoredPersonWhoIsProvisionedAloneAndComesBackInASideDoorGetsNothing() {
        world.grant(world.group("Side door"), "Tenant_C");
        world.member(ANA, "Side door");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;

        ApplyReport report = world.provisioner().provision("ana", "test").report();

        assertThat(skipped(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(report.count(Status.CROSSED)).isZero();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Side door");
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @Test
    void personWhoIsProvisionedAloneGainsNothingIfTheRoleOfTheirGroupCannotBeRevoked() {
        world.grant(world.directory.named("Tenant_A_Agents"), "Tenant_C");
        world.joint("ana", LocalDate.parse("2030-01-01"), "b", "a");
        world.directory.failing("revoke", Failure.CONFLICT);

        ApplyReport report = world.provisioner().provision("ana", "test").report();

        assertThat(skipped(report))
                .containsExactly("move from division \"Tenant_A\" to \"Tenant_B\"", "join group \"Tenant_B_Agents\"");
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_C");
    }

    @Test
    void moverIntoATenantThatTheRunMakesGainsNothingIfAHandGaveAThird() {
        toNewTenant();
        World.Planned planned = world.planned();
        world.member(ANA, "Tenant_C_Agents");

        ApplyReport report = planned.apply();

        assertThat(skipped(report))
                .containsExactly("move from division \"Tenant_A\" to \"Tenant_D\"", "join group \"Tenant_D_Agents\"");
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_C");
    }

    @Test
    void personWhoComesBackIntoATenantThatTheRunMakesIsThereAfterOneRun() {
        world.state(ANA, AccountState.INACTIVE, world.division("Tenant_A").id());
        toNewTenant();

        ApplyReport report = world.planned().apply();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach(ANA)).containsExactly("Tenant_D");
    }

    @Test
    void groupThatAHandMadeFirstIsLeftAloneUntilAPlanHasJudgedIt() {
        toNewTenant();
        World.Planned planned = world.planned();
        world.grant(world.group("Tenant_D_Agents"), "Tenant_C");
        world.member("bob@acme.example", "Tenant_D_Agents");

        ApplyReport report = planned.apply();

        assertThat(report.troubles().get(0).detail()).startsWith("created meanwhile; plan again: ");
        assertThat(world.reach(ANA)).containsExactly("Tenant_D");
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(world.directory.grants)
                .filteredOn(g -> g.subject().value().equals("grp-Tenant_D_Agents"))
                .extracting(g -> g.division().value())
                .containsExactly("div-Tenant_C");
    }

    @Test
    void divisionThatAHandMadeFirstIsLeftAloneUntilAPlanHasJudgedIt() {
        toNewTenant();
        World.Planned planned = world.planned();
        world.directory.division("Tenant_D");
        world.grant("bob@acme.example", "Agent", world.division("Tenant_D").id());

        ApplyReport report = planned.apply();

        assertThat(report.troubles().get(0).detail()).startsWith("created meanwhile; plan again: ");
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    private void toNewTenant() {
        world.tenants = Stream.concat(world.tenants.stream(), Stream.of(world.creating("d", "Tenant_D")))
                .toList();
        world.person("ana", "Account-d");
    }

    @Test
    void accessThatCannotBeReadAgainGivesNothing() {
        World.Planned planned = world.planned();
        world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    private void places(boolean on) {
        DirectoryLimits limits = world.directory.limits();
        world.directory.limits(new DirectoryLimits(
                limits.membersPerCall(),
                limits.movesPerCall(),
                limits.grantsPerCall(),
                limits.lookupsPerCall(),
                on,
                limits.callsPerMinute()));
    }

    private void joiner() {
        world.remove("ana").person("eve", "Account-b");
    }

    /** Lets a rule take each account, those that are still to be created included. */
    private void takesAll(Group group) {
        world.directory.ruled.put(group.id(), world.directory.accounts.keySet());
    }
}
