// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan changes nothing of a protected account, whether the policy names its person, its user name or itself. */
class ProtectedPeopleTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"ana", "ANA@acme.example", "acc-1"})
    void protectedPersonIsUntouchedByIdNameAndAccount(String mark) {
        world.person("ana", "Account-a").run();
        assertThat(world.directory.byName(ANA).id()).isEqualTo(new AccountId("acc-1"));
        world.protectedPeople = Set.of(mark);
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("ana", "Account-b");
        assertThat(world.plan().isEmpty()).isTrue();
        world.disable("ana");
        assertThat(world.plan().isEmpty()).isTrue();

        world.remove("ana").person("eve", "Account-a").run();

        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void protectedStrangerKeepsMembershipAndGrantUnderFullAuthority() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "break@glass.example", MemoryDirectory.HOME);
        world.member("break@glass.example", "Tenant_A_Agents")
                .grant(
                        "break@glass.example",
                        "Agent",
                        world.division("Tenant_A").id());
        world.protectedPeople = Set.of("break@glass.example");
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());

        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void accountThatCarriesTheIdOfAProtectedIdentityKeepsWhatItHoldsUnderAuthoritativeToo() {
        world.person("eve", "Account-a").run();
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.directory.account("acc-glass", "break-glass@acme.example", world.division("Tenant_A"));
        world.carries("break-glass@acme.example", "glass");
        world.member("break-glass@acme.example", "Tenant_A_Agents");
        world.grant(
                "break-glass@acme.example", "Agent", world.division("Tenant_A").id());
        assertThat(world.plan().isEmpty()).isFalse();
        world.protectedPeople = Set.of("glass");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
    }
}
