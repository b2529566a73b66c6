// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An edit of the policy is a transition: what the former policy gave and this one does not is taken away, after the new
 * access within the same tenant is there, and before people gain in another tenant.
 */
@NullUnmarked
class PolicyEditsTest {
    private static final String ANA = "ana@acme.example";
    private static final String CID = "cid@acme.example";
    private static final String DAN = "dan@acme.example";
    private final World world = new World();
    /** Which tenant each division has ever belonged to. */
    private final Map<String, String> owners = new HashMap<>(Map.of("Tenant_A", "a", "Tenant_B", "b"));

    PolicyEditsTest() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-b")
                .person("cid", "Account-a")
                .person("dan", "Account-a");
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void exchangedGroupIsClearedWhereTheAuthorityRemovesAndElseHoldsWhoMovesOn(Authority authority) {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.govern("a", World.everything(authority), World.unlimited());
        world.person("ana", "Account-b").disable("dan");

        ApplyReport report = watched(world.planned());

        if (authority.removes()) {
            assertThat(reach(ANA)).containsExactly("b");
            assertThat(reach(CID)).containsExactly("a");
            assertThat(members("Tenant_A_Agents")).isEmpty();
            assertThat(roles("Tenant_A_Agents")).isEmpty();
            assertThat(roles("Tenant_A_Supervisors")).isEmpty();
            assertThat(members("Tenant_A.2_Agents")).containsExactly(CID);
            assertThat(report.isClean()).isTrue();
            assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
        } else {
            assertThat(reach(ANA)).containsExactly("a");
            assertThat(members("Tenant_A_Agents")).contains(ANA, CID);
            assertThat(world.plan().findings()).anyMatch(f -> f.code() == FindingCode.UNMANAGED_ACCESS);
        }
    }

