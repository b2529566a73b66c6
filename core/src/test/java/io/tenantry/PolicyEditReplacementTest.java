// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Within one tenant the new access is given and confirmed first: while it is held, refused or not permitted, the former
 * access stays.
 */
@NullUnmarked
class PolicyEditReplacementTest {
    private static final String ANA = "ana@acme.example";
    private static final String NEW = "A_New";
    private final World world = new World();
    private final MemoryDirectory org = world.directory;

    PolicyEditReplacementTest() {
        world.person("ana", "Account-a").person("cid", "Account-a").person("bob", "Account-b");
        org.role("Agent", Set.of("routing:queue:view"));
        org.role("Supervisor", Set.of("routing:queue:view"));
        org.role("Quality", Set.of("routing:queue:view"));
        world.run();
    }

    @Test
    void formerGroupStaysWhileAnOwnerOrRuleMemberOfTheNewOneLivesElsewhere() {
        ruled(world.group(NEW), "bob@acme.example");
        exchangeGroup();

        keeps(HoldCode.GROUP_REACHES_ELSEWHERE);
    }

    @Test
    void formerGroupStaysWhileItsRoleHasGrown() {
        grow("Agent");
        exchangeGroup();

        keeps(HoldCode.ROLE_GROWN);
    }

    @Test
    void formerGroupStaysWhereRolesAreOnlyObserved() {
        world.group(NEW);
        exchangeGroup();
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());

