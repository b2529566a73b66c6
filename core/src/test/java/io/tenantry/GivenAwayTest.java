// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant gave its division, or its group, to another one, which then leaves the policy. */
class GivenAwayTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();
    private final TenantPolicy before = world.tenants.get(0);
    private final TenantPolicy after = tenant("a", "Tenant_X", "Tenant_A_Agents");
    private final TenantPolicy taker = tenant("t", "Tenant_A", "Tenant_T_Agents");

    GivenAwayTest() {
        world.directory.division("Tenant_X");
        world.group("Tenant_T_Agents");
        world.group("Tenant_X_Agents");
        edited(before);
        world.person("ana", "Account-a").person("tom", "Account-t").run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenantDoesNotGetItsDivisionBackWithThePeopleOfOneThatWasNotOffBoarded(boolean earlier) {
        edited(after, taker);
        runs(2);
        if (earlier) {
            edited(after);
            world.run();
        }
        edited(before);

        for (int run = 0; run < 2; run++) {
            Plan plan = world.plan();
            assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
            assertThat(plan.findings())
                    .filteredOn(f -> f.code() == FindingCode.UNBOUND_DIVISION || f.code() == FindingCode.UNBOUND_GROUP)
                    .allSatisfy(f -> assertThat(f.message()).contains("tenant t, which left the policy"))
                    .isNotEmpty();
            world.run();
        }
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_X").id());
    }

    @Test
    void tenantGetsItsDivisionBackOnceTheOtherIsOffBoarded() {
        edited(after, taker);
        runs(2);
        offBoard();
        edited(before);

        runs(2);

        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void policyThatWasOnlyPlannedGivesNothingAway() {
        edited(after, taker);
        world.plan();
        edited(before);

        staysInItsDivision();
    }

    @Test
    void tenantThatGotItsDivisionBackWhileTheOtherWasThereKeepsIt() {
        edited(after, taker);
        runs(2);
        edited(before, tenant("t", "Tenant_X", "Tenant_T_Agents"));
        runs(3);
        edited(before);

        staysInItsDivision();
    }

    @Test
    void tenantDoesNotGetItsGroupBackWithThePeopleOfOneThatWasNotOffBoarded() {
        edited(tenant("a", "Tenant_X", "Tenant_X_Agents"), tenant("t", "Tenant_A", "Tenant_A_Agents"));
        runs(3);
        edited(tenant("a", "Tenant_X", "Tenant_A_Agents"));

        runs(2);

        assertThat(world.plan().findings()).extracting(Finding::code).contains(FindingCode.UNBOUND_GROUP);
        assertThat(world.reach(ANA)).doesNotContain("Tenant_A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"joiner", "mover", "role"})
    void olderPlanOfTheFormerPolicyGivesNothingInADivisionThatANewTenantHas(String gain) {
        edited(before, world.tenant("b", "Tenant_B"));
        world.person("mia", "Account-b").run();
        if (gain.equals("joiner")) {
            world.person("joe", "Account-a");
        } else if (gain.equals("mover")) {
            world.person("mia", "Account-a");
        } else {
            world.revoke("Tenant_A_Agents");
        }
        World.Planned older = world.planned();
        world.remove("joe").person("mia", "Account-b");
        edited(tenant("a", "Tenant_X", "Tenant_X_Agents"), taker, world.tenant("b", "Tenant_B"));
        runs(2);

        ApplyReport report = older.apply();

        assertThat(report.outcomes())
                .filteredOn(o -> !o.operation().change().removes())
                .isNotEmpty()
                .extracting(Outcome::status)
                .containsOnly(Outcome.Status.SKIPPED);
    }

    @Test
    void olderPlanOfTheFormerPolicyLetsNobodyIntoAGroupThatANewTenantHas() {
        World.Planned older = world.person("joe", "Account-a").planned();
        world.remove("joe");
        world.directory.division("Tenant_T");
        edited(tenant("a", "Tenant_A", "Tenant_X_Agents"), tenant("t", "Tenant_T", "Tenant_A_Agents"));
        runs(2);

        ApplyReport report = older.apply();

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().joins().isPresent())
                .isNotEmpty()
                .extracting(Outcome::status)
                .containsOnly(Outcome.Status.SKIPPED);
    }

    @Test
    void tenantUnderAnotherIdInADivisionThatTwoExchangedIsNotTheOneThatGaveItAway() {
        TenantPolicy b = world.tenant("b", "Tenant_B");
        edited(before, b);
        world.person("bob", "Account-b").run();
        edited(in(before, "Tenant_B"), in(b, "Tenant_A"));
        runs(2);
        edited(before, b);
        runs(2);
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        edited(new TenantPolicy(new TenantId("n"), b.name(), b.division(), b.match(), b.profiles(), b.governance()));

        Plan plan = world.plan();

        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .filteredOn(f -> f.code() == FindingCode.ORPHANED_TENANT)
                .extracting(Finding::subject)
                .containsExactly("tenant a");
    }

    @Test
    void formerDivisionThatATenantGotFromOneThatLeftThePolicySinceIsStillOneOfItsOwn() {
        TenantPolicy b = world.tenant("b", "Tenant_B");
        edited(before, b);
        world.person("bob", "Account-b").run();
        edited(in(before, "Tenant_B"), in(b, "Tenant_A"));
        runs(2);
        edited(in(before, "Tenant_X"));
        world.directory.account("acc-robot", "robot@acme.example", world.division("Tenant_B"));
        world.grant("robot@acme.example", "Agent", world.division("Tenant_A").id());
        world.plan();

        assertThat(world.provisioner().proveIsolation().violations())
                .filteredOn(v -> v.reach().subject().name().equals("robot@acme.example"))
                .singleElement()
                .satisfies(v -> assertThat(v.reach().tenants()).contains(new TenantId("a"), new TenantId("b")));
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.empty(), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private void staysInItsDivision() {
        Plan plan = world.plan();
        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .extracting(Finding::code)
                .doesNotContain(FindingCode.UNBOUND_DIVISION);
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
    }

    private void runs(int number) {
        for (int run = 0; run < number; run++) {
            world.run();
        }
    }

    private void offBoard() {
        edited(after, leaving(taker));
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(taker.id());
        provisioner.apply(plan, Approval.of(plan, "test"));
        assertThat(provisioner.zeroAccess(taker.id()).isZero()).isTrue();
    }

    private static TenantPolicy leaving(TenantPolicy t) {
        return new TenantPolicy(
                t.id(), t.name(), t.division(), t.match(), t.profiles(), TenantPolicy.State.LEAVING, t.governance());
    }

    private TenantPolicy tenant(String id, String division, String group) {
        TenantPolicy t = world.tenant(id, division);
        AccessProfile agents = new AccessProfile("agent", Optional.empty(), group, Set.of("Agent"));
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), List.of(agents), t.governance());
    }

    private void edited(TenantPolicy... tenants) {
        world.tenants = List.of(tenants);
        world.hash += "'";
    }
}
