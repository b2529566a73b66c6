// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An account that may be that of another person is nobody's, and nobody concerned is changed. */
class DisputedAccountTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void accountThatSeveralClaimIsNobodysAndNobodyIsChanged() {
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("eve", "Account-a").run();
        world.directory.account("shared", "one@acme.example", world.division("Tenant_A"));
        world.member("one@acme.example", "Tenant_A_Agents");
        world.with(named("p1", "one@acme.example")).with(named("p2", "ONE@acme.example"));

        disputed(world.plan(), "identity p1", "identity p2");
    }

    @Test
    void accountLinkedToAnotherIsNotTaken() {
        world.person("ana", "Account-a").run();
        world.with(named("other", ANA));

        disputed(world.plan(), "identity other");
    }

    @Test
    void accountWithAnothersIdIsNotTaken() {
        world.person("eve", "Account-a").run();
        world.directory.account("acc-9", "new@acme.example", world.division("Tenant_A"));
        world.carries("new@acme.example", "somebody");
        world.with(named("other", "new@acme.example"));

        disputed(world.plan(), "identity other");
    }

    @Test
    void twoAccountsWithOneIdAreADisputeAndNoStrangers() {
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("eve", "Account-a").run();
        world.directory.account("acc-8", "x1@acme.example", world.division("Tenant_A"));
        world.carries("x1@acme.example", "ana");
        world.directory.account("acc-9", "x2@acme.example", world.division("Tenant_A"));
        world.carries("x2@acme.example", "ana");
        world.member("x1@acme.example", "Tenant_A_Agents").member("x2@acme.example", "Tenant_A_Agents");
        world.person("ana", "Account-a");

        disputed(world.plan(), "identity ana");
    }

    @Test
    void deletedNamesakeIsADisputeAndNotARestore() {
        world.person("eve", "Account-a").run();
        world.directory.account("old", ANA, MemoryDirectory.HOME);
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.person("ana", "Account-a");

        disputed(world.plan(), "identity ana");
    }

    @Test
    void newPeopleOfOneNameAreADisputeBeforeAnyAccountIsMade() {
        world.person("eve", "Account-a").run();
        world.with(named("p1", "new@acme.example")).with(named("p2", "New@acme.example"));

        disputed(world.plan(), "identity p1", "identity p2");
    }

    private void disputed(Plan plan, String... who) {
        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.DISPUTED)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(who);
    }

    private static Identity named(String id, String userName) {
        return Identity.of(id, userName, "Name " + id, List.of("Account-a"), Map.of());
    }
}
