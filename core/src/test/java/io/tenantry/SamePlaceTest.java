// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two names of the policy mean one division or one group: only the one that had it before keeps it. */
@NullUnmarked
class SamePlaceTest {
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";

    private final World world = new World();
    private final MemorySource source = MemorySource.named("test");

    SamePlaceTest() {
        world.directory.division("Tenant_C");
        world.tenants =
                List.of(world.tenant("b", "Tenant_B"), world.tenant("a", "Tenant_A"), world.tenant("c", "Tenant_C"));
    }

    /** A way in which a plan is made and carried out. */
    enum Road {
        EVERYBODY {
            @Override
            void go(Provisioner provisioner, String person) {
                Plan plan = provisioner.plan();
                provisioner.apply(plan, Approval.of(plan, "test"));
            }
        },
        CHANGES {
            @Override
            void go(Provisioner provisioner, String person) {
                Plan plan = provisioner.planChanges().plan();
                provisioner.apply(plan, Approval.of(plan, "test"));
            }
        },
        ONE {
            @Override
            void go(Provisioner provisioner, String person) {
                provisioner.provision(person, "test");
            }
        };

        abstract void go(Provisioner provisioner, String person);
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void neitherTenantGetsADivisionThatBothNameAndNoRunHasUsed(Road road) {
        edit("a", t -> in(t, "Tenant_A", "Tenant_B"));
        world.person("ana", "Account-a").person("bob", "Account-b").person("cid", "Account-c");
        deliver();

        Plan plan = provisioner().whatIf(world.policy()).current();
        road.go(provisioner(), "ana");
        road.go(provisioner(), "bob");
        road.go(provisioner(), "cid");

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNBOUND_DIVISION)
                .extracting(Finding::subject, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                "tenant a",
                                "\"Tenant_A\" means division \"Tenant_B\" (div-Tenant_B), and so does \"Tenant_B\" of"
                                        + " tenant b: write another name or id for all but one"),
                        tuple(
                                "tenant b",
                                "\"Tenant_B\" means division \"Tenant_B\" (div-Tenant_B), and so does \"Tenant_A\" of"
                                        + " tenant a: write another name or id for all but one"));
        assertThat(world.directory.accounts.values())
                .extracting(Account::userName)
                .containsExactly("cid@acme.example");
        assertThat(world.reach("cid@acme.example")).containsExactly("Tenant_C");
    }

    @Test
    void tenantsThatNameOneDivisionLoseNothingIfNoStoreKnowsWhoseItIs() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        List<Grant> before = List.copyOf(world.directory.grants);
        world.store = new MemoryStore(world.clock);
        edit("a", t -> in(t, "Tenant_A", "Tenant_B"));
        world.person("bea", "Account-b").person("abe", "Account-a");

        Plan plan = world.plan();
        world.run();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
        assertThat(world.directory.accounts).hasSize(2);
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.VIOLATED);
    }

    /** Edits by which tenant {@code a}, or a new one, names what tenant {@code b} has, and the finding of that. */
    private static final Map<String, BiConsumer<SamePlaceTest, String>> NAMINGS = new LinkedHashMap<>();

    static {
        NAMINGS.put("its renamed division", (t, by) -> {
            t.rename("Tenant_B", "New");
            t.edit(by, p -> in(p, "New"));
        });
        NAMINGS.put("its division by id", (t, by) -> t.edit(by, p -> in(p, "Tenant_A", "Tenant_B")));
        NAMINGS.put("its renamed group", (t, by) -> {
            t.renameGroup("Tenant_B_Agents", "New");
            t.edit(by, p -> withGroup(p, "agent", "New"));
        });
    }

    static Stream<Arguments> namings() {
        return NAMINGS.keySet().stream()
                .flatMap(n -> Stream.of("a", "x")
                        .flatMap(by -> Stream.of(Road.values()).map(r -> Arguments.of(n, by, r))));
    }

    @ParameterizedTest
    @MethodSource("namings")
    void tenantKeepsWhatItHadIfAnotherNamesItToo(String naming, String by, Road road) {
        world.person("ana", "Account-a").person("bob", "Account-b").person("ben", "Account-b");
        world.limits = World.unlimited();
        settle();
        if (by.equals("x")) {
            world.directory.division("Tenant_X");
            world.tenants = Stream.concat(world.tenants.stream(), Stream.of(world.tenant("x", "Tenant_X")))
                    .toList();
        }
        List<Grant> before = List.copyOf(world.directory.grants);
        NAMINGS.get(naming).accept(this, by);
        world.disable("ben").person("bea", "Account-b").person("eve", "Account-" + by);
        deliver();

        List<Plan> plans = List.of(
                provisioner().whatIf(world.policy()).current(),
                provisioner().explain("eve").plan());
        for (String person : List.of("eve", "bob", "ben", "bea", "ana")) {
            road.go(provisioner(), person);
        }

        assertThat(plans.get(0).findings())
                .filteredOn(f -> f.code() == FindingCode.UNBOUND_DIVISION || f.code() == FindingCode.UNBOUND_GROUP)
                .singleElement()
                .satisfies(f -> assertThat(f.subject() + " " + f.message())
                        .startsWith("tenant " + by + " ")
                        .contains(", and so does \"Tenant_B")
                        .endsWith("\" of tenant b, which had it before: name another one"));
        plans.forEach(plan -> assertThat(plan.operations()
                        .filter(o ->
                                o.person().filter(p -> p.key().contains("eve")).isPresent())
                        .map(o -> Wording.of(o.change())))
                .isEmpty());
        assertThat(world.directory.accounts.values())
                .filteredOn(a -> a.userName().startsWith("eve"))
                .isEmpty();
        assertThat(membersOfB()).containsExactlyInAnyOrder(BOB, "bea@acme.example");
        assertThat(world.directory.byName("ben@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.directory.byName("bea@acme.example").division()).isEqualTo(divisionOfB());
        assertThat(world.directory.byName(ANA).division()).isEqualTo(new DivisionId("div-Tenant_A"));
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void tenantIsOffboardedAlthoughAnotherNamesItsDivision() {
        world.person("bob", "Account-b").run();
        edit("a", t -> in(t, "Tenant_A", "Tenant_B"));

        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(new TenantId("b"));
        provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        assertThat(world.provisioner().zeroAccess(new TenantId("b")).remaining())
                .isEmpty();
    }

    @Test
    void profileKeepsItsGroupIfAnotherProfileOfItsTenantNamesItToo() {
        world.person("bob", "Account-b")
                .person("sue", "Account-b", "Supervisors-b")
                .run();
        List<Grant> before = List.copyOf(world.directory.grants);
        renameGroup("Tenant_B_Agents", "New");
        edit("b", t -> withGroup(t, "supervisor", "New"));

        Plan plan = world.plan();
        world.run();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNBOUND_GROUP)
                .extracting(Finding::message)
                .containsExactly("\"New\" means group \"New\" (" + agentsOfB() + "), and so does \"Tenant_B_Agents\" of"
                        + " tenant b, which had it before: name another one");
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
        assertThat(membersOfB()).containsExactlyInAnyOrder(BOB, "sue@acme.example");
    }

    @Test
    void roleThatTwoNamesMeanIsGivenOnce() {
        world.person("bob", "Account-b").run();
        world.directory.roles.put(new RoleId("role-Agent"), new Role(new RoleId("role-Agent"), "New", false, Set.of()));
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(agentsOfB())));
        edit("b", t -> withRoles(t, Set.of("Agent", "New")));
        world.directory.grants.removeIf(g -> g.subject().equals(new SubjectId("grp-Tenant_B_Supervisors")));

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .hasSize(1);
    }

    @Test
    void tenantsMayStillExchangeTheirDivisions() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        edit("a", t -> in(t, "Tenant_B"));
        edit("b", t -> in(t, "Tenant_A"));

        assertThat(world.plan().findings()).extracting(Finding::code).doesNotContain(FindingCode.UNBOUND_DIVISION);
    }

    /** What a tenant has that is dropped from the policy: it gives its people no role. */
    private static final Map<String, Consumer<SamePlaceTest>> DROPPED = new LinkedHashMap<>();

    static {
        DROPPED.put("no profile", t -> t.edit("b", p -> withProfiles(p, List.of())));
        DROPPED.put("a profile without roles", t -> t.edit("b", p -> withRoles(p, Set.of())));
    }

    static Stream<Arguments> dropped() {
        return DROPPED.keySet().stream().flatMap(d -> Stream.of(Road.values()).map(r -> Arguments.of(d, r)));
    }

    @ParameterizedTest
    @MethodSource("dropped")
    void nobodyIsMovedOutOfATenantThatLeftThePolicy(String dropped, Road road) {
        DROPPED.get(dropped).accept(this);
        world.person("ana", "Account-a").person("bob", "Account-b");
        settle();
        Map<GroupId, Set<String>> before = memberships();
        drop("b");
        world.person("bob", "Account-a");
        deliver();

        Plan plan = provisioner().whatIf(world.policy()).current();
        Plan one = provisioner().explain("bob").plan();
        road.go(provisioner(), "bob");

        for (Plan each : List.of(plan, one)) {
            assertThat(each.batches()).as(PlanText.of(each)).isEmpty();
            assertThat(each.holds()).singleElement().satisfies(h -> {
                assertThat(h.code()).isEqualTo(HoldCode.KEEPS_OLD_ACCESS);
                assertThat(h.message()).contains("lives in division \"Tenant_B\" (tenant b)");
            });
        }
        assertThat(world.directory.byName(BOB).division()).isEqualTo(new DivisionId("div-Tenant_B"));
        assertThat(memberships()).isEqualTo(before);
    }

    @Test
    void personWhoReachesTheNewTenantAnywayOnlyLeavesTheOneThatLeftThePolicy() {
        edit("b", p -> withProfiles(p, List.of()));
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        drop("b");
        world.grant(BOB, "Agent", world.division("Tenant_A").id()).person("bob", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> o.change().movesFrom()))
                .as(PlanText.of(plan))
                .containsExactly(Optional.of(world.division("Tenant_B")));
        assertThat(plan.holds()).extracting(h -> h.code()).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void memberOfAGroupOfATenantThatLeftThePolicyGainsNothingElsewhere(Road road) {
        edit("b", p -> withRoles(p, Set.of()));
        world.person("ana", "Account-a").person("bob", "Account-b");
        settle();
        drop("b");
        world.state(BOB, AccountState.ACTIVE, MemoryDirectory.HOME.id());
        world.person("bob", "Account-a");
        deliver();

        Plan plan = provisioner().whatIf(world.policy()).current();
        Plan one = provisioner().explain("bob").plan();
        road.go(provisioner(), "bob");

        for (Plan each : List.of(plan, one)) {
            assertThat(each.batches()).as(PlanText.of(each)).isEmpty();
            assertThat(each.holds())
                    .singleElement()
                    .satisfies(h -> assertThat(h.message())
                            .contains("member of group \"Tenant_B_Agents\", which is tenant b's (tenant b)"));
        }
        assertThat(world.directory.groupsOf(BOB)).containsExactly("Tenant_B_Agents");
        assertThat(world.directory.byName(BOB).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @Test
    void proofCountsTheMembersOfAGroupOfATenantThatLeftThePolicy() {
        edit("b", p -> withRoles(p, Set.of()));
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        drop("b");
        world.member(ANA, "Tenant_B_Agents");

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.violations())
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("lives in the division of tenant a and reaches b"));
        assertThat(proof.foreignGroups()).extracting(r -> r.subject().name()).containsExactly("Tenant_B_Agents");
    }

    private void settle() {
        deliver();
        Road.EVERYBODY.go(provisioner(), "");
        Road.CHANGES.go(provisioner(), "");
    }

    private void deliver() {
        List<IdentityId> gone = new ArrayList<>();
        world.people.keySet().forEach(gone::add);
        gone.forEach(source::remove);
        source.putAll(world.people.values());
    }

    private Provisioner provisioner() {
        return world.builder(world.directory, world.store)
                .source(source)
                .structureAge(Duration.ZERO)
                .build();
    }

    private Map<GroupId, Set<String>> memberships() {
        Map<GroupId, Set<String>> all = new TreeMap<>();
        world.directory.members.forEach((group, of) -> {
            Set<String> names = new LinkedHashSet<>();
            of.forEach(a -> names.add(a.value()));
            all.put(group, names);
        });
        return all;
    }

    private List<String> membersOfB() {
        return world.directory.members.get(agentsOfB()).stream()
                .map(id -> world.directory.accounts.get(id).userName())
                .toList();
    }

    private static GroupId agentsOfB() {
        return new GroupId("grp-Tenant_B_Agents");
    }

    private static DivisionId divisionOfB() {
        return new DivisionId("div-Tenant_B");
    }

    private void rename(String from, String to) {
        Division division = world.division(from);
        world.directory.divisions.put(division.id(), new Division(division.id(), to, false));
    }

    private void renameGroup(String from, String to) {
        Group group = world.directory.named(from);
        world.directory.groups.put(group.id(), new Group(group.id(), to));
    }

    private void drop(String tenant) {
        world.tenants = world.tenants.stream()
                .filter(t -> !t.id().equals(new TenantId(tenant)))
                .toList();
        world.hash += "'";
    }

    private void edit(String tenant, UnaryOperator<TenantPolicy> edit) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(new TenantId(tenant)) ? edit.apply(t) : t)
                .toList();
        world.hash += "'";
    }

    private static TenantPolicy in(TenantPolicy t, String name) {
        return in(t, new DivisionRef(name, Optional.empty(), false));
    }

    private static TenantPolicy in(TenantPolicy t, String name, String idOf) {
        return in(t, new DivisionRef(name, Optional.of(new DivisionId("div-" + idOf)), false));
    }

    private static TenantPolicy in(TenantPolicy t, DivisionRef division) {
        return new TenantPolicy(t.id(), t.name(), division, t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy withGroup(TenantPolicy t, String profile, String group) {
        return withProfiles(
                t,
                t.profiles().stream()
                        .map(p -> p.id().equals(profile)
                                ? new AccessProfile(p.id(), p.when(), group, p.roles(), p.privileged())
                                : p)
                        .toList());
    }

    private static TenantPolicy withRoles(TenantPolicy t, Set<String> roles) {
        AccessProfile p = t.profiles().get(0);
        return withProfiles(t, List.of(new AccessProfile(p.id(), p.when(), p.genesysGroup(), roles, p.privileged())));
    }

    private static TenantPolicy withProfiles(TenantPolicy t, List<AccessProfile> profiles) {
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }
}
