// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hold says to do about the access that a person keeps: only what can end it. */
class HeldGainsTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    HeldGainsTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void accessThroughAGroupOfNobodyMayBeAccepted() {
        world.grant(world.group("Side door"), "Tenant_B");
        world.member(ANA, "Side door").person("ana", "Account-a", "Supervisors-a");

        assertThat(advice())
                .isEqualTo("let the authority and the limits of tenant b cover the removal, or take it away by hand, or"
                        + " accept it in the policy, and plan again");
    }

    @Test
    void membershipInTheGroupOfAnotherTenantCannotBeAccepted() {
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());
        world.member(ANA, "Tenant_B_Agents").person("ana", "Account-a", "Supervisors-a");

        assertThat(advice())
                .isEqualTo("let the authority and the limits of tenant b cover the removal, or take it away by hand,"
                        + " and plan again");
    }

    @Test
    void roleOfAGroupThatThePolicyOnceNamedCannotBeAccepted() {
        world.grant(world.group("Side door"), "Tenant_B");
        List<TenantPolicy> right = world.tenants;
        world.tenants = List.of(named(right.get(0), "Side door"), right.get(1));
        world.plan();
        world.tenants = right;
        world.member(ANA, "Side door").person("ana", "Account-a", "Supervisors-a");

        assertThat(advice())
                .isEqualTo("let the authority and the limits of tenant b cover the removal, or take it away by hand,"
                        + " and plan again");
    }

    @Test
    void homeInTheDivisionOfATenantThatLeftThePolicyCannotBeAccepted() {
        world.tenants = world.tenants.subList(1, 2);
        world.directory.members.values().forEach(m -> m.remove(id(ANA)));
        world.person("ana", "Account-b");

        assertThat(advice())
                .isEqualTo("put tenant a back into the policy and off-board it, or take the access away by hand, and"
                        + " plan again");
    }

    @Test
    void moveOutOfHomeWaitsAlsoWhereTheAccountHasARoleAnyway() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant(world.group("Side door"), "Tenant_A");
        world.grant(world.group("Blend"), "Tenant_B");
        world.member("eve@acme.example", "Side door").member("eve@acme.example", "Blend");
        world.person("eve", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .contains("move from division \"Home\" to \"Tenant_B\"");
    }

    private String advice() {
        Plan plan = world.plan();
        List<Hold> holds = plan.holds().stream()
                .filter(h -> h.code() == HoldCode.KEEPS_OLD_ACCESS)
                .toList();
        assertThat(holds).as(PlanText.of(plan)).hasSize(1);
        return holds.get(0).advice();
    }

    private AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }

    private static TenantPolicy named(TenantPolicy t, String group) {
        AccessProfile p = t.profiles().get(0);
        return new TenantPolicy(
                t.id(),
                t.name(),
                t.division(),
                t.match(),
                List.of(
                        new AccessProfile(p.id(), p.when(), group, p.roles()),
                        t.profiles().get(1)),
                t.governance());
    }
}
