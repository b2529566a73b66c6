// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What runs counted against a tenant goes with its division: another id in the policy neither empties its window of limits
 * nor ends its quarantine, and gives nothing of both to another tenant.
 */
class TenantIdEditTest {
    private World world = new World();
    private final MovingClock clock = new MovingClock();

    TenantIdEditTest() {
        begin();
    }

    private void begin() {
        world.clock = clock;
        world.quarantine = new QuarantineRule(3, 40, 3, Duration.ofMinutes(10), Duration.ofHours(1));
        limit(2, 100);
        for (int i = 0; i < 10; i++) {
            world.person("p" + i, "Account-a").person("q" + i, "Account-b");
        }
        world.run();
    }

    static Stream<Medium.Kind> kinds() {
        return Medium.Kind.all();
    }

    private void limit(int max, int percent) {
        world.tenants = List.of(limited("a", "Tenant_A", max, percent), limited("b", "Tenant_B", max, percent));
    }

    private TenantPolicy limited(String id, String division, int max, int percent) {
        world.limits = World.limit(EntitlementKind.ACCOUNTS, max, percent);
        TenantPolicy tenant = world.tenant(id, division);
        world.limits = World.unlimited();
        return tenant;
    }

    private void edited(TenantPolicy... tenants) {
        world.tenants = List.of(tenants);
        world.hash += "'";
    }

    private void renamed() {
        edited(called(world.tenants.get(0), "shop"), world.tenants.get(1));
    }

    private void swapped() {
        edited(called(world.tenants.get(0), "b"), called(world.tenants.get(1), "a"));
    }

    private static TenantPolicy called(TenantPolicy t, String id) {
        return new TenantPolicy(
                new TenantId(id), t.name(), t.division(), t.match(), t.profiles(), t.state(), t.governance());
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.of(new DivisionId("div-" + division)), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy leaving(TenantPolicy t) {
        return new TenantPolicy(
                t.id(), t.name(), t.division(), t.match(), t.profiles(), TenantPolicy.State.LEAVING, t.governance());
    }

    private void leave(String... people) {
        for (String person : people) {
            world.disable(person);
        }
    }

    private void left(String... people) {
        leave(people);
        assertThat(world.run().isClean()).isTrue();
    }

    private static Map<Optional<TenantId>, HoldCode> held(Plan plan) {
        return plan.holds().stream().collect(Collectors.toMap(Hold::tenant, Hold::code));
    }

    private static Map<Optional<TenantId>, HoldCode> of(String tenant, HoldCode code) {
        return Map.of(Optional.of(new TenantId(tenant)), code);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void removalsCountUnderTheNewId(Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            world = medium.world(w -> {});
            medium.open(world, point -> {});
            begin();
            left("p0", "p1");
            renamed();
            leave("p2");

            assertThat(held(world.plan())).isEqualTo(of("shop", HoldCode.LIMIT_ACCOUNTS));
            assertThat(world.run().count(Status.HELD)).isPositive();
            clock.pass(Duration.ofHours(25));
            assertThat(world.plan().holds()).isEmpty();
        }
    }

    @Test
    void removalsCountForOnePersonUnderTheNewId() {
        left("p0", "p1");
        renamed();
        leave("p2");

        assertThat(world.provisioner().provision("p2", "test").report().count(Status.HELD))
                .isPositive();
    }

    @Test
    void sharePercentForOnePersonIsThatOfTheLastWholeReadUnderTheNewId() {
        limit(1000, 20);
        world.run();
        renamed();
        left0("p0", false);
        left0("p1", false);
        left0("p2", true);
    }

    private void left0(String person, boolean held) {
        leave(person);
        ApplyReport report = world.provisioner().provision(person, "test").report();
        assertThat(report.count(Status.HELD) > 0).as(person).isEqualTo(held);
    }

    @Test
    void limitIsAskedAtApplyUnderTheNewId() {
        List<TenantPolicy> former = world.tenants;
        renamed();
        List<TenantPolicy> edited = world.tenants;
        leave("p0", "p1");
        Provisioner provisioner = world.provisioner();
        Plan waits = provisioner.plan();
        world.tenants = former;
        leave("p2");
        assertThat(world.provisioner().provision("p2", "other node").report().isClean())
                .isTrue();
        world.tenants = edited;

        ApplyReport report = provisioner.apply(waits, Approval.of(waits, "test"));

        assertThat(report.outcomes())
                .isNotEmpty()
                .allSatisfy(
                        o -> assertThat(o.status() + o.detail()).startsWith("SKIPPEDother runs have removed access"));
    }

    @Test
    void limitIsAskedAtApplyOfTheTenantWhoseDivisionAnotherNamesToo() {
        edited(in(world.tenants.get(0), "Tenant_B"), world.tenants.get(1));
        leave("q0", "q1");
        Provisioner provisioner = world.provisioner();
        Plan waits = provisioner.plan();
        leave("q2");
        assertThat(world.provisioner().provision("q2", "other node").report().isClean())
                .isTrue();

        ApplyReport report = provisioner.apply(waits, Approval.of(waits, "test"));

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().tenant().equals(new TenantId("b")))
                .isNotEmpty()
                .allSatisfy(
                        o -> assertThat(o.status() + o.detail()).startsWith("SKIPPEDother runs have removed access"));
    }

