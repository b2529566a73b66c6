// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.TenantPolicy.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group that a run gave to a tenant stays remembered until a complete read shows that nothing is left in it. */
class GivenGroupsTest {
    private static final TenantId A = new TenantId("a");
    private static final String ANA = "ana@acme.example";
    private static final GroupId AGENTS = new GroupId("grp-Tenant_A_Agents");
    private final World world = new World();

    GivenGroupsTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void groupThatTheAuthorityDoesNotEmptyStaysRemembered() {
        edit(State.ACTIVE, "Tenant_A.2_Agents");
        world.govern("a", Map.of(EntitlementKind.MEMBERSHIPS, Authority.ADDITIVE), World.unlimited());
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(AGENTS)));

        world.run();

        assertThat(remembered()).contains(AGENTS);
        edit(State.ACTIVE, "Tenant_A.2_Agents");
        world.govern("a", Map.of(), World.unlimited()).run();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A.2_Agents");
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "roles"})
    void groupOfWhichAListingMayLackSomethingStaysRemembered(String what) {
        edit(State.ACTIVE, "Tenant_A.2_Agents");
        world.run();
        doubt(what);

        world.run();

        assertThat(remembered()).contains(AGENTS);
        world.directory.doubtful.clear();
        world.run();
        assertThat(remembered()).doesNotContain(AGENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "roles"})
    void offBoardingThatMayHaveMissedSomethingForgetsNoGroup(String what) {
        edit(State.ACTIVE, "Tenant_A.2_Agents");
        world.state(ANA, AccountState.INACTIVE, MemoryDirectory.HOME.id());
        world.directory.members.put(AGENTS, new LinkedHashSet<>());
        world.directory.grants.removeIf(
                g -> g.division().equals(world.division("Tenant_A").id()));
        doubt(what);

        offBoard();

        assertThat(remembered()).contains(AGENTS);
        world.directory.doubtful.clear();
        offBoard();
        assertThat(remembered()).isEmpty();
    }

    @Test
    void groupOfALeavingTenantStaysRememberedWhileItHoldsARole() {
        edit(State.LEAVING, "Tenant_A_Agents");
        world.run();
        world.run();

        assertThat(remembered()).contains(AGENTS);
        edit(State.LEAVING, "Tenant_A.2_Agents");
        world.member(ANA, "Tenant_A_Agents").run();
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @Test
    void groupOfALeavingTenantIsForgottenOnceItIsEmptyAndHasNoRole() {
        edit(State.LEAVING, "Tenant_A_Agents");
        offBoard();

        world.run();

        assertThat(remembered()).isEmpty();
    }

    @Test
    void groupOfATenantThatIsOnlyObservedIsNotRemembered() {
        TenantPolicy c = world.tenant("c", "Tenant_C");
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), c);
        world.govern("c", World.everything(Authority.OBSERVE), World.unlimited());

        world.run();

        assertThat(world.store.notes().given()).doesNotContainKey(c.id());
    }

    private void doubt(String what) {
        world.directory.doubtful.add(
                what.equals("members") ? AGENTS : world.division("Tenant_A").id());
    }

    private void offBoard() {
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(A);
        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        provisioner.apply(plan, Approval.of(plan, "test"));
    }

    private Set<GroupId> remembered() {
        return world.store.notes().given().getOrDefault(A, Set.of());
    }

    /** Leaves tenant {@code a} one profile, with this group. */
    private void edit(State state, String group) {
        TenantPolicy t = world.tenant("a", "Tenant_A");
        List<AccessProfile> profiles =
                List.of(new AccessProfile("agent", t.profiles().get(0).when(), group, Set.of("Agent")));
        world.tenants = List.of(
                new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, state, t.governance()),
                world.tenants.get(1));
        world.hash += "'";
    }
}
