// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Change;
import io.tenantry.directory.Account;
import io.tenantry.directory.DivisionId;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first contact with an organization that has people already, and the steps from looking on to governing. */
class AdoptionTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();
    private DivisionId tenantB = MemoryDirectory.HOME.id();

    /** Ana lives in the wrong tenant's division, is in its group, and holds a role there by hand. */
    @BeforeEach
    void isThereAlready() {
        world.person("bea", "Account-b").run();
        tenantB = world.division("Tenant_B").id();
        world.directory.account("brown-1", ANA, world.division("Tenant_B"));
        world.member(ANA, "Tenant_B_Agents").grant(ANA, "Agent", tenantB);
        world.person("ana", "Account-a");
    }

    @Test
    void showsWhomItTakesForWhomAndTouchesNothingWhileItObserves() {
        govern(Authority.OBSERVE);

        Plan plan = world.plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(PlanText.of(plan))
                .contains(
                        "Recognised, 1 existing account,",
                        "  = ana@acme.example (identity ana) is ana@acme.example (account brown-1)\n")
                .contains("unmanaged-access");
    }

    @Test
    void showsTheNamesOfBothWhereTheyDiffer() {
        govern(Authority.OBSERVE);
        world.directory.accounts.clear();
        Account account = world.directory.account("brown-1", "a.brown@acme.example", world.division("Tenant_B"));
        world.directory.accounts.put(
                account.id(),
                new Account(
                        account.id(),
                        account.state(),
                        account.userName(),
                        account.displayName(),
                        Optional.of("ana"),
                        account.division(),
                        account.attributes()));

        Plan plan = world.plan();

        assertThat(PlanText.of(plan))
                .contains("  = ana@acme.example (identity ana) is a.brown@acme.example (account brown-1)\n");
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThat(world.provisioner().explain("ana").plan().names()).isEqualTo(plan.names());
    }

    @Test
    void planThatWasSavedWithoutNamesLoadsAndShowsTheIds() {
        govern(Authority.OBSERVE);
        Plan plan = world.plan();
        Plan former = new Plan(
                plan.organization(),
                plan.policyHash(),
                plan.source(),
                plan.directory(),
                plan.createdAt(),
                plan.expiresAt(),
                plan.batches(),
                plan.holds(),
                plan.findings().stream().map(f -> f.about("")).toList(),
                plan.rejected(),
                plan.links(),
                Map.of(),
                plan.given(),
                plan.situations(),
                plan.basis(),
                plan.readsNewAccounts(),
                plan.overrides(),
                plan.cost());

        String json = PlanJson.write(former);

        assertThat(json).doesNotContain("\"names\"", "\"name\" : \"ana@");
        assertThat(PlanJson.read(json)).isEqualTo(former);
        assertThat(PlanText.of(PlanJson.read(json))).contains("  = identity ana is account brown-1\n");
    }

    @Test
    void givesNothingBesideWhatAnAccountKeepsElsewhere() {
        govern(Authority.ADDITIVE);

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void takesTheOldAccessFirstOnceItMayAndNeverMakesASecondAccount() {
        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> o.change().getClass()).toList())
                .isEqualTo(List.of(
                        Change.LeaveGroup.class,
                        Change.RevokeRole.class,
                        Change.MoveDivision.class,
                        Change.UpdateAccount.class,
                        Change.JoinGroup.class));
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.directory.accounts.values())
                .filteredOn(a -> a.userName().equals(ANA))
                .hasSize(1);
        assertThat(PlanText.of(world.plan())).doesNotContain("Recognised");
    }

    @Test
    void bindsTheAccountAlongWithAnotherChangeSoThatItIsFoundUnderAnyName() {
        world.run();

        assertThat(world.directory.byName(ANA).externalId()).contains("ana");
        assertThat(world.directory.writes)
                .filteredOn(w -> w.startsWith("update"))
                .hasSize(1);
    }

    @Test
    void makesNoCallOnlyToBindAnAccount() {
        world.directory.account("brown-2", "cat@acme.example", world.division("Tenant_A"));
        world.with(Identity.of("cat", "cat@acme.example", "cat@acme.example", List.of("Account-a"), Map.of()))
                .run();

        assertThat(world.directory.byName("cat@acme.example").externalId()).isEmpty();
        assertThat(world.directory.writes).doesNotContain("update brown-2");
    }

    private void govern(Authority authority) {
        world.govern("a", World.everything(authority), World.unlimited())
                .govern("b", World.everything(authority), World.unlimited());
    }
}