        keeps(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void formerGroupStaysWhereMembershipsAreOnlyObserved() {
        exchangeGroup();
        world.govern("a", Map.of(EntitlementKind.MEMBERSHIPS, Authority.OBSERVE), World.unlimited());

        keeps(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void formerGroupStaysWhileRolesAreSwitchedOffForTheNewOne() {
        Group off = world.group(NEW);
        org.groups.put(off.id(), new Group(off.id(), NEW, OptionalLong.empty(), false));
        exchangeGroup();

        keeps(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void formerGroupStaysWhileTheNewOneIsThatOfATenantThatLeftThePolicy() {
        world.tenants = List.of(world.tenants.get(0));
        edit(t -> withGroup(t, "Tenant_B_Agents"));

        Plan plan = world.plan();
        world.run();

        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .extracting(Finding::code)
                .contains(FindingCode.UNBOUND_GROUP);
        assertThat(plan.batches()).isEmpty();
        assertThat(roles(ANA)).containsExactly("Agent");
    }

    @Test
    void formerGroupStaysWhileItsTenantIsQuarantined() {
        exchangeGroup();
        world.quarantine = new QuarantineRule(1, 1, 1, Duration.ofHours(1), Duration.ofHours(1));
        org.failing("", Failure.NOT_PERMITTED);
        world.run();
        org.before = name -> {};

        keeps(HoldCode.TENANT_QUARANTINED);
    }

    @Test
    void onePersonLeavesTheFormerGroupOnlyForOneThatHoldsTheRole() {
        world.group(NEW);
        exchangeGroup();

        Plan plan = world.provisioner().explain("ana").plan();
        world.provisioner().provision("ana", "test");

        assertThat(codes(plan)).containsExactly(HoldCode.REPLACEMENT_MISSING);
        assertThat(roles(ANA)).containsExactly("Agent");
        world.run();
        assertThat(org.groupsOf(ANA)).containsExactly(NEW);
        assertThat(roles(ANA)).containsExactly("Agent");
    }

    @Test
    void onePersonLeavesTheFormerGroupWhenTheNewOneHoldsTheRole() {
        exchangeGroup();
        world.person("dan", "Account-a");
        world.provisioner().provision("dan", "test");

        world.provisioner().provision("ana", "test");

        assertThat(org.groupsOf(ANA)).containsExactly(NEW);
        assertThat(roles(ANA)).containsExactly("Agent");
        assertThat(roles("cid@acme.example")).containsExactly("Agent");
    }

    @Test
    void parkedPersonKeepsTheRoleOfTheFormerGroup() {
        exchangeGroup();
        world.person("cid", "Account-a", "Account-b");

        world.run();

        assertThat(roles("cid@acme.example")).containsExactly("Agent");
        assertThat(org.groupsOf(ANA)).containsExactly(NEW);
        assertThat(codes(world.plan())).containsExactly(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void memberOfAnotherTenantDoesNotKeepTheRoleOfAFormerGroup() {
        ruled(org.named("Tenant_A_Agents"), "bob@acme.example");
        exchangeGroup();

        world.run();

        assertThat(roles("bob@acme.example")).containsExactly("Agent");
        assertThat(holders("Agent", "Tenant_A")).containsExactly(NEW);
    }

    @Test
    void formerGroupStaysAtApplyWhileTheNewRoleIsRefused() {
        exchangeGroup();
        org.failing("grant", Failure.NOT_PERMITTED);

        skips();
    }

    @Test
    void formerGroupStaysAtApplyWhileTheJoinIsRefused() {
        exchangeGroup();
        org.failing("add", Failure.NOT_PERMITTED);

        skips();
    }

    @Test
    void formerGroupStaysAtApplyUntilAReadShowsTheNewRole() {
        exchangeGroup();
        org.roleless = 100;

        skips();
    }

    @Test
    void formerDivisionKeepsItsRolesWhileTheNewOnesAreHeld() {
        grow("Agent");
        org.division("Tenant_X");
        edit(t -> in(t, "Tenant_X"));

        world.run();

        assertThat(codes(world.plan())).containsExactly(HoldCode.ROLE_GROWN);
        assertThat(holders("Agent", "Tenant_A")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void formerDivisionKeepsItsRolesWhileTheNewOnesAreOnlyObserved() {
        org.division("Tenant_X");
        edit(t -> in(t, "Tenant_X"));
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());

        world.run();

        assertThat(holders("Agent", "Tenant_A")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void formerDivisionKeepsItsRolesAtApplyWhileAMoveIsRefused() {
        org.division("Tenant_X");
        edit(t -> in(t, "Tenant_X"));
        org.failing("move", Failure.NOT_PERMITTED);

        world.run();

        assertThat(holders("Agent", "Tenant_A")).containsExactly("Tenant_A_Agents");
        org.before = name -> {};
        world.run();
        assertThat(holders("Agent", "Tenant_A")).isEmpty();
        assertThat(holders("Agent", "Tenant_X")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void exchangedRoleIsGivenBeforeTheFormerOneIsRevoked() {
        edit(t -> withRoles(t, "Supervisor"));
        Set<Integer> seen = new HashSet<>();
        org.after = name -> seen.add(roles(ANA).size());

        world.run();

        assertThat(roles(ANA)).containsExactly("Supervisor");
        assertThat(seen).doesNotContain(0);
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void exchangedRoleStaysWhileTheNewOneIsHeld() {
        edit(t -> withRoles(t, "Agent", "Quality"));
        world.run();
        edit(t -> withRoles(t, "Agent"));
        world.run();
        grow("Quality");
        edit(t -> withRoles(t, "Quality"));

        keeps(HoldCode.ROLE_GROWN);
    }

    @Test
    void exchangedRoleStaysAtApplyWhileTheNewOneIsRefused() {
        edit(t -> withRoles(t, "Supervisor"));
        org.failing("grant", Failure.NOT_PERMITTED);

        skips();
    }

    @Test
    void droppedRoleIsRevokedFirstBecauseNothingReplacesIt() {
        edit(t -> withRoles(t, "Agent", "Quality"));
        world.run();
        edit(t -> withRoles(t, "Agent"));

        assertThat(world.plan().operations().map(o -> o.change().phase())).containsExactly(Phase.REVOKE);
    }

    @Test
    void personWhoChangesProfileKeepsTheFormerOneWhileTheNewOneIsHeld() {
        edit(t -> withProfiles(
                t,
                Stream.concat(
                                t.profiles().stream().skip(1),
                                Stream.of(new AccessProfile(
                                        "quality",
                                        Optional.of(new Condition.SourceGroup("Quality-a")),
                                        "Tenant_A_Quality",
                                        Set.of("Quality"))))
                        .toList()));
        world.person("ana", "Account-a", "Supervisors-a").person("cid", "Account-a", "Quality-a");
        world.run();
        grow("Quality");
        world.person("ana", "Account-a", "Quality-a");

        world.run();

        assertThat(codes(world.plan())).containsExactly(HoldCode.ROLE_GROWN);
        assertThat(roles(ANA)).containsExactly("Supervisor");
        org.role("Quality", Set.of("routing:queue:view"));
        Set<Integer> seen = new HashSet<>();
        org.after = name -> seen.add(roles(ANA).size());
        world.run();
        assertThat(roles(ANA)).containsExactly("Quality");
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void formerGroupBeyondALimitIsHeldForTheReasonThatNoOverrideReleases() {
        grow("Agent");
        exchangeGroup();
        world.govern("a", Map.of(), World.limit(EntitlementKind.MEMBERSHIPS, 1, 1));

        assertThat(world.plan().holds()).noneMatch(Hold::canBeOverridden);
        keeps(HoldCode.ROLE_GROWN);
    }

    /** The plan holds the clearing with this code, and applying it leaves each person the role; nothing else is new. */
    private void keeps(HoldCode code) {
        Plan plan = world.plan();
        world.run();

        assertThat(codes(plan)).as(PlanText.of(plan)).contains(code);
        assertThat(roles(ANA)).containsExactly("Agent");
        assertThat(roles("cid@acme.example")).containsExactly("Agent");
        assertThat(world.plan().batches()).as(PlanText.of(world.plan())).isEmpty();
        assertThat(world.plan().held().map(o -> o.change().phase())).contains(Phase.CLEAR);
    }

    /** Applying skips the clearing, and the next run completes it. */
    private void skips() {
        ApplyReport report = world.run();

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().phase() == Phase.CLEAR)
                .isNotEmpty()
                .allMatch(o -> o.status() == Outcome.Status.SKIPPED);
        assertThat(roles(ANA)).contains("Agent");
        org.before = name -> {};
        org.roleless = 0;
        world.clock = Clock.offset(world.clock, Duration.ofSeconds(1));
        world.run();
        assertThat(roles(ANA)).hasSize(1);
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    private void exchangeGroup() {
        edit(t -> withGroup(t, NEW));
    }

    private void grow(String role) {
        org.role(role, Set.of("routing:queue:view", "ui:supervisor:view"));
    }

    private void ruled(Group group, String userName) {
        org.ruled
                .computeIfAbsent(group.id(), k -> new TreeSet<>())
                .add(org.byName(userName).id());
        org.groups.put(group.id(), new Group(group.id(), group.name(), OptionalLong.of(1_000), true));
    }

    private Set<String> roles(String userName) {
        AccountId account = org.byName(userName).id();
        return org.grants.stream()
                .filter(g -> org.members.entrySet().stream()
                        .anyMatch(e -> SubjectId.of(e.getKey()).equals(g.subject())
                                && e.getValue().contains(account)))
                .map(g -> org.roles.get(g.role()).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> holders(String role, String division) {
        return org.grants.stream()
                .filter(g -> org.roles.get(g.role()).name().equals(role))
                .filter(g -> org.divisions.get(g.division()).name().equals(division))
                .map(Grant::subject)
                .map(s -> org.groups.get(new GroupId(s.value())).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<HoldCode> codes(Plan plan) {
        return plan.holds().stream().map(Hold::code).toList();
    }

    private void edit(UnaryOperator<TenantPolicy> edit) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(new TenantId("a")) ? edit.apply(t) : t)
                .toList();
        world.hash += "'";
    }

    private static TenantPolicy withGroup(TenantPolicy t, String group) {
        return withFirst(t, p -> new AccessProfile(p.id(), p.when(), group, p.roles()));
    }

    private static TenantPolicy withRoles(TenantPolicy t, String... roles) {
        return withFirst(t, p -> new AccessProfile(p.id(), p.when(), p.genesysGroup(), Set.of(roles)));
    }

    private static TenantPolicy withFirst(TenantPolicy t, UnaryOperator<AccessProfile> edit) {
        List<AccessProfile> profiles = new ArrayList<>(t.profiles());
        profiles.set(0, edit.apply(profiles.get(0)));
        return withProfiles(t, profiles);
    }

    private static TenantPolicy withProfiles(TenantPolicy t, List<AccessProfile> profiles) {
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.empty(), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }
}
