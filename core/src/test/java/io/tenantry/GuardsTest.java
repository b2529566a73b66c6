// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Pin;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private final World world = new World();

    @Test
    void incompleteSourceRemovesNobodyAndLetsJoinersIn() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.doubt = Completeness.doubtful(0, 0, "page 2 is missing");
        world.remove("ana").disable("bob").person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("source-incomplete");
        assertThat(plan.held().map(o -> o.person().orElseThrow().key()).distinct())
                .containsExactlyInAnyOrder("ana", "bob");
        assertThat(people(plan)).containsExactly("eve");
        ApplyReport report = world.run();
        assertThat(report.count(Status.HELD)).isEqualTo(4);
        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.groupsOf("ana@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void roleThatChangesPeoplesAccessIsGivenToNobodyUnlessTheProfileSaysSo() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        Role agent = world.directory.roles.values().stream()
                .filter(r -> r.name().equals("Agent"))
                .findFirst()
                .orElseThrow();
        world.directory.roles.put(agent.id(), new Role(agent.id(), agent.name(), true));
        world.person("eve", "Account-a").disable("bob");

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactly("bob");
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.PRIVILEGED_ROLE);
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.TENANT_NOT_READY)
                .extracting(Finding::message)
                .containsOnly("belongs to tenant a, which cannot use a role that can change people's access");
        world.privileged = true;
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        assertThat(people(world.plan())).containsExactlyInAnyOrder("bob", "eve");
    }

    @Test
    void emptySourceRemovesNobody() {
        world.person("ana", "Account-a").run();
        world.remove("ana");
        world.limits = World.unlimited();

        Plan plan = world.plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(codes(plan)).containsExactly("source-empty");
    }

    @Test
    void sourceThatShrankBeyondTheLimitRemovesNobodyForBeingAbsent() {
        people(10).run();
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 3, 100);
        for (int i = 0; i < 4; i++) {
            world.remove("p" + i);
        }
        world.disable("p9");

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("source-shrunken");
        assertThat(people(plan)).containsExactly("p9");
    }

    @Test
    void sourceMayShrinkAgainAndAgainWithinTheLimitOfEachWindow() {
        people(10);
        MovingClock clock = new MovingClock();
        world.clock = clock;
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 3, 100);
        world.run();
        for (int i = 0; i < 6; i++) {
            world.remove("p" + i);
            if (i % 3 == 2) {
                clock.pass(Duration.ofHours(25));
                assertThat(world.run().count(Status.HELD)).isZero();
            }
        }

        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.directory.byName("p5@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void unreadableRowWithoutAnIdMayStandForAnybody() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.remove("ana").disable("bob");
        world.rejected.add(new RejectedRow("users.csv:3", Optional.empty(), "no id"));

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("unreadable-rows");
        assertThat(people(plan)).containsExactly("bob");
        assertThat(plan.rejected()).hasSize(1);
    }

    @Test
    void unreadableRowWithAnIdMayStandForAnybodyTooSinceTheFaultMayBeInTheId() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.remove("ana").remove("bob").person("eve", "Account-a");
        world.rejected.add(new RejectedRow("users.csv:3", Optional.of(new IdentityId("ana")), "no user name"));

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactly("eve");
        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsOnly("bob");
        assertThat(plan.holds())
                .extracting(Hold::message)
                .containsExactly(
                        "1 row of the identity source could not be used, and each may be any person: users.csv:3");
    }

    @Test
    void unreadableRowLeavesThePersonAloneWhoseUserNameItHas() {
        world.person("ana", "Account-a").run();
        world.remove("ana");
        world.rejected.add(
                new RejectedRow("users.csv:3", Optional.empty(), Optional.of("ANA@acme.example"), "id was rounded"));

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.holds()).isEmpty();
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void incompleteListingOfAccountsChangesNobody() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.directory.accountsProof = c -> c.doubting("100 of 200 were read");
        world.person("ana", "Account-b").disable("bob").person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(codes(plan)).containsExactly("read-incomplete");
    }

    @Test
    void listingInDoubtIsNamedOnce() {
        world.person("ana", "Account-a").run();
        world.directory.accountsProof = c -> c.doubting("accounts: page 3 was refused");

        Plan plan = world.plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.LISTING_IN_DOUBT)
                .singleElement()
                .satisfies(f -> assertThat(f.who() + ": " + f.message()).startsWith("accounts: page 3 was refused; "));
        assertThat(PlanText.of(plan)).contains("accounts: page 3").doesNotContain("accounts: accounts");
    }

    @Test
    void incompleteListingOfOneTenantsMembersHoldsWhatThatTenantGetsAndLoses() {
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("cat", "Account-b")
                .run();
        world.directory.doubtful.add(
                world.directory.named("Tenant_A_Supervisors").id());
        world.disable("ana")
                .disable("bob")
                .person("cat", "Account-b", "Supervisors-b")
                .person("dan", "Account-a")
                .person("eve", "Account-b");

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactlyInAnyOrder("bob", "cat", "eve");
        assertThat(plan.held().map(o -> o.person().orElseThrow().key()).distinct())
                .containsExactlyInAnyOrder("ana", "dan");
        assertThat(codes(plan)).containsOnly("read-incomplete");
    }

    @Test
    void incompleteListingOfOneTenantsGrantsHoldsMoversOutOfIt() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory.doubtful.add(world.division("Tenant_A").id());
        world.person("ana", "Account-b").disable("bob");

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactly("bob");
        assertThat(plan.held().map(o -> Wording.of(o.change())))
                .containsExactlyInAnyOrder(
                        "leave group \"Tenant_A_Agents\"",
                        "move from division \"Tenant_A\" to \"Tenant_B\"",
                        "join group \"Tenant_B_Agents\"");
    }

    @Test
    void incompleteListingOfGrantsEverywhereHoldsRemovalsAndNoGainsOfPeopleWhoAreReadAlone() {
        world.person("ana", "Account-a")
                .person("bob", "Account-a")
                .person("cat", "Account-a")
                .run();
        world.grant("cat@acme.example", "Agent", DivisionId.EVERYWHERE);
        world.directory.doubtful.add(DivisionId.EVERYWHERE);
        world.disable("ana")
                .person("bob", "Account-a", "Supervisors-a")
                .person("cat", "Account-a", "Supervisors-a")
                .person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactlyInAnyOrder("bob", "eve");
        assertThat(plan.held().map(o -> o.person().orElseThrow().key()).distinct())
                .containsExactlyInAnyOrder("ana", "cat");
        assertThat(codes(plan)).containsExactlyInAnyOrder("read-incomplete", "keeps-old-access");
    }

    @Test
    void limitInNumbersHoldsTheTenantsRemovalsAndNeitherJoinersNorOtherTenants() {
        people(6).person("b1", "Account-b").run();
        world.govern("a", World.everything(Authority.MANAGED_ONLY), accounts(2, 100));
        world.disable("p0").disable("p1").disable("p2").disable("b1").person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("limit-accounts");
        assertThat(plan.holds().get(0).message()).contains("3 of 6 accounts", "2 or 100 %");
        assertThat(people(plan)).containsExactlyInAnyOrder("b1", "eve");
        assertThat(plan.held()).as("held whole: the log-in and the membership").hasSize(6);
    }

    @Test
    void limitInPercentCountsAgainstWhatTheTenantHas() {
        people(10).run();
        world.govern("a", World.everything(Authority.MANAGED_ONLY), accounts(100, 30));
        world.disable("p0").disable("p1").disable("p2");
        assertThat(world.plan().holds()).isEmpty();

        world.disable("p3");

        assertThat(codes(world.plan())).containsExactly("limit-accounts");
    }

    @Test
    void limitOnMembershipsHoldsWhoeverWouldLoseOne() {
        for (int i = 0; i < 5; i++) {
            world.person("s" + i, "Account-a", "Supervisors-a");
        }
        world.run();
        world.govern("a", World.everything(Authority.MANAGED_ONLY), World.limit(EntitlementKind.MEMBERSHIPS, 3, 100));
        for (int i = 0; i < 4; i++) {
            world.person("s" + i, "Account-a");
        }

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("limit-memberships");
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void limitOnGrantsHoldsRevocations() {
        people(4).run();
        for (int i = 0; i < 4; i++) {
            world.grant(
                    "p" + i + "@acme.example",
                    "Agent",
                    world.division("Tenant_B").id());
        }
        world.govern("b", World.everything(Authority.MANAGED_ONLY), World.limit(EntitlementKind.GRANTS, 3, 100));

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("limit-grants");
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void rolesOutsideItsDivisionDoNotCountAgainstTheTenantWhoseGroupHeldThem() {
        world.person("ana", "Account-a").run();
        for (String group : List.of("Tenant_A_Agents", "Tenant_A_Supervisors")) {
            for (String role : List.of("Agent", "Supervisor")) {
                world.directory.grants.add(new Grant(
                        SubjectId.of(world.directory.named(group).id()),
                        new RoleId("role-" + role),
                        world.division("Tenant_B").id()));
            }
        }
        world.govern("a", World.everything(Authority.MANAGED_ONLY), World.limit(EntitlementKind.GRANTS, 1, 100));

        assertThat(world.plan().holds()).isEmpty();
        assertThat(world.run().count(Status.APPLIED)).isEqualTo(4);
    }

    @Test
    void moveOutCountsAsARemovalOfTheTenantThatIsLeft() {
        people(6).run();
        world.govern("a", World.everything(Authority.MANAGED_ONLY), accounts(2, 100));
        for (int i = 0; i < 3; i++) {
            world.person("p" + i, "Account-b");
        }

        Plan plan = world.plan();

        assertThat(codes(plan)).contains("limit-accounts");
        assertThat(plan.batches())
                .as("movers are held whole: nothing of the new tenant")
                .isEmpty();
    }

    @Test
    void organizationsLimitCountsOverTenantsThatAreEachWithinTheirOwn() {
        people(5);
        for (int i = 0; i < 5; i++) {
            world.person("b" + i, "Account-b");
        }
        world.run();
        world.limits = accounts(3, 100);
        world.disable("p0").disable("p1").disable("b0").disable("b1");

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("limit-accounts");
        assertThat(plan.holds()).extracting(Hold::tenant).containsExactly(Optional.empty());
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void oneTenantsMishapIsNotTheOthersLeaversHold() {
        people(6).person("b0", "Account-b").run();
        world.limits = accounts(3, 100);
        world.govern("a", World.everything(Authority.MANAGED_ONLY), accounts(2, 100));
        for (int i = 0; i < 6; i++) {
            world.disable("p" + i);
        }
        world.disable("b0");

        assertThat(people(world.plan())).containsExactly("b0");
    }

    @Test
    void raisingTheLimitLetsTheHeldRemovalsGo() {
        people(6).run();
        world.limits = accounts(1, 100);
        world.disable("p0").disable("p1");
        assertThat(world.run().count(Status.APPLIED)).isZero();
        world.limits = accounts(2, 100);

        assertThat(world.run().count(Status.APPLIED)).isEqualTo(4);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void groupThatKeepsARoleInAnotherTenantTakesNoNewMember() {
        world.person("ana", "Account-a").run();
        world.directory.grants.add(new Grant(
                SubjectId.of(world.directory.named("Tenant_A_Agents").id()),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));
        world.govern("a", World.everything(Authority.ADDITIVE), World.unlimited());
        world.person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("group-reaches-elsewhere");
        assertThat(plan.held().map(o -> Wording.of(o.change())))
                .containsExactly("create account in division \"Tenant_A\"", "join group \"Tenant_A_Agents\"");
        world.run();
        assertThat(world.directory.accounts.values())
                .extracting(Account::userName)
                .doesNotContain("eve@acme.example");
    }

    @Test
    void tenantThatIsNotReadyStopsNeitherTheOthersNorItsLeavers() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory.groups.put(new GroupId("twin"), new Group(new GroupId("twin"), "Tenant_A_Supervisors"));
        world.directory.groups.remove(world.directory.named("Tenant_A_Agents").id());
        world.directory.divisions.remove(world.division("Tenant_A").id());
        world.disable("bob").person("eve", "Account-b").person("dan", "Account-a");

        Plan plan = world.plan();

        assertThat(people(plan)).containsExactlyInAnyOrder("bob", "eve");
        assertThat(plan.findings())
                .extracting(f -> f.code())
                .contains(FindingCode.UNBOUND_DIVISION, FindingCode.TENANT_NOT_READY);
    }

    @Test
    void whoeverLeavesATenantThatCannotBeToldIsHeldWhole() {
        world.person("ana", "Account-a").run();
        world.directory.groups.put(new GroupId("twin"), new Group(new GroupId("twin"), "Tenant_A_Agents"));
        world.directory.members.put(
                new GroupId("twin"),
                new LinkedHashSet<>(
                        List.of(world.directory.byName("ana@acme.example").id())));
        forgetPins();
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("tenant-not-ready");
        assertThat(plan.operations().filter(o -> o.person().isPresent())).isEmpty();
    }

    @Test
    void whoeverLeavesATenantWhoseDivisionIsGoneArrivesInTheSameRun() {
        world.person("ana", "Account-a").run();
        world.directory.closed.put(loseDivisionOfTenantA(), Failure.NOT_FOUND);
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(report.count(Status.HELD)).isZero();
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void roleInADivisionThatNoListingShowsIsTakenAwayBeforeAnythingIsGivenElsewhere() {
        world.person("ana", "Account-a").run();
        DivisionId lost = loseDivisionOfTenantA();
        world.grant("ana@acme.example", "Agent", lost).person("ana", "Account-b");
        world.directory.writes.clear();

        world.run();

        assertThat(world.directory.writes)
                .containsExactly(
                        "remove 1 from grp-Tenant_A_Agents",
                        "revoke 1 from acc-1",
                        "move 1 to Tenant_B",
                        "add 1 to grp-Tenant_B_Agents");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void whoeverLeavesADivisionThatCannotBeLookedIntoIsHeldInEveryPlan() {
        world.person("ana", "Account-a").run();
        DivisionId lost = world.division("Tenant_A").id();
        world.directory.divisions.remove(lost);
        world.directory.closed.put(lost, Failure.NOT_PERMITTED);
        world.person("ana", "Account-b");

        Plan first = world.plan();
        world.provisioner().apply(first, Approval.of(first, "test"));
        Plan next = world.plan();

        assertThat(codes(first)).containsExactlyInAnyOrder("read-incomplete", "tenant-not-ready");
        assertThat(codes(next)).containsExactlyInAnyOrder("read-incomplete", "tenant-not-ready");
        assertThat(next.batches()).isEmpty();
    }

    @Test
    void lostDivisionThatTheServiceDoesNotAnswerForHoldsWhatItsPeopleWouldLose() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory.closed.put(loseDivisionOfTenantA(), Failure.RETRY_LATER);
        world.person("ana", "Account-b").disable("bob");

        assertThat(people(world.plan())).containsExactly("bob");
    }

    @Test
    void whoeverBelongsToATenantThatIsNotReadyLosesWhatOthersLeftAndNothingElse() {
        world.person("ana", "Account-a").person("bea", "Account-b").run();
        loseDivisionOfTenantA();
        world.member("ana@acme.example", "Tenant_B_Supervisors")
                .grant("ana@acme.example", "Agent", world.division("Tenant_B").id());

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.groupsOf("ana@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A");
        Plan next = world.plan();
        assertThat(next.isEmpty()).as(PlanText.of(next)).isTrue();
        assertThat(next.findings()).extracting(Finding::code).contains(FindingCode.TENANT_NOT_READY);
    }

    @Test
    void moverIntoATenantThatIsNotReadyLeavesTheOldGroupsAndNeverFallsBackToHome() {
        world.person("ana", "Account-b").person("bea", "Account-a").run();
        loseDivisionOfTenantA();
        world.person("ana", "Account-a");

        world.run();

        assertThat(world.directory.groupsOf("ana@acme.example")).isEmpty();
        assertThat(world.directory.byName("ana@acme.example").division())
                .isEqualTo(world.division("Tenant_B").id());
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void groupOfATenantThatIsNotReadyKeepsNoRoleInAnother() {
        world.person("ana", "Account-a").person("bea", "Account-b").run();
        loseDivisionOfTenantA();
        SubjectId group = SubjectId.of(world.directory.named("Tenant_A_Agents").id());
        Grant foreign = new Grant(
                group, new RoleId("role-Agent"), world.division("Tenant_B").id());
        world.directory.grants.add(foreign);

        world.run();

        assertThat(world.directory.grants).doesNotContain(foreign);
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A");
    }

    @Test
    void deletedAccountOfATenantThatIsNotReadyIsLeftAlone() {
        world.person("ana", "Account-a").person("bea", "Account-b").run();
        world.member("ana@acme.example", "Tenant_B_Agents");
        loseDivisionOfTenantA();
        world.state("ana@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());

        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    /** Deletes it like the service: its accounts move to Home, and its grants are gone. */
    private DivisionId loseDivisionOfTenantA() {
        DivisionId lost = world.division("Tenant_A").id();
        world.directory.divisions.remove(lost);
        world.directory.grants.removeIf(g -> g.division().equals(lost));
        world.directory.accounts.values().stream()
                .filter(a -> a.division().equals(lost))
                .toList()
                .forEach(a -> world.state(a.userName(), a.state(), MemoryDirectory.HOME.id()));
        return lost;
    }

    private void forgetPins() {
        world.store.commit(List.of(
                new StoreWrite.Keep(Pin.of(new TenantId("a"), "Tenant_A_Agents", new GroupId("no longer there")))));
    }

    private World people(int count) {
        for (int i = 0; i < count; i++) {
            world.person("p" + i, "Account-a");
        }
        return world;
    }

    private static java.util.Map<EntitlementKind, Limit> accounts(int max, int percent) {
        return World.limit(EntitlementKind.ACCOUNTS, max, percent);
    }

    private static List<String> codes(Plan plan) {
        return plan.holds().stream().map(h -> h.code().key()).distinct().toList();
    }

    private static List<String> people(Plan plan) {
        return plan.operations()
                .flatMap(o -> o.person().stream())
                .map(p -> p.key())
                .distinct()
                .toList();
    }
}
