// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.Violation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who inherits what a tenant had that left the policy: the same tenant under another id, and nobody else. */
class TenantHeirTest {
    private static final String BOB = "bob@acme.example";
    private final World world = new World();
    private final TenantPolicy a;
    private final TenantPolicy b;

    TenantHeirTest() {
        a = world.tenants.get(0);
        b = world.tenants.get(1);
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void divisionOfATenantThatWasOffBoardedComesWithNothingElseOfThatTenant() {
        offBoard(a);
        edited(b);
        Group agents = world.directory.named("Tenant_A_Agents");
        world.directory.groups.put(agents.id(), new Group(agents.id(), "Agents of old"));
        edited(called(a, "x"), b);
        world.plan();

        Plan plan = world.plan();

        assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.operations().map(o -> Wording.of(o.change()))).contains("create group \"Tenant_A_Agents\"");
    }

    @Test
    void tenantThatHadAnotherDivisionAndComesBackIsNoHeir() {
        offBoard(b);
        edited(a);
        edited(called(a, "b"));

        Plan plan = world.plan();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(unbound(plan))
                .contains("tenant b: \"Tenant_A\" is that of tenant a, which left the policy: put tenant a back and"
                        + " off-board it first, or name another one");
    }

    @Test
    void idThatATenantGaveUpMayBeGivenToAnotherAfterAPlan() {
        TenantPolicy shop = called(a, "shop");
        edited(shop, b);
        world.plan();
        edited(shop, called(b, "a"));
        world.person("new", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.holds()).isEmpty();
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.groupsOf("new@acme.example")).containsExactly("Tenant_B_Agents");
        edited(shop, b);
        assertThat(world.plan().findings()).isEmpty();
        edited(a, b);
        assertThat(world.plan().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenantThatGetsTheFormerIdOfAnotherDoesNotGetItsFormerDivision(boolean isNew) {
        world.directory.division("Tenant_X");
        world.directory.division("Tenant_C");
        edited(in(a, "Tenant_X"), b);
        world.plan();
        TenantPolicy shop = called(in(a, "Tenant_X"), "shop");
        edited(shop, b);
        world.plan();
        edited(isNew ? List.of(shop, b, world.tenant("a", "Tenant_C")) : List.of(shop, called(b, "a")));
        world.plan();
        world.grant(BOB, "Agent", world.division("Tenant_A").id());

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(Violation::message)
                .containsExactly("lives in the division of tenant " + (isNew ? "b" : "a") + " and reaches shop");
    }

    @Test
    void nameOfAGroupDoesNotMeanWhatItMeantUnderAnIdThatWasGivenUp() {
        Group agents = world.directory.named("Tenant_A_Agents");
        world.directory.groups.put(agents.id(), new Group(agents.id(), "Agents of old"));
        world.directory.division("Tenant_C");
        TenantPolicy shop = profiles(called(a, "shop"), 0);
        edited(shop, b);
        world.plan();
        edited(shop, b, in(a, "Tenant_C"));

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .contains("create group \"Tenant_A_Agents\"");
    }

    @Test
    void heirKeepsTheDivisionIfAnotherTenantNamesItToo() {
        edited(called(a, "shop"), in(b, "Tenant_B", "Tenant_A"));

        Plan plan = world.plan();

        assertThat(unbound(plan))
                .singleElement()
                .asString()
                .startsWith("tenant b: \"Tenant_B\" is that of tenant a, which left the policy");
    }

    @Test
    void tenantThatComesBackAfterItsOffBoardingTakesNothingFromTheOneThatHasItsDivisionNow() {
        offBoard(a);
        edited(b, called(a, "shop"));
        world.person("ana", "Account-b");
        world.run();
        world.run();
        edited(b, called(a, "shop"), a);

        for (int plans = 0; plans < 2; plans++) {
            assertThat(unbound(world.plan()))
                    .as("plan " + plans)
                    .allSatisfy(f -> assertThat(f).startsWith("tenant a: "));
        }
    }

    @Test
    void tenantThatComesBackAfterItsOffBoardingAndLeavesAgainHasTheDivisionThatARunMadeForItMeanwhile() {
        offBoard(b);
        edited(a);
        edited(a, in(b, new DivisionRef("Tenant_N", Optional.empty(), true)));
        world.person("bob", "Account-b").run();
        edited(a);
        world.person("bob", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .filteredOn(f -> f.code() == FindingCode.ORPHANED_TENANT)
                .extracting(f -> f.tenant().orElseThrow())
                .containsExactly(b.id());
        assertThat(plan.operations().map(o -> Wording.of(o.change()))).noneMatch(w -> w.startsWith("join group"));
    }

    @Test
    void formerDivisionOfATenantIsThatOfItsHeir() {
        world.directory.division("Tenant_X");
        edited(in(a, "Tenant_X"), b);
        world.run();
        edited(called(in(a, "Tenant_X"), "shop"), b);
        world.plan();
        world.grant(BOB, "Agent", world.division("Tenant_A").id());

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(Violation::message)
                .containsExactly("lives in the division of tenant b and reaches shop");
    }

    @Test
    void divisionOfATenantThatLeftThePolicyIsThatOfThisTenantThoughAnotherNamesIt() {
        edited(in(b, "Tenant_A"));
        world.grant(BOB, "Agent", world.division("Tenant_A").id());

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(Violation::message)
                .containsExactly("lives in the division of tenant b and reaches a");
    }

    @Test
    void laterTenantWithTheFormerIdGetsNoGroupThatTheHeirDropped() {
        TenantPolicy shop = called(a, "shop");
        edited(profiles(shop, 1), b);
        world.govern("shop", World.everything(Authority.ADDITIVE), World.unlimited());
        world.run();
        world.directory.division("Tenant_C");
        edited(world.tenants.get(0), b, world.tenant("a", "Tenant_C"));

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())).toList())
                .as(PlanText.of(plan))
                .noneMatch(w -> w.contains("Tenant_A_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "shop"})
    void divisionThatItsNameDoesNotMeanAnyMoreStaysTheTenants(String id) {
        world.directory.division("Tenant_X");
        edited(in(a, "Tenant_X"), b);
        world.run();
        edited(called(in(a, "Tenant_A", "Tenant_X"), id), b);
        world.plan();
        world.grant(BOB, "Agent", world.division("Tenant_A").id());

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(Violation::message)
                .containsExactly("lives in the division of tenant b and reaches " + id);
        world.person("bob", "Account-b", "Supervisors-b");
        assertThat(world.plan().operations().map(o -> o.tenant() + ": " + Wording.of(o.change())))
                .containsExactly(
                        id + ": revoke role \"Agent\" in \"Tenant_A\"", "b: join group \"Tenant_B_Supervisors\"");
    }

    @Test
    void groupThatWasRenamedStaysThatOfTheHeir() {
        Group agents = world.directory.named("Tenant_A_Agents");
        world.directory.groups.put(agents.id(), new Group(agents.id(), "Renamed"));
        edited(called(a, "shop"), b);

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())).toList())
                .as(PlanText.of(plan))
                .isEmpty();
    }

    @Test
    void groupOfTheHeirIsTheOneOfTheTenantThatLeftAndNoneFromBeforeItsOwnOffBoarding() {
        offBoard(a);
        edited(b);
        Group agents = world.directory.named("Tenant_A_Agents");
        world.directory.delete(agents);
        world.directory.groups.put(agents.id(), new Group(agents.id(), "Agents of old"));
        world.directory.members.put(agents.id(), new LinkedHashSet<>());
        edited(b, called(a, "x"));
        world.person("ana", "Account-a");
        world.run();
        edited(b, a);

        for (int plans = 0; plans < 2; plans++) {
            Plan plan = world.plan();
            assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
            assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        }
    }

    @Test
    void groupFromBeforeTheOffBoardingOfTheHeirIsClearedToo() {
        world.remove("ana").run();
        world.state("ana@acme.example", AccountState.INACTIVE, MemoryDirectory.HOME.id());
        world.directory.grants.removeIf(g -> g.subject().value().startsWith("grp-Tenant_A"));
        edited(leaving(a), b);
        assertThat(world.provisioner().zeroAccess(a.id()).isZero()).isTrue();
        edited(b);
        TenantPolicy x = profiles(called(a, "x"), 1);
        edited(b, x);
        world.person("ada", "Account-a").run();
        edited(b, called(x, "a"));
        world.directory.grants.add(new Grant(
                new SubjectId("grp-Tenant_A_Supervisors"),
                new RoleId("role-Supervisor"),
                world.division("Tenant_A").id()));

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .containsExactly(
                        "revoke role \"Supervisor\" in \"Tenant_A\" from group \"Tenant_A_Supervisors\", after the new"
                                + " access");
    }

    private void offBoard(TenantPolicy tenant) {
        edited(world.tenants.stream()
                .map(t -> t.id().equals(tenant.id()) ? leaving(t) : t)
                .toArray(TenantPolicy[]::new));
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(tenant.id());
        provisioner.apply(plan, Approval.of(plan, "test"));
        assertThat(provisioner.zeroAccess(tenant.id()).isZero()).isTrue();
    }

    private void edited(TenantPolicy... tenants) {
        edited(List.of(tenants));
    }

    private void edited(List<TenantPolicy> tenants) {
        world.tenants = tenants;
        world.hash += "'";
    }

    private static List<String> unbound(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.UNBOUND_DIVISION)
                .map(f -> f.subject() + ": " + f.message())
                .toList();
    }

    private static TenantPolicy leaving(TenantPolicy t) {
        return new TenantPolicy(
                t.id(), t.name(), t.division(), t.match(), t.profiles(), TenantPolicy.State.LEAVING, t.governance());
    }

    private static TenantPolicy called(TenantPolicy t, String id) {
        return new TenantPolicy(new TenantId(id), t.name(), t.division(), t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy profiles(TenantPolicy t, int first) {
        return new TenantPolicy(
                t.id(), t.name(), t.division(), t.match(), t.profiles().subList(0, first), t.governance());
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
}
