// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Reach;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class OffboardingTest {
    private static final TenantId A = new TenantId("a");

    private final World world = new World();

    @BeforeEach
    void twoTenants() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("amy", "Account-a")
                .person("bob", "Account-b")
                .run();
    }

    @Test
    void takesEverythingOfTheTenantAwayAndNothingOfOthers() {
        strangers();

        ApplyReport report = offboard();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach("ana@acme.example")).isEmpty();
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.reach("bob@acme.example")).containsExactly("Tenant_B");
        assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.grants)
                .extracting(Grant::division)
                .doesNotContain(world.division("Tenant_A").id());
        assertThat(zero().isZero()).as(zero().text()).isTrue();
        assertThat(world.provisioner().planOffboarding(A).isEmpty()).isTrue();
    }

    @Test
    void writesOnlyWhatTheSecondSweepNoLongerShows() {
        strangers();

        ZeroAccess before = zero();

        assertThat(before.isZero()).isFalse();
        assertThat(before.remaining())
                .extracting(r -> r.subject().label())
                .contains("ana@acme.example", "amy@acme.example", "bob@acme.example", "Foreign", "Tenant_A_Agents");
        assertThat(before.text()).contains("REMAINS", "lives in division \"Tenant_A\"");
    }

    @Test
    void needsAnApprovalAndNoThresholdHoldsIt() {
        world.limits = Map.of(
                EntitlementKind.ACCOUNTS, new Limit(0, 0),
                EntitlementKind.MEMBERSHIPS, new Limit(0, 0),
                EntitlementKind.GRANTS, new Limit(0, 0));
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));

        Plan plan = world.provisioner().planOffboarding(A);

        assertThat(plan.holds()).isEmpty();
        assertThat(plan.operations()).isNotEmpty();
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThatThrownBy(() -> world.provisioner().apply(plan, Approval.of(world.plan(), "somebody")))
                .isInstanceOf(io.tenantry.apply.PlanRefusedException.class);
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void needsNoAuthorityOfThePolicy(Authority authority) {
        strangers();
        world.authority = World.everything(authority);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));

        ApplyReport report = offboard();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(zero().isZero()).as(zero().text()).isTrue();
        assertThat(world.provisioner().planOffboarding(A).isEmpty()).isTrue();
    }

    @Test
    void incompleteReadHoldsTheWholePlanAndProvesNothing() {
        world.directory.grantsProof = p -> p.doubting("the total changed");

        Plan plan = world.provisioner().planOffboarding(A);

        assertThat(plan.batches()).isEmpty();
        assertThat(plan.held()).isNotEmpty();
        assertThat(zero().isZero()).isFalse();
    }

    @Test
    void stripModeLeavesTheLogInAndPlacesPeopleInHome() {
        TenantPolicy a = world.tenants.get(0);
        Governance strip = new Governance(
                LeaverMode.STRIP,
                a.governance().authority(),
                a.governance().limits(),
                a.governance().window());
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), a.division(), a.match(), a.profiles(), strip), world.tenants.get(1));

        offboard();

        var ana = world.directory.byName("ana@acme.example");
        assertThat(ana.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(ana.division()).isEqualTo(MemoryDirectory.HOME.id());
        assertThat(zero().isZero()).isTrue();
    }

    @Test
    void jointAgentOfAnotherTenantKeepsTheLogInAndTheOtherAccess() {
        world.jointAgents = List.of(
                new JointAgent("ana", List.of(A, new TenantId("b")), A, "queue", "cto", LocalDate.parse("2027-01-01")));
        world.run();
        assertThat(world.reach("ana@acme.example")).contains("Tenant_A", "Tenant_B");

        offboard();

        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_B");
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void protectedAccountsAndUnknownHoldersAreReportedAndLeftAlone() {
        world.protectedPeople = Set.of("ana@acme.example");
        grant("oauth-client", world.division("Tenant_A").id());

        Plan plan = world.provisioner().planOffboarding(A);
        offboard();

        assertThat(plan.findings())
                .extracting(Finding::code)
                .contains(FindingCode.PROTECTED, FindingCode.UNKNOWN_HOLDER);
        assertThat(plan.findings())
                .extracting(Finding::message)
                .contains("keeps role \"Agent\", because a protected account is in \"Tenant_A_Agents\"");
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.grants)
                .filteredOn(g -> g.subject().value().equals("grp-Tenant_A_Agents"))
                .as("the roles that the protected account has through its group")
                .isNotEmpty();
        assertThat(zero().remaining())
                .extracting(r -> r.subject().label())
                .containsExactlyInAnyOrder(
                        "ana@acme.example", "Tenant_A_Agents", "Tenant_A_Supervisors", "oauth-client");
    }

    @Test
    void memberByRuleIsReportedBecauseNoWriteRemovesOne() {
        world.directory.ruled.put(
                new GroupId("grp-Tenant_A_Agents"),
                Set.of(world.directory.byName("bob@acme.example").id()));

        Plan plan = world.provisioner().planOffboarding(A);
        offboard();

        assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.MEMBER_BY_RULE);
        assertThat(zero().remaining()).extracting(Reach::subject).hasSize(1);
    }

    @Test
    void roleInAllDivisionsIsNamedApart() {
        grant(world.directory.byName("bob@acme.example").id().value(), DivisionId.EVERYWHERE);

        offboard();

        assertThat(zero().isZero()).isTrue();
        assertThat(zero().everywhere()).extracting(r -> r.subject().name()).containsExactly("bob@acme.example");
    }

    @Test
    void tenantThatWasTakenOutOfThePolicyIsReportedUntilItsAccessWasSeenToBeZero() {
        List<TenantPolicy> both = world.tenants;
        world.tenants = List.of(both.get(1));
        world.remove("ana").remove("amy");

        Plan early = world.plan();

        assertThat(early.findings())
                .filteredOn(f -> f.code() == FindingCode.ORPHANED_TENANT)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.tenant()).contains(A);
                    assertThat(f.advice()).contains("off-board");
                });
        world.tenants = both;
        assertThat(codes(world.plan())).doesNotContain("orphaned-tenant");
        offboard();
        world.tenants = List.of(both.get(1));
        assertThat(codes(world.plan()))
                .as("no read has shown yet that it is done")
                .contains("orphaned-tenant");
        world.tenants = both;
        assertThat(zero().isZero()).isTrue();
        world.tenants = List.of(both.get(1));
        assertThat(codes(world.plan())).doesNotContain("orphaned-tenant");
    }

    @Test
    void tenantThatCameBackAfterItWasOffboardedIsReportedAnew() {
        List<TenantPolicy> both = world.tenants;
        offboard();
        zero();
        world.run();
        world.tenants = List.of(both.get(1));

        assertThat(codes(world.plan())).contains("orphaned-tenant");
    }

    @Test
    void evidenceNoLongerTellsThatAnybodyLivesThere() {
        offboard();

        TenantEvidence evidence = world.provisioner().evidence(A, World.NOW.minusSeconds(1), World.NOW.plusSeconds(1));

        assertThat(evidence.holdings()).isEmpty();
        assertThat(evidence.changes())
                .extracting(r -> r.fact().what())
                .contains("take away: lives in division \"Tenant_A\"");
    }

    private static List<String> codes(Plan plan) {
        return plan.findings().stream().map(f -> f.code().key()).toList();
    }

    @Test
    void tenantThatThePolicyDoesNotNameIsRefused() {
        assertThatThrownBy(() -> world.provisioner().planOffboarding(new TenantId("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x");
    }

    @Test
    void accountThatOnlyLivesThereIsMovedOutAndKeepsLogInAndRolesElsewhere() {
        DivisionId shared = world.directory.division("BPO Internal").id();
        world.sharedDivisions = List.of(new DivisionRef("BPO Internal", Optional.empty(), false));
        staff("admin", DivisionId.EVERYWHERE);
        staff("trainer", world.division("Tenant_B").id());
        staff("ops", shared);
        staff("nobody", MemoryDirectory.HOME.id());
        // Even people whom the rule of the tenant names, and who are in its groups.
        world.person("admin", "Account-a").person("trainer", "Account-a").person("ops", "Account-a");
        world.member("trainer@acme.example", "Tenant_A_Agents");

        ApplyReport report = offboard();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        for (String name : List.of("admin", "trainer", "ops", "nobody")) {
            var account = world.directory.byName(name + "@acme.example");
            assertThat(account.state()).as(name).isEqualTo(AccountState.ACTIVE);
            assertThat(account.division()).as(name).isEqualTo(MemoryDirectory.HOME.id());
            assertThat(world.directory.grants)
                    .as(name)
                    .extracting(Grant::subject)
                    .contains(SubjectId.of(account.id()));
        }
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(zero().isZero()).as(zero().text()).isTrue();
    }

    @Test
    void roleInHomeAloneKeepsNoLogIn() {
        grant(world.directory.byName("ana@acme.example").id().value(), MemoryDirectory.HOME.id());

        offboard();

        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void personWhomAnotherTenantMatchesKeepsTheLogIn() {
        world.person("ana", "Account-a", "Account-b");

        offboard();

        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach("ana@acme.example")).isEmpty();
    }

    @Test
    void personOfTwoTenantsWhoLeftLosesTheLogIn() {
        world.person("ana", "Account-a", "Account-b").disable("ana");

        offboard();

        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void personWhomADamagedSourceDoesNotNameKeepsTheLogIn() {
        world.remove("ana");
        world.rejected.add(new RejectedRow("users.csv:2", Optional.empty(), "the id is empty"));

        Plan plan = world.provisioner().planOffboarding(A);
        offboard();

        assertThat(plan.rejected()).hasSize(1);
        assertThat(plan.attention()).containsEntry(Attention.ROW_REFUSED, 1);
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach("ana@acme.example")).isEmpty();
        assertThat(world.directory.byName("amy@acme.example").state())
                .as("a row that was read says that only this tenant has the person")
                .isEqualTo(AccountState.INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doubtAboutTheSourceIsSaidAndTakesNoLogInOfAnAbsentPerson(boolean caution) {
        world.remove("ana");
        String doubt = "the file may be cut off";
        world.doubt = caution ? world.doubt.cautioned(List.of(doubt)) : world.doubt.doubting(doubt);

        Plan plan = world.provisioner().planOffboarding(A);
        offboard();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.SOURCE_IN_DOUBT)
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains(doubt));
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach("ana@acme.example")).isEmpty();
    }

    @Test
    void accountWhoseRolesCannotBeReadWaitsAndOthersDoNot() {
        var ana = world.directory.byName("ana@acme.example").id();
        world.directory.doubtful.add(SubjectId.of(ana));

        Plan plan = world.provisioner().planOffboarding(A);

        assertThat(plan.operations().flatMap(o -> o.person().stream()).map(Person::userName))
                .contains("amy@acme.example")
                .doesNotContain("ana@acme.example");
        assertThat(plan.held()).isNotEmpty();
    }

    @Test
    void personWhoWasMovedSinceThePlanWasMadeKeepsTheLogIn() {
        Plan old = world.provisioner().planOffboarding(A);
        world.person("ana", "Account-b").run();

        world.provisioner().apply(old, Approval.of(old, "the client's manager"));

        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_B");
        assertThat(world.directory.byName("amy@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void formerDivisionIsClearedTooAndAProofChecksIt() {
        world.disable("amy").run();
        world.directory.division("Tenant_A2");
        world.tenants = List.of(in("Tenant_A2", world.tenants.get(0)), world.tenants.get(1));
        world.hash += "'";
        world.run();
        strangers();
        assertThat(world.provisioner().proveIsolation().coverage().outside())
                .extracting(Division::name)
                .doesNotContain("Tenant_A");

        offboard();

        assertThat(zero().isZero()).as(zero().text()).isTrue();
        assertThat(world.provisioner().planOffboarding(A).isEmpty()).isTrue();
    }

    @Test
    void formerDivisionThatAnotherTenantHasNowStaysAsItIs() {
        world.tenants = List.of(in("Tenant_B", world.tenants.get(0)), in("Tenant_A", world.tenants.get(1)));
        world.hash += "'";
        world.run();
        world.run();

        offboard();

        assertThat(zero().isZero()).as(zero().text()).isTrue();
        var bob = world.directory.byName("bob@acme.example");
        assertThat(bob.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(bob.division()).isEqualTo(world.division("Tenant_A").id());
        assertThat(world.directory.members.get(new GroupId("grp-Tenant_B_Agents")))
                .containsExactly(bob.id());
    }

    private static TenantPolicy in(String division, TenantPolicy t) {
        DivisionRef ref = new DivisionRef(division, Optional.empty(), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private void staff(String name, DivisionId division) {
        var account = world.directory.account(name, name + "@acme.example", world.division("Tenant_A"));
        grant(account.id().value(), division);
    }

    private ApplyReport offboard() {
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(A);
        return provisioner.apply(plan, Approval.of(plan, "the client's manager"));
    }

    private ZeroAccess zero() {
        return world.provisioner().zeroAccess(A);
    }

    /** A person of another tenant with a grant, an unknown account in a group, and a group outside the policy. */
    private void strangers() {
        DivisionId a = world.division("Tenant_A").id();
        grant(world.directory.byName("bob@acme.example").id().value(), a);
        var stranger = world.directory.account("stranger", "stranger@acme.example", MemoryDirectory.HOME);
        world.directory.members.get(new GroupId("grp-Tenant_A_Agents")).add(stranger.id());
        Group foreign = new Group(new GroupId("grp-Foreign"), "Foreign");
        world.directory.groups.put(foreign.id(), foreign);
        world.directory.members.put(foreign.id(), new LinkedHashSet<>(Set.of(stranger.id())));
        grant(foreign.id().value(), a);
    }

    private void grant(String subject, DivisionId division) {
        world.grant(new SubjectId(subject), "Agent", division);
    }
}