    @Test
    void tenantsThatExchangeTheirIdsKeepTheirOwnRemovals() {
        left("p0", "p1");
        swapped();
        leave("p2", "q0", "q1");

        assertThat(held(world.plan())).isEqualTo(of("b", HoldCode.LIMIT_ACCOUNTS));
        assertThat(world.run().count(Status.APPLIED)).isPositive();
        clock.pass(Duration.ofMinutes(10));
        swapped();
        leave("q2");
        assertThat(held(world.plan()))
                .isEqualTo(Map.of(
                        Optional.of(new TenantId("a")),
                        HoldCode.LIMIT_ACCOUNTS,
                        Optional.of(new TenantId("b")),
                        HoldCode.LIMIT_ACCOUNTS));
    }

    @Test
    void tenantThatTakesTheFormerIdOfAnotherBeginsWithAnEmptyWindow() {
        left("p0", "p1");
        renamed();
        world.run();
        world.directory.division("Tenant_C");
        TenantPolicy other = limited("c", "Tenant_C", 2, 100);
        edited(world.tenants.get(0), world.tenants.get(1), called(other, "a"));
        world.person("r0", "Account-c").person("r1", "Account-c").person("r2", "Account-c");
        assertThat(world.run().isClean()).isTrue();
        leave("r0", "r1");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void tenantWithAnotherDivisionKeepsItsWindow() {
        left("p0", "p1");
        world.directory.division("Tenant_C");
        TenantPolicy t = world.tenants.get(0);
        edited(
                new TenantPolicy(
                        t.id(),
                        t.name(),
                        new DivisionRef("Tenant_C", Optional.empty(), false),
                        t.match(),
                        t.profiles(),
                        t.governance()),
                world.tenants.get(1));
        assertThat(world.run().isClean()).isTrue();
        leave("p2");

        assertThat(held(world.plan())).isEqualTo(of("a", HoldCode.LIMIT_ACCOUNTS));
    }

    @Test
    void comparisonOfPoliciesShowsTheHold() {
        left("p0", "p1");
        leave("p2");
        TenantPolicy renamed = called(world.tenants.get(0), "shop");
        Provisioner now = world.provisioner();
        edited(renamed, world.tenants.get(1));

        assertThat(held(now.whatIf(world.policy()).proposed())).isEqualTo(of("shop", HoldCode.LIMIT_ACCOUNTS));
    }

    @Test
    void quarantineGoesOnUnderTheNewIdAndGrows() {
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        renamed();

        Plan plan = world.plan();

        assertThat(held(plan)).isEqualTo(of("shop", HoldCode.TENANT_QUARANTINED));
        assertThat(world.run().count(Status.APPLIED)).isZero();
        assertThat(scopes()).containsExactly("tenant shop");
        clock.pass(Duration.ofMinutes(10));
        world.run();
        assertThat(world.store.notes().quarantine("tenant shop"))
                .hasValueSatisfying(q -> assertThat(q.strikes()).isEqualTo(2));
        assertThat(world.provisioner().liftQuarantine("tenant shop", "cto", "works again"))
                .isTrue();
        assertThat(scopes()).isEmpty();
    }

    @Test
    void quarantineGoesOnUnderTheNewIdThoughNoListingShowsTheDivision() {
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        edited(called(in(world.tenants.get(0), "Tenant_A"), "shop"), world.tenants.get(1));
        world.directory.divisions.remove(new DivisionId("div-Tenant_A"));

        world.plan();

        assertThat(scopes()).containsExactly("tenant shop");
    }

    @Test
    void quarantineStaysThatOfItsTenantAndGrowsThoughAnotherNamesItsDivision() {
        failJoins("Tenant_B_Agents");
        quarantined("b", 5);
        edited(in(world.tenants.get(0), "Tenant_B"), world.tenants.get(1));
        clock.pass(Duration.ofMinutes(10));

        world.run();

        assertThat(world.store.notes().quarantines()).singleElement().satisfies(q -> {
            assertThat(q.scope()).isEqualTo("tenant b");
            assertThat(q.strikes()).isEqualTo(2);
        });
    }

    /** A node that has bound the edited policy a moment ago does not read the store's quarantines for it again. */
    @Test
    void quarantineThatANodeWithTheFormerPolicyBeganHoldsAndGrowsToo() {
        List<TenantPolicy> former = world.tenants;
        for (int i = 0; i < 5; i++) {
            world.person("m" + i, "Account-a");
        }
        renamed();
        Provisioner edited = world.provisioner();
        Plan waits = edited.plan();
        List<TenantPolicy> now = world.tenants;
        world.tenants = former;
        for (int i = 0; i < 5; i++) {
            world.remove("m" + i);
        }
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        world.tenants = now;

        assertThat(edited.provision("na0", "test").report().outcomes())
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.status()).isEqualTo(Status.HELD));
        edited.apply(waits, Approval.of(waits, "test"));

