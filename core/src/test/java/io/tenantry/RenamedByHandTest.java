// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Account;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.MemorySource;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.Tenant;
import io.tenantry.plan.Attention;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.DivisionRef;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an earlier run found by a name is used by its id, and each road says that the name has changed by hand. */
class RenamedByHandTest {
    private final World world = new World();
    private final MemorySource source = MemorySource.named("test");

    RenamedByHandTest() {
        world.sharedDivisions = List.of(new DivisionRef("Internal", Optional.empty(), false));
        world.directory.division("Internal");
        Group staff = new Group(new GroupId("grp-staff"), "All staff");
        world.directory.groups.put(staff.id(), staff);
        world.directory.members.put(staff.id(), new LinkedHashSet<>());
        world.directory.grants.add(new Grant(
                SubjectId.of(staff.id()),
                new RoleId("role-Agent"),
                world.division("Tenant_A").id()));
        world.directory.account("acc-admin", "admin@acme.example", MemoryDirectory.HOME);
        world.grant("admin@acme.example", "Agent", world.division("Tenant_B").id());
        world.accepted = List.of(
                accepted(AcceptedAccess.Kind.GROUP, "All staff"),
                accepted(AcceptedAccess.Kind.ACCOUNT, "admin@acme.example"));
        world.person("ana", "Account-a").person("ben", "Account-b");
        run();
        run();
        assertThat(plan().attention()).isEmpty();
    }