    @Test
    void exchangedGroupWithARoleInAnotherTenantIsStillKeptWhileItsMembersWouldGain() {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.directory.grants.add(new Grant(
                SubjectId.of(world.directory.named("Tenant_A_Agents").id()),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.ADDITIVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .noneMatch(w -> w.startsWith("join"));
    }

    @Test
    void whoStaysHasTheRoleOfTheirTenantAtEveryMomentWhileAGroupIsExchanged() {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        Set<Set<String>> seen = new HashSet<>();
        world.directory.after = name -> seen.add(throughRoles(CID));

        world.run();

        assertThat(seen).containsExactly(Set.of("a"));
    }

    @Test
    void whoIsLeftInTheFormerDivisionAndMatchesNothingIsReportedAsOneWhoHoldsAccess() {
        world.run();
        AccountId ana = world.directory.byName(ANA).id();
        world.directory.members.values().forEach(members -> members.remove(ana));
        world.directory.division("Tenant_A.2");
        world.tenants = List.of(world.tenant("a", "Tenant_A.2"), world.tenant("b", "Tenant_B"));
        world.person("ana");

        for (Plan plan :
                List.of(world.plan(), world.provisioner().explain("ana").plan())) {
            assertThat(plan.attention()).as(PlanText.of(plan)).containsEntry(Attention.UNDECIDED, 1);
        }
    }

    @Test
    void offboardingEmptiesTheFormerGroupsTooAndLeavesThoseThatAnotherTenantUsesNow() {
        world.run();
        edit("a", t -> withGroup(withNewGroups(t), "agent", "Tenant_A.3_Agents"));
        edit("b", t -> withGroup(t, "agent", "Tenant_A_Agents"));
        world.planned();
        Provisioner provisioner = world.provisioner();

        Plan offboarding = provisioner.planOffboarding(new TenantId("a"));
        provisioner.apply(offboarding, Approval.of(offboarding, "test"));

        assertThat(offboarding.holds()).as(PlanText.of(offboarding)).isEmpty();
        assertThat(members("Tenant_A_Supervisors")).isEmpty();
        assertThat(members("Tenant_A_Agents")).contains(CID);
        assertThat(provisioner.zeroAccess(new TenantId("a")).isZero()).isTrue();
    }

    @Test
    void costOfAnExchangedGroupIsKnownBeforeIt() {
        world.persons(60, "Account-a").run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.person("p3", "Account-b").person("p4", "Account-b").disable("p5");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply();

        assertThat(report.writes()).isEqualTo(planned.plan().cost().writes());
        assertThat(report.reads()).isLessThanOrEqualTo(planned.plan().cost().reads());
    }

    @Test
    void exchangedGroupKeepsItsMembersAndItsRoleIfALimitHoldsThem() {
        world.persons(10, "Account-a").run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.govern("a", Map.of(), World.limit(EntitlementKind.MEMBERSHIPS, 3, 10));
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        watched(world.planned());

        assertThat(plan.holds()).extracting(h -> h.code().key()).containsExactly("limit-memberships");
        assertThat(roles("Tenant_A_Agents")).containsExactly("Agent");
        assertThat(members("Tenant_A.2_Agents")).contains(CID);
        assertThat(reach(ANA)).containsExactly("a");
    }

    @Test
    void whoCouldNotJoinTheNewGroupStaysInTheFormerOneWithItsRole() {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.directory.before = name -> {
            if (name.startsWith("add")) {
                throw new DirectoryException(Failure.REJECTED, "refused", null);
            }
        };

        ApplyReport report = world.run();

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().phase() == Phase.CLEAR)
                .isNotEmpty()
                .allMatch(o -> o.status() == Outcome.Status.SKIPPED);
        assertThat(throughRoles(CID)).containsExactly("a");
        world.directory.before = name -> {};
        world.run();
        assertThat(roles("Tenant_A_Agents")).isEmpty();
        assertThat(throughRoles(CID)).containsExactly("a");
    }

    @Test
    void onePersonWhoMovesLeavesTheFormerGroupFirst() {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.person("ana", "Account-b");
        watch();

        world.provisioner().provision("ana", "test");

        assertThat(reach(ANA)).containsExactly("b");
        assertThat(members("Tenant_A_Agents")).doesNotContain(ANA);
    }

    @Test
    void groupThatNoAppliedPlanUsedIsNotCleared() {
        Group staff = new Group(new GroupId("grp-staff"), "All staff");
        world.directory.groups.put(staff.id(), staff);
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.directory.members.put(staff.id(), new TreeSet<>());
        world.member("eve@acme.example", "All staff");
        edit("a", t -> withGroup(t, "agent", "All staff"));
        world.plan();
        edit("a", t -> withGroup(t, "agent", "Tenant_A_Agents"));

        world.run();

        assertThat(members("All staff")).containsExactly("eve@acme.example");
    }

    @Test
    void clearedGroupIsForgottenAndMayServeForSomethingElse() {
        world.run();
        edit("a", PolicyEditsTest::withNewGroups);
        world.run();
        world.run();
        world.member(CID, "Tenant_A_Agents");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void droppedProfileTakesItsGroupAwayWhereTheAuthorityRemoves(Authority authority) {
        world.run();
        edit("a", t -> withProfiles(t, List.of(t.profiles().get(0))));
        world.govern("a", World.everything(authority), World.unlimited());

        watched(world.planned());

        assertThat(roles("Tenant_A_Supervisors")).hasSize(authority.removes() ? 0 : 1);
        assertThat(members("Tenant_A_Supervisors")).hasSize(authority.removes() ? 0 : 1);
        assertThat(members("Tenant_A_Agents")).contains(ANA, CID, DAN);
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void droppedRoleIsRevokedWhereTheAuthorityRemoves(Authority authority) {
        world.directory.role("Quality");
        edit("a", t -> withRoles(t, Set.of("Agent", "Quality")));
        world.run();
        edit("a", t -> withRoles(t, Set.of("Agent")));
        world.govern("a", World.everything(authority), World.unlimited());

        watched(world.planned());

        assertThat(roles("Tenant_A_Agents"))
                .containsExactlyInAnyOrderElementsOf(
                        authority.removes() ? Set.of("Agent") : Set.of("Agent", "Quality"));
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void exchangedDivisionTakesThePeopleAlongAndThenLosesItsRoles(Authority authority) {
        world.run();
        world.directory.division("Tenant_X");
        owners.put("Tenant_X", "a");
        edit("a", t -> in(t, "Tenant_X"));
        world.govern("a", World.everything(authority), World.unlimited());
        world.person("ana", "Account-b");

        watched(world.planned());

        Set<String> divisions = divisionsOfRoles("Tenant_A_Agents");
        if (authority.removes()) {
            assertThat(divisions).containsExactly("Tenant_X");
            assertThat(lives(CID)).isEqualTo("Tenant_X");
            assertThat(reach(ANA)).containsExactly("b");
            assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
        } else {
            assertThat(divisions).contains("Tenant_A");
            assertThat(reach(ANA)).containsExactly("a");
        }
    }

    @Test
    void whoStaysReachesTheirTenantAtEveryMomentWhileADivisionIsExchanged() {
        world.run();
        world.directory.division("Tenant_X");
        owners.put("Tenant_X", "a");
        edit("a", t -> in(t, "Tenant_X"));
        Set<Set<String>> seen = new HashSet<>();
        world.directory.after = name -> seen.add(throughRoles(CID));

        world.run();

        assertThat(seen).containsExactly(Set.of("a"));
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void tenantsThatSwapTheirGroupsSwapNobodysAccessOnTheWay(Authority authority) {
        world.run();
        edit("a", t -> withGroup(t, "agent", "Tenant_B_Agents"));
        edit("b", t -> withGroup(t, "agent", "Tenant_A_Agents"));
        world.authority = World.everything(authority);
        world.govern("a", world.authority, World.unlimited()).govern("b", world.authority, World.unlimited());

        for (int run = 0; run < 4; run++) {
            watched(world.planned());
        }

        if (authority.removes()) {
            assertThat(members("Tenant_B_Agents")).containsExactlyInAnyOrder(ANA, CID, DAN);
            assertThat(divisionsOfRoles("Tenant_B_Agents")).containsExactly("Tenant_A");
            assertThat(reach(CID)).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void tenantThatIsMergedIntoAnotherByDroppingItHoldsItsPeople(Authority authority) {
        world.run();
        world.tenants = List.of(world.tenants.get(1));
        edit("b", t -> matching(t, "Account-a", "Account-b"));
        world.govern("b", World.everything(authority), World.unlimited());

        watched(world.planned());

        assertThat(reach(CID)).containsExactly("a");
        assertThat(throughRoles(CID)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void tenantThatIsSplitMovesThePeopleOfTheNewOne(Authority authority) {
        world.run();
        world.directory.division("Tenant_X");
        owners.put("Tenant_X", "x");
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.tenant("x", "Tenant_X"));
        world.govern("a", World.everything(authority), World.unlimited());
        world.person("cid", "Account-x");

        watched(world.planned());

        assertThat(reach(CID)).containsExactly(authority.removes() ? "x" : "a");
    }

    @Test
    void tenantUnderAnotherIdIsTheSameTenant() {
        world.run();
        edit("a", t -> called(t, "shop"));

        Plan renamed = world.plan();
        edit("shop", t -> called(t, "a"));
        Plan back = world.plan();

        for (Plan plan : List.of(renamed, back)) {
            assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
            assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        }
    }

    @Test
    void tenantUnderAnotherIdLosesWhatItsEditTookAway() {
        world.run();
        edit("a", t -> called(withGroup(withProfiles(t, t.profiles().subList(0, 1)), "agent", "Shop_Agents"), "shop"));
        owners.put("Tenant_A", "shop");

        Plan plan = world.plan();
        watched(world.planned());
        world.person("ana", "Account-b");
        watched(world.planned());

        assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        assertThat(members("Shop_Agents")).containsExactlyInAnyOrder(CID, DAN);
        for (String former : List.of("Tenant_A_Agents", "Tenant_A_Supervisors")) {
            assertThat(members(former)).isEmpty();
            assertThat(roles(former)).isEmpty();
        }
        assertThat(reach(ANA)).containsExactly("b");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatADroppedTenantHadIsGivenToNoOther(boolean group) {
        world.run();
        List<Grant> before = List.copyOf(world.directory.grants);
        world.tenants = List.of(world.tenants.get(1));
        edit("b", t -> group ? withGroup(t, "agent", "Tenant_A_Agents") : in(t, "Tenant_A"));

        Plan plan = world.plan();
        world.run();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == (group ? FindingCode.UNBOUND_GROUP : FindingCode.UNBOUND_DIVISION))
                .singleElement()
                .satisfies(f -> assertThat(f.subject() + ": " + f.message() + "; " + f.advice())
                        .isEqualTo("tenant b: \"" + (group ? "Tenant_A_Agents" : "Tenant_A")
                                + "\" is that of tenant a, which left the policy: put tenant a back and off-board it"
                                + " first, or name another one; until then nothing is given in this tenant"));
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
        assertThat(reach(CID)).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void divisionOfTwoOneAfterTheOtherIsThatOfTheOneThatLeft(Authority authority) {
        world.run();
        world.directory.division("Tenant_X");
        owners.put("Tenant_X", "a");
        edit("a", t -> in(t, "Tenant_X"));
        world.run();
        assertThat(world.plan().isEmpty()).isTrue();
        owners.put("Tenant_A", "x");
        List<TenantPolicy> two = world.tenants;
        world.tenants = List.of(two.get(0), two.get(1), in(world.tenant("x", "Tenant_Y"), "Tenant_A"));
        world.person("eve", "Account-x");
        watched(world.planned());
        assertThat(reach("eve@acme.example")).containsExactly("x");
        world.tenants = two;
        world.govern("a", World.everything(authority), World.unlimited());
        world.person("eve", "Account-a");

        Plan plan = world.plan();
        watched(world.planned());

        assertThat(plan.findings())
                .extracting(Finding::code)
                .as(PlanText.of(plan))
                .contains(FindingCode.ORPHANED_TENANT);
        assertThat(reach("eve@acme.example")).containsExactly("x");
        assertThat(throughRoles("eve@acme.example")).containsExactly("x");
    }

    private static TenantPolicy called(TenantPolicy t, String id) {
        return new TenantPolicy(new TenantId(id), t.name(), t.division(), t.match(), t.profiles(), t.governance());
    }

    private ApplyReport watched(World.Planned planned) {
        watch();
        return planned.apply();
    }

    // A tenant of a person is one whose division they live in, or have a role in, alone or through a group.
    private void watch() {
        Map<String, Set<String>> before = new HashMap<>();
        world.directory.accounts.values().forEach(a -> before.put(a.userName(), reach(a.userName())));
        world.directory.after = name -> world.directory.accounts.values().forEach(a -> {
            Set<String> now = reach(a.userName());
            assertThat(now.size() < 2
                            || before.getOrDefault(a.userName(), Set.of()).containsAll(now))
                    .as("%s: %s reaches %s", name, a.userName(), now)
                    .isTrue();
        });
    }

    private Set<String> reach(String userName) {
        Set<String> tenants = throughRoles(userName);
        Optional.ofNullable(owners.get(lives(userName))).ifPresent(tenants::add);
        return tenants;
    }

    private Set<String> throughRoles(String userName) {
        Account account = world.directory.byName(userName);
        Set<SubjectId> holders = new HashSet<>(Set.of(SubjectId.of(account.id())));
        world.directory.members.forEach((group, members) -> {
            if (members.contains(account.id())) {
                holders.add(SubjectId.of(group));
            }
        });
        return world.directory.grants.stream()
                .filter(g -> holders.contains(g.subject()))
                .map(this::division)
                .filter(owners::containsKey)
                .map(owners::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String lives(String userName) {
        return world.directory
                .divisions
                .get(world.directory.byName(userName).division())
                .name();
    }

    private String division(Grant grant) {
        return world.directory.divisions.get(grant.division()).name();
    }

    private Set<String> members(String group) {
        return world.directory.members.get(world.directory.named(group).id()).stream()
                .map(id -> world.directory.accounts.get(id).userName())
                .collect(Collectors.toSet());
    }

    private Set<String> roles(String group) {
        return grants(group).stream()
                .map(g -> world.directory.roles.get(g.role()).name())
                .collect(Collectors.toSet());
    }

    private Set<String> divisionsOfRoles(String group) {
        return grants(group).stream().map(this::division).collect(Collectors.toSet());
    }

    private List<Grant> grants(String group) {
        GroupId id = world.directory.named(group).id();
        return world.directory.grants.stream()
                .filter(g -> g.subject().equals(SubjectId.of(id)))
                .toList();
    }

    private void edit(String tenant, UnaryOperator<TenantPolicy> edit) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(new TenantId(tenant)) ? edit.apply(t) : t)
                .toList();
        world.hash += "'";
    }

    private static TenantPolicy withNewGroups(TenantPolicy t) {
        return withProfiles(
                t,
                t.profiles().stream()
                        .map(p -> named(
                                p,
                                p.genesysGroup().replace("_Agents", ".2_Agents").replace("_Sup", ".2_Sup")))
                        .toList());
    }

    private static TenantPolicy withGroup(TenantPolicy t, String profile, String group) {
        return withProfiles(
                t,
                t.profiles().stream()
                        .map(p -> p.id().equals(profile) ? named(p, group) : p)
                        .toList());
    }

    private static AccessProfile named(AccessProfile p, String group) {
        return new AccessProfile(p.id(), p.when(), group, p.roles(), p.privileged());
    }

    private static TenantPolicy withRoles(TenantPolicy t, Set<String> roles) {
        AccessProfile p = t.profiles().get(0);
        return withProfiles(t, List.of(new AccessProfile(p.id(), p.when(), p.genesysGroup(), roles, p.privileged())));
    }

    private static TenantPolicy withProfiles(TenantPolicy t, List<AccessProfile> profiles) {
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.empty(), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy matching(TenantPolicy t, String... groups) {
        Condition any = new Condition.Any(List.of(groups).stream()
                .<Condition>map(Condition.SourceGroup::new)
                .toList());
        return new TenantPolicy(t.id(), t.name(), t.division(), any, t.profiles(), t.governance());
    }
}