        assertThat(world.store.notes().quarantines()).singleElement().satisfies(q -> {
            assertThat(q.scope()).isEqualTo("tenant shop");
            assertThat(q.strikes()).isEqualTo(2);
        });
    }

    @Test
    void comparisonOfPoliciesShowsTheQuarantine() {
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        Provisioner now = world.provisioner();
        renamed();

        assertThat(held(now.whatIf(world.policy()).proposed())).isEqualTo(of("shop", HoldCode.TENANT_QUARANTINED));
        assertThat(scopes()).containsExactly("tenant a");
    }

    @Test
    void successUnderTheNewIdEndsTheQuarantine() {
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        renamed();
        world.directory.before = name -> {};
        clock.pass(Duration.ofMinutes(10));

        assertThat(world.run().isClean()).isTrue();

        assertThat(scopes()).isEmpty();
    }

    @Test
    void tenantsThatExchangeTheirIdsKeepTheirOwnQuarantine() {
        failJoins("Tenant_A_Agents");
        quarantined("a", 5);
        swapped();
        world.person("s", "Account-b");

        Plan plan = world.plan();

        assertThat(held(plan)).isEqualTo(of("b", HoldCode.TENANT_QUARANTINED));
        assertThat(world.run().count(Status.APPLIED)).isPositive();
        assertThat(world.directory.groupsOf("s@acme.example")).containsExactly("Tenant_B_Agents");
        assertThat(scopes()).containsExactly("tenant b");
    }

    @Test
    void twoTenantsInQuarantineThatExchangeTheirIdsKeepEachItsOwn() {
        failJoins("Tenant_A_Agents", "Tenant_B_Agents");
        quarantined("a", 5);
        clock.pass(Duration.ofMinutes(3));
        quarantined("b", 5);
        Quarantine first = world.store.notes().quarantine("tenant a").orElseThrow();
        Quarantine second = world.store.notes().quarantine("tenant b").orElseThrow();
        assertThat(first.until()).isNotEqualTo(second.until());
        swapped();

        world.plan();

        assertThat(world.store.notes().quarantine("tenant b").orElseThrow().until())
                .isEqualTo(first.until());
        assertThat(world.store.notes().quarantine("tenant a").orElseThrow().until())
                .isEqualTo(second.until());
    }

    @Test
    void whatAKilledRunGaveIsNotTakenBackUnderTheNewId() {
        killedAfterZJoined();
        renamed();

        assertThat(world.run().outcomes()).extracting(Outcome::status).doesNotContain(Status.CROSSED);
        assertThat(world.directory.groupsOf("z@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    /** Each tenant stays in the policy, so the gain was allowed in the one of that id only. */
    @Test
    void whatAKilledRunGaveIsTakenBackIfTwoTenantsExchangedTheirIds() {
        killedAfterZJoined();
        swapped();

        assertThat(world.run().outcomes()).extracting(Outcome::status).contains(Status.CROSSED);
        world.isolated("after the run");
    }

    private void killedAfterZJoined() {
        World.Planned planned = world.person("z", "Account-a").planned();
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                throw new InternalError("killed");
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(InternalError.class);
        assertThat(world.store.notes().openGains()).isNotEmpty();
        world.directory.after = write -> {};
        clock.pass(Duration.ofMinutes(5));
        world.leasesBy(clock);
    }

    @Test
    void tenantThatWasOffBoardedIsKeptEmptyWithoutLimitsUnderTheNewId() {
        edited(leaving(world.tenants.get(0)), world.tenants.get(1));
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(new TenantId("a"));
        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
        renamed();
        world.plan();
        for (int i = 0; i < 5; i++) {
            world.member("p" + i + "@acme.example", "Tenant_A_Agents");
        }

        Plan again = world.plan();

        assertThat(again.holds()).isEmpty();
        assertThat(again.operations()).isNotEmpty().noneMatch(Operation::counted);
    }

    private List<String> scopes() {
        return world.provisioner().quarantines().stream().map(Quarantine::scope).toList();
    }

    private void quarantined(String tenant, int people) {
        for (int i = 0; i < people; i++) {
            world.person("n" + tenant + i, "Account-" + tenant);
        }
        ApplyReport report = world.run();
        assertThat(report.outcomes()).extracting(Outcome::status).contains(Status.FAILED);
    }

    private void failJoins(String... groups) {
        List<String> ids = Stream.of(groups)
                .map(g -> world.directory.named(g).id().value())
                .toList();
        world.directory.before = name -> {
            if (name.startsWith("add") && ids.stream().anyMatch(name::endsWith)) {
                throw new DirectoryException(Failure.NOT_PERMITTED, "no such luck", null);
            }
        };
    }
}