    private static AcceptedAccess accepted(AcceptedAccess.Kind kind, String name) {
        return new AcceptedAccess(
                new Holder(kind, name, Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "runs the place",
                "ciso@acme.example",
                Optional.empty());
    }

    /** What hands do, and the finding that follows. */
    record Hand(String name, Consumer<World> deed, FindingCode finding) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hand> hands() {
        return Stream.of(
                new Hand("division", w -> division(w, "Tenant_A", "Retail"), FindingCode.DIVISION_RENAMED),
                new Hand("name goes to another division", RenamedByHandTest::another, FindingCode.DIVISION_RENAMED),
                new Hand("shared division", w -> division(w, "Internal", "Inner"), FindingCode.DIVISION_RENAMED),
                new Hand("group", w -> group(w, "Tenant_A_Agents", "Crew"), FindingCode.GROUP_RENAMED),
                new Hand("groups swap names", RenamedByHandTest::swap, FindingCode.GROUP_RENAMED),
                new Hand("role", w -> role(w, "Supervisor", "Boss"), FindingCode.ROLE_RENAMED),
                new Hand("accepted group", w -> group(w, "All staff", "Everybody"), FindingCode.GROUP_RENAMED));
    }

    private static void another(World world) {
        division(world, "Tenant_A", "Retail");
        DivisionId other = new DivisionId("div-new");
        world.directory.divisions.put(other, new Division(other, "Tenant_A", false));
        world.sharedDivisions =
                List.of(world.sharedDivisions.get(0), new DivisionRef("Tenant_A", Optional.of(other), false));
    }

    private static void swap(World world) {
        group(world, "Tenant_A_Agents", "tmp");
        group(world, "Tenant_A_Supervisors", "Tenant_A_Agents");
        group(world, "tmp", "Tenant_A_Supervisors");
    }

    private static void division(World world, String from, String to) {
        Division division = world.division(from);
        world.directory.divisions.put(division.id(), new Division(division.id(), to, false));
    }

    private static void group(World world, String from, String to) {
        Group group = world.directory.named(from);
        world.directory.groups.put(group.id(), new Group(group.id(), to));
    }

    private static void role(World world, String from, String to) {
        RoleId id = new RoleId("role-" + from);
        world.directory.roles.put(id, new Role(id, to, false, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("hands")
    void everyRoadSaysItAndGoesByTheId(Hand hand) {
        hand.deed().accept(world);

        Plan everybody = plan();
        world.with(Identity.of("ana", "ana@acme.example", "Ana", List.of("Account-a"), Map.of()));
        deliver();
        ChangePlan changes = provisioner().planChanges();
        world.with(Identity.of("ana", "ana@acme.example", "Ana B", List.of("Account-a"), Map.of()));
        deliver();
        ChangePlan again = provisioner().planChanges();
        Plan ana = provisioner().explain("ana").plan();

        assertThat(codes(everybody)).containsOnly(hand.finding());
        assertThat(everybody.operations()).isEmpty();
        assertThat(everybody.attention()).containsOnlyKeys(Attention.RENAMED);
        assertThat(codes(changes.plan())).containsOnly(hand.finding());
        assertThat(again.everybody()).isEmpty();
        assertThat(codes(again.plan())).containsOnly(hand.finding());
        assertThat(codes(ana)).containsOnly(hand.finding());
        assertThat(provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    private void account(String userName, String now) {
        Account account = world.directory.byName(userName);
        world.directory.accounts.put(
                account.id(),
                new Account(
                        account.id(),
                        account.state(),
                        now,
                        account.displayName(),
                        account.externalId(),
                        account.division(),
                        account.attributes()));
    }

    @Test
    void findingNamesWhoNamesItTheOldNameTheNewNameAndTheId() {
        group(world, "Tenant_A_Agents", "Crew");
        Group other = new Group(new GroupId("grp-other"), "Tenant_A_Agents");
        world.directory.groups.put(other.id(), other);

        assertThat(plan().findings())
                .extracting(Finding::message)
                .containsExactly("tenant a, profile agent: group \"Tenant_A_Agents\" is now called \"Crew\" (group "
                        + world.directory.named("Crew").id()
                        + "); the old name now belongs to group grp-other, which is not used");
    }

    @Test
    void renamedAcceptedAccountStaysAcceptedAndIsSaid() {
        account("admin@acme.example", "chief@acme.example");

        assertThat(codes(plan())).containsExactly(FindingCode.ACCOUNT_RENAMED);
        assertThat(provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    @Test
    void groupThatWasMadeAgainByHandIsUsedAndSaid() {
        world.directory.delete(world.directory.named("Tenant_A_Agents"));
        Group other = new Group(new GroupId("grp-again"), "Tenant_A_Agents");
        world.directory.groups.put(other.id(), other);
        world.directory.members.put(other.id(), new LinkedHashSet<>());

        assertThat(codes(plan())).contains(FindingCode.GROUP_RENAMED);
        run();
        assertThat(codes(plan())).isEmpty();
        assertThat(plan().operations()).isEmpty();
    }

    @Test
    void roleThatWasMadeAgainByHandWithMoreIsHeldAsARoleThatHasGrown() {
        world.directory.roles.remove(new RoleId("role-Agent"));
        world.directory.grants.removeIf(g -> g.role().equals(new RoleId("role-Agent")));
        Role again = new Role(new RoleId("role-again"), "Agent", false, Set.of("directory:group:edit"));
        world.directory.roles.put(again.id(), again);

        for (int run = 0; run < 2; run++) {
            Plan plan = plan();
            assertThat(codes(plan)).contains(FindingCode.ROLE_GROWN);
            assertThat(plan.operations().filter(o -> o.change().grants().isPresent()))
                    .as("run " + run)
                    .isEmpty();
            assertThat(plan.holds()).extracting(h -> h.code()).contains(HoldCode.ROLE_GROWN);
        }
    }

    @Test
    void proofGivesTheNamesOfTodayBesideThoseOfThePolicy() {
        division(world, "Tenant_A", "Retail");
        group(world, "Tenant_A_Agents", "Crew");

        Tenant a = provisioner().proveIsolation().tenants().get(0);

        assertThat(a.division()).isEqualTo("Retail (in the policy: Tenant_A)");
        assertThat(a.groups()).first().isEqualTo("Crew (in the policy: Tenant_A_Agents)");
    }

    @Test
    void renamedUserNameOfAPersonIsWrittenBackOnEachRoad() {
        account("ana@acme.example", "ana.x@acme.example");

        assertThat(plan().operations().map(Operation::change)).hasSize(1);
        assertThat(provisioner()
                        .explain("ana")
                        .plan()
                        .operations()
                        .map(Operation::change)
                        .toList())
                .isEqualTo(plan().operations().map(Operation::change).toList());
    }

    private void deliver() {
        source.putAll(world.people.values());
    }

    private Provisioner provisioner() {
        return world.builder(world.directory, world.store)
                .source(source)
                .structureAge(Duration.ZERO)
                .build();
    }

    private Plan plan() {
        deliver();
        return provisioner().plan();
    }

    private ApplyReport run() {
        Plan plan = plan();
        return provisioner().apply(plan, Approval.of(plan, "test"));
    }

    private static List<FindingCode> codes(Plan plan) {
        return plan.findings().stream().map(Finding::code).toList();
    }
}
