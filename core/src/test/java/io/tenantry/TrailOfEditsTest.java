// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Grant;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Trails;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a run takes away stands in the trail of each tenant that lists it, also after the policy was edited. */
@NullUnmarked
class TrailOfEditsTest {
    private final World world = new World();
    private final MemoryDirectory org = world.directory;

    TrailOfEditsTest() {
        for (String division : List.of("Tenant_C", "Tenant_D")) {
            org.division(division);
        }
        world.tenants = Stream.of("a", "b", "c")
                .map(t -> world.tenant(t, "Tenant_" + t.toUpperCase(Locale.ROOT)))
                .toList();
        world.person("ana", "Account-c").person("bob", "Account-b").person("cid", "Account-c");
        world.run();
    }

    @Test
    void moveOutOfAFormerDivisionStandsInTheTrailOfItsTenant() {
        edit("c", t -> in(t, "Tenant_D"));
        world.person("ana", "Account-b");

        world.run();

        agrees();
        assertThat(rows("c"))
                .contains("TAKE lives in division \"Tenant_C\" APPLIED", "GIVE lives in division \"Tenant_D\" APPLIED");
    }

    @Test
    void rehireInAnotherTenantLeavesTheFormerDivisionInItsTrail() {
        world.disable("ana");
        world.run();
        edit("c", t -> in(t, "Tenant_D"));
        world.run();
        world.person("ana", "Account-b");

        world.run();

        agrees();
        assertThat(rows("c")).contains("TAKE lives in division \"Tenant_C\" APPLIED");
    }

    @Test
    void offboardingTakesTheFormerDivisionAway() {
        edit("c", t -> in(t, "Tenant_D"));
        world.remove("cid");

        World.Planned planned = offboarding();
        planned.apply();

        agrees();
        assertThat(rows("c"))
                .contains("TAKE lives in division \"Tenant_C\" APPLIED")
                .noneMatch(r -> r.contains("Home"));
    }

    @Test
    void moveOutOfAFormerDivisionCountsAgainstItsTenant() {
        edit("c", t -> in(t, "Tenant_D"));
        world.govern("c", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 0, 100));
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.holds()).extracting(Hold::code).contains(HoldCode.LIMIT_ACCOUNTS);
        assertThat(plan.operations()
                        .filter(o -> o.person()
                                .filter(p -> p.userName().startsWith("cid"))
                                .isPresent()))
                .as("who stays moves along and counts against nothing")
                .isNotEmpty();
    }

    @Test
    void percentOfALimitIsOfThePeopleInBothDivisions() {
        world.persons(20, "Account-c");
        world.run();
        edit("c", t -> in(t, "Tenant_D"));
        world.govern("c", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 100, 20));
        Stream.of("p0", "p1", "p2", "p3").forEach(p -> world.person(p, "Account-b"));

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void whoLeavesATenantWhileItsDivisionIsSwappedLeavesItInItsTrail() {
        edit("c", t -> in(t, "Tenant_B"));
        edit("b", t -> in(t, "Tenant_C"));
        world.person("ana", "Account-a");

        world.run();
        world.run();

        agrees();
    }

    @Test
    void whoLeavesATenantWhileItsGroupIsSwappedLeavesItInItsTrail() {
        edit("c", t -> withAgents(t, "Tenant_B_Agents"));
        edit("b", t -> withAgents(t, "Tenant_C_Agents"));
        world.person("ana", "Account-a");

        world.run();
        world.run();

        agrees();
    }

    @Test
    void whoJoinedAfterTheGroupsWereSwappedLeavesNoRowInTheTrailOfTheGroupsFormerTenant() {
        edit("c", t -> withAgents(t, "Tenant_B_Agents"));
        edit("b", t -> withAgents(t, "Tenant_C_Agents"));
        world.run();
        world.person("dan", "Account-b");
        world.run();
        List<String> before = rows("c");
        world.person("dan", "Account-a");

        world.run();

        assertThat(rows("b")).contains("TAKE member of group \"Tenant_C_Agents\" APPLIED");
        assertThat(rows("c")).isEqualTo(before);
    }

    @Test
    void roleOfAGroupThatAHandGaveInAnotherTenantIsTakenAwayInThatTenantsTrail() {
        org.grants.add(new Grant(
                SubjectId.of(org.named("Tenant_B_Agents").id()),
                new RoleId("role-Agent"),
                world.division("Tenant_C").id()));
        proof();

        world.run();

        assertThat(rows("c"))
                .endsWith("TAKE group \"Tenant_B_Agents\" holds role \"Agent\" in division \"Tenant_C\" APPLIED");
    }

    @Test
    void roleOfAnAccountThatAHandGaveInAFormerDivisionIsTakenAwayInThatTenantsTrail() {
        edit("c", t -> in(t, "Tenant_D"));
        world.run();
        world.grant("ana@acme.example", "Agent", world.division("Tenant_C").id());
        world.grant("bob@acme.example", "Agent", world.division("Tenant_C").id());
        proof();

        world.run();

        agrees();
    }

    @Test
    void trailOfATenantUnderAnotherIdSaysWhoGaveWhat() {
        edit("c", t -> called(t, "shop"));
        world.run();

        proof();

        assertThat(Trails.all(world.store).stream()
                        .filter(r -> r.fact().tenant().equals(new TenantId("shop"))))
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.approvedBy()).containsExactly("test"));
    }

    /** The trails list what a complete read finds, so a proof has nothing to record. */
    private void agrees() {
        int before = Trails.all(world.store).size();
        IsolationProof proof = proof();

        assertThat(proof.doubts()).isEmpty();
        assertThat(Trails.all(world.store).stream().skip(before).map(TrailOfEditsTest::told))
                .isEmpty();
    }

    private IsolationProof proof() {
        world.clock = Clock.offset(world.clock, Duration.ofMinutes(5));
        return world.provisioner().proveIsolation();
    }

    private World.Planned offboarding() {
        Provisioner provisioner = world.provisioner();
        return new World.Planned(provisioner, provisioner.planOffboarding(new TenantId("c")));
    }

    private List<String> rows(String tenant) {
        return Trails.all(world.store).stream()
                .filter(r -> r.fact().tenant().equals(new TenantId(tenant)))
                .map(r -> r.fact().kind() + " " + what(r) + " " + r.fact().result())
                .toList();
    }

    private static String told(Row row) {
        return row.fact().tenant() + " " + row.fact().kind() + " " + what(row);
    }

    private static String what(Row row) {
        return row.fact().entitlement().map(e -> e.what()).orElse(row.fact().about());
    }

    private void edit(String tenant, UnaryOperator<TenantPolicy> edit) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(new TenantId(tenant)) ? edit.apply(t) : t)
                .toList();
        world.hash += "'";
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        return new TenantPolicy(
                t.id(),
                t.name(),
                new DivisionRef(division, Optional.empty(), false),
                t.match(),
                t.profiles(),
                t.governance());
    }

    private static TenantPolicy withAgents(TenantPolicy t, String group) {
        List<AccessProfile> profiles = t.profiles().stream()
                .map(p -> p.id().equals("agent")
                        ? new AccessProfile(p.id(), p.when(), group, p.roles(), p.privileged())
                        : p)
                .toList();
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    private static TenantPolicy called(TenantPolicy t, String id) {
        return new TenantPolicy(new TenantId(id), t.name(), t.division(), t.match(), t.profiles(), t.governance());
    }
}
