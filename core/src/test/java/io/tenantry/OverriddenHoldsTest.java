// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Limit;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An override releases an operation from a limit alone: everything else that would hold it is judged without the limit. */
class OverriddenHoldsTest {
    private static final Map<EntitlementKind, Limit> NO_GRANT = World.limit(EntitlementKind.GRANTS, 0, 0);
    private static final Limit MANY = new Limit(1_000_000, 100);

    private final World world = new World();

    OverriddenHoldsTest() {
        world.person("ana", "Account-a")
                .person("cid", "Account-a", "Supervisors-a")
                .person("ben", "Account-b");
        world.directory.role("Quality");
        world.run();
        world.directory.after = write -> assertThat(
                        world.directory.accounts.values().stream().map(Account::userName))
                .as(write)
                .doesNotHaveDuplicates();
    }

    @Test
    void rolesStayWhileTheNewDivisionIsNotFound() {
        edit("b", t -> in(t, "Tennant_B"));
        world.govern("b", Map.of(), NO_GRANT);

        assertThat(all(world.plan()).operations()).isEmpty();
        assertThat(world.plan().holds()).extracting(Hold::code).containsOnly(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void formerGroupStaysWhileTheRolesOfTheNewOneAreOnlyObserved() {
        group("A_New");
        edit("a", t -> firstProfile(t, "A_New", Set.of("Agent")));
        world.govern(
                "a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.limit(EntitlementKind.MEMBERSHIPS, 0, 0));

        assertThat(all(world.plan()).operations())
                .extracting(o -> Wording.of(o.change()))
                .noneMatch(w -> w.startsWith("leave"));
        assertThat(world.plan().holds()).extracting(Hold::code).contains(HoldCode.REPLACEMENT_MISSING);
    }

    @Test
    void formerRoleStaysWhileRolesAreSwitchedOffForItsGroup() {
        Group agents = world.directory.named("Tenant_A_Agents");
        world.directory.groups.put(agents.id(), new Group(agents.id(), agents.name(), OptionalLong.empty(), false));
        edit("a", t -> firstProfile(t, agents.name(), Set.of("Quality")));
        world.govern("a", Map.of(), NO_GRANT);

        assertThat(all(world.plan()).operations()).noneMatch(o -> o.change().removes());
    }

    @Test
    void formerRoleGoesWithTheOverrideOnceItsReplacementComes() {
        edit("a", t -> firstProfile(t, "Tenant_A_Agents", Set.of("Quality")));
        world.govern("a", Map.of(), NO_GRANT);

        Plan released = overridden("limit-grants:a");

        assertThat(released.holds()).isEmpty();
        assertThat(released.operations().map(o -> o.change().phase())).containsExactly(Phase.EQUIP, Phase.CLEAR);
        applied(released);
    }

    @Test
    void namesAreExchangedOnceTheLimitIsOverridden() {
        names("a", new Limit(0, 5));
        call("ana", "cid").call("cid", "ana");

        Plan released = overridden("limit-names:a");

        assertThat(released.holds()).isEmpty();
        assertThat(released.operations().map(o -> o.change().phase()))
                .containsExactly(Phase.FREE, Phase.UPDATE, Phase.UPDATE);
        applied(released);
    }

    @Test
    void namesOfTwoTenantsAreExchangedOnceBothLimitsAreOverridden() {
        names("a", new Limit(0, 5)).names("b", new Limit(0, 5));
        call("ana", "ben").call("ben", "ana");
        Plan plan = world.plan();

        Plan half = overridden("limit-names:b");
        Plan released = overridden("limit-names:b", "limit-names:a");

        assertThat(plan.batches()).isEmpty();
        assertThat(half.batches()).isEmpty();
        assertThat(half.holds())
                .extracting(Hold::code)
                .contains(HoldCode.HELD_OTHERWISE, HoldCode.LIMIT_NAMES, HoldCode.USER_NAME_NOT_FREE);
        assertThat(PlanText.of(plan)).contains("released by an override of limit-names:a and limit-names:b");
        assertThat(PlanText.of(half)).contains("these operations wait for limit-names:a too");
        assertThat(released.holds()).isEmpty();
        applied(released);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void namesOfTwoTenantsAreExchangedIfTheLimitOfOneHeldThem(String tenant) {
        names(tenant, new Limit(0, 5));
        call("ana", "ben").call("ben", "ana");

        Plan plan = world.plan();
        Plan released = overridden("limit-names:" + tenant);

        assertThat(plan.batches()).isEmpty();
        assertThat(released.holds()).isEmpty();
        assertThat(released.operations().filter(Operation::counted)).hasSize(1);
        applied(released);
    }

    @Test
    void limitOfAThirdTenantDoesNotKeepAnExchangeOfTwoOthers() {
        world.tenants = Stream.concat(world.tenants.stream(), Stream.of(world.tenant("c", "Tenant_C")))
                .toList();
        world.directory.division("Tenant_C");
        world.person("dan", "Account-c").run();
        names("a", new Limit(0, 5)).names("b", new Limit(0, 5)).names("c", new Limit(0, 5));
        call("ana", "ben").call("ben", "ana").call("dan", "dora");

        Plan released = overridden("limit-names:b", "limit-names:a");

        assertThat(released.operations()).hasSize(3);
        assertThat(released.holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_NAMES);
        assertThat(world.provisioner()
                        .apply(released, Approval.of(released, "test"))
                        .isClean())
                .isTrue();
    }

    @Test
    void threeNamesRotateOnceEachLimitIsOverridden() {
        names("a", new Limit(0, 5)).names("b", new Limit(0, 5));
        call("ana", "ben").call("ben", "cid").call("cid", "ana");

        Plan half = overridden("limit-names:a");
        Plan released = overridden("limit-names:a", "limit-names:b");

        assertThat(half.batches()).isEmpty();
        assertThat(released.holds()).isEmpty();
        applied(released);
    }

    @Test
    void nameThatAHeldRenameFreesIsTakenInTheSamePlanOnceBothAreReleased() {
        names("a", new Limit(0, 5)).names("b", new Limit(0, 5));
        call("ana", "anna").call("ben", "ana");

        Plan half = overridden("limit-names:b");
        Plan other = overridden("limit-names:a");
        Plan released = overridden("limit-names:a", "limit-names:b");

        assertThat(half.batches()).isEmpty();
        assertThat(other.operations()).hasSize(1);
        assertThat(released.operations()).hasSize(2);
        applied(released);
    }

    @Test
    void joinerWhoseNameAHeldRenameFreesComesAfterTheOverride() {
        names("a", new Limit(0, 5));
        call("ana", "anna");
        world.with(Identity.of("new", "ana@acme.example", "Another Ana", List.of("Account-a"), Map.of()));
        assertThat(world.plan().batches()).isEmpty();

        Plan released = overridden("limit-names:a");
        world.provisioner().apply(released, Approval.of(released, "test"));
        ApplyReport next = world.run();

        assertThat(next.isClean()).as("%s", next.troubles()).isTrue();
        assertThat(world.directory.byName("ana@acme.example").externalId()).contains("new");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void personWhoComesBackWaitsForTheNameThatAHeldRenameFrees() {
        world.directory.after = write -> {};
        world.state("ana@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());
        Account ben = world.directory.byName("ben@acme.example");
        world.directory.accounts.put(
                ben.id(),
                new Account(
                        ben.id(),
                        ben.state(),
                        "ana@acme.example",
                        ben.displayName(),
                        ben.externalId(),
                        ben.division(),
                        ben.attributes()));
        names("b", new Limit(0, 5));

        Plan plan = world.plan();
        Plan released = overridden("limit-names:b");

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(released.holds()).isEmpty();
        applied(released);
    }

    @Test
    void divisionsAreExchangedInOnePlanOnceTheLimitsAreOverridden() {
        DivisionRef a = world.tenants.get(0).division();
        edit("a", t -> in(t, "Tenant_B"));
        edit("b", t -> in(t, a.name()));
        world.govern("a", Map.of(), NO_GRANT).govern("b", Map.of(), NO_GRANT);
        Plan plan = world.plan();

        Plan released = all(plan);

        assertThat(plan.holds()).extracting(Hold::code).contains(HoldCode.GROUP_REACHES_ELSEWHERE);
        assertThat(released.holds()).isEmpty();
        applied(released);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void overriddenPlanDoesWhatThePlanWithoutTheseLimitsWouldDo(int seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.tenant("c", "Tenant_C"));
        for (int i = 0; i < 9; i++) {
            world.person("p" + i, "Account-" + any(random), "Supervisors-" + any(random));
        }
        world.run();
        for (int i = 0; i < 7; i++) {
            happen(random);
        }
        Map<String, Map<EntitlementKind, Authority>> authority = new TreeMap<>();
        for (String tenant : List.of("a", "b", "c")) {
            authority.put(
                    tenant,
                    random.nextInt(4) == 0
                            ? Map.of(any(EntitlementKind.class, random), any(Authority.class, random))
                            : Map.of());
        }
        List<TenantPolicy> free = world.tenants;
        limit(name -> true, free, authority);
        Plan plan = world.provisioner().plan();
        List<String> names = overridable(plan);
        Set<String> some =
                names.stream().filter(n -> random.nextBoolean()).collect(Collectors.toCollection(TreeSet::new));
        Plan released = plan;
        for (String name : some) {
            released = override(released, name);
        }
        assertThat(PlanJson.read(PlanJson.write(released))).isEqualTo(released);
        assertThat(Stream.concat(released.operations(), released.held())
                        .map(Operation::number)
                        .sorted()
                        .toList())
                .isEqualTo(Stream.concat(plan.operations(), plan.held())
                        .map(Operation::number)
                        .sorted()
                        .toList());

        limit(name -> !some.contains(name), free, authority);
        Plan without = world.provisioner().plan();

        assertThat(words(released))
                .as(() -> some + "\n" + PlanText.of(plan) + "\n" + PlanText.of(without))
                .isEqualTo(words(without));
        ApplyReport report = world.provisioner().apply(without, Approval.of(without, "test"));
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
    }

    private static String any(Random random) {
        return List.of("a", "b", "c").get(random.nextInt(3));
    }

    private void happen(Random random) {
        List<String> ids = world.people.keySet().stream().map(IdentityId::value).toList();
        String one = ids.get(random.nextInt(ids.size()));
        String two = ids.get(random.nextInt(ids.size()));
        String tenant = any(random);
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> exchangeNames(one, two);
            case 4 -> world.person(one, "Account-" + tenant, "Supervisors-" + any(random));
            case 5 -> world.disable(one);
            case 6 -> world.remove(one);
            case 7 -> edit(tenant, t -> firstProfile(t, "New_" + t.id(), Set.of("Agent")));
            case 8 -> edit(tenant, t -> firstProfile(t, t.profiles().get(0).genesysGroup(), Set.of("Quality")));
            case 9 ->
                edit(
                        tenant,
                        t -> in(
                                t,
                                random.nextBoolean()
                                        ? "Tennant_" + tenant
                                        : "Tenant_" + tenant.toUpperCase(Locale.ROOT)));
            case 10 ->
                world.grant(
                        world.directory.named("Tenant_" + any(random).toUpperCase(Locale.ROOT) + "_Agents"),
                        "Tenant_A");
            case 11 -> {
                Account account = world.directory.accounts.values().iterator().next();
                world.state(account.userName(), AccountState.DELETED, MemoryDirectory.HOME.id());
            }
            default -> exchangeDivisions();
        }
    }

    private void exchangeNames(String one, String two) {
        Identity first = requireNonNull(world.people.get(new IdentityId(one)));
        Identity second = requireNonNull(world.people.get(new IdentityId(two)));
        rename(one, second.userName());
        rename(two, first.userName());
    }

    private void exchangeDivisions() {
        DivisionRef first = world.tenants.get(0).division();
        DivisionRef second = world.tenants.get(1).division();
        edit("a", t -> in(t, second.name()));
        edit("b", t -> in(t, first.name()));
    }

    /** Gives each tenant limits of 0, but for those of other names. */
    private void limit(
            Predicate<String> which, List<TenantPolicy> free, Map<String, Map<EntitlementKind, Authority>> authority) {
        world.tenants = free;
        for (TenantPolicy tenant : free) {
            String id = tenant.id().value();
            Map<EntitlementKind, Limit> limits = World.unlimited();
            for (EntitlementKind kind : EntitlementKind.values()) {
                if (which.test("limit-" + LimitKind.of(kind).key() + ":" + id)) {
                    limits.put(kind, new Limit(0, 0));
                }
            }
            world.names = which.test("limit-names:" + id) ? new Limit(0, 0) : MANY;
            world.govern(id, requireNonNull(authority.get(id)), limits);
        }
        world.names = MANY;
    }

    private static List<String> words(Plan plan) {
        return plan.operations()
                .map(o -> o.person() + " " + Wording.of(o.change()))
                .sorted()
                .toList();
    }

    private Plan all(Plan plan) {
        Plan released = plan;
        for (String name : overridable(plan)) {
            released = override(released, name);
        }
        return released;
    }

    private Plan overridden(String... names) {
        Plan plan = PlanJson.read(PlanJson.write(world.plan()));
        for (String name : names) {
            if (overridable(plan).contains(name)) {
                plan = override(plan, name);
            }
        }
        return plan;
    }

    private static List<String> overridable(Plan plan) {
        return plan.holds().stream()
                .filter(Hold::canBeOverridden)
                .map(h -> h.code() + h.tenant().map(t -> ":" + t).orElse(""))
                .distinct()
                .toList();
    }

    private Plan override(Plan plan, String name) {
        HoldCode code = HoldCode.named(name.replaceFirst(":.*", "")).orElseThrow();
        Optional<TenantId> tenant =
                name.contains(":") ? Optional.of(new TenantId(name.replaceFirst(".*:", ""))) : Optional.empty();
        return world.provisioner()
                .override(plan, new LimitOverride(plan.fingerprint(), code, tenant, "cto", "checked"));
    }

    /** Applies the plan; nothing fails, and after it nothing is left to do. */
    private void applied(Plan plan) {
        ApplyReport report = world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    private OverriddenHoldsTest call(String id, String name) {
        rename(id, name + "@acme.example");
        return this;
    }

    private void rename(String id, String userName) {
        Identity i = requireNonNull(world.people.get(new IdentityId(id)));
        world.with(new Identity(
                i.id(), userName, i.displayName(), i.enabled(), i.sourceGroups(), i.attributes(), i.origin()));
    }

    private OverriddenHoldsTest names(String tenant, Limit limit) {
        Limit before = world.names;
        world.names = limit;
        world.govern(tenant, Map.of(), World.unlimited());
        world.names = before;
        return this;
    }

    private void group(String name) {
        Group group = new Group(new GroupId("grp-" + name), name);
        world.directory.groups.put(group.id(), group);
        world.directory.members.put(group.id(), new TreeSet<>());
    }

    private void edit(String tenant, UnaryOperator<TenantPolicy> edit) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(new TenantId(tenant)) ? edit.apply(t) : t)
                .toList();
        world.hash += "'";
    }

    private static TenantPolicy firstProfile(TenantPolicy t, String group, Set<String> roles) {
        List<AccessProfile> profiles = new ArrayList<>(t.profiles());
        profiles.set(0, new AccessProfile(profiles.get(0).id(), profiles.get(0).when(), group, roles));
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.empty(), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private static <E extends Enum<E>> E any(Class<E> kind, Random random) {
        List<E> all = List.copyOf(EnumSet.allOf(kind));
        return all.get(random.nextInt(all.size()));
    }
}
