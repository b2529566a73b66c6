// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Pin;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access in a tenant that left the policy counts until it is gone, and holds the gains of those who have it. */
class DroppedTenantTest extends AnaAndBob {
    @Test
    void groupThatHoldsARoleOfADroppedTenantTakesNoPersonAlone() {
        world.tenants = world.tenants.subList(1, 2);
        world.grant(world.directory.named("Tenant_B_Agents"), "Tenant_A");
        world.govern("b", World.everything(Authority.ADDITIVE), World.unlimited());
        world.person("eve", "Account-b");

        world.provisioner().provision("eve", "test");

        assertThat(world.directory.accounts.values())
                .extracting(Account::userName)
                .doesNotContain("eve@acme.example");
    }

    @Test
    void personOfATenantThatLeftThePolicyGainsNothingElsewhere() {
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).advice()).startsWith("put tenant a back into the policy and off-board it");
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        assertThat(world.provisioner().proveIsolation().verdict())
                .as("one tenant is no violation")
                .isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"planned by mistake", "applied"})
    void personOfADroppedTenantGainsNothingWhereAnotherTenantOnceNamedItsDivision(String how) {
        List<TenantPolicy> right = world.tenants;
        swapDivisions();
        if (how.equals("applied")) {
            world.run();
        } else {
            world.plan();
        }
        world.tenants = right;
        world.run();
        world.tenants = right.subList(1, 2);
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).message()).contains("(tenant a)");
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
    }

    @Test
    void jointAgentWhoKeepsADroppedTenantMovesNowhereAndTheHoldNamesIt() {
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenants.get(0), world.tenant("c", "Tenant_C"));
        world.member(ANA, "Tenant_B_Agents");
        world.joint("ana", LocalDate.parse("2026-12-31"), "c", "a");

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.holds().get(0).message()).contains("group \"Tenant_B_Agents\"", "(tenant b)");
        assertThat(reached(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }

    @Test
    void roleOfAnAccountOfNobodyInADroppedTenantStaysAndThePlanNamesTheTenant() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", world.division("Tenant_A").id());
        world.tenants = world.tenants.subList(1, 2);

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.ORPHANED_TENANT);
    }

    @Test
    void newPersonOfAPolicyThatDroppedATenantIsNotConcerned() {
        world.tenants = world.tenants.subList(1, 2);
        world.person("eve", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(reached("eve@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void restoredAccountThatComesBackInAGroupOfADroppedTenantGetsNothing() {
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        world.run();

        assertThat(reached(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void restoredAccountThatComesBackInAGroupWithoutRolesOfADroppedTenantWaits() {
        world.revoke("Tenant_A_Agents");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.hidesDeleted = true;
        world.tenants = world.tenants.subList(1, 2);
        world.person("ana", "Account-b");

        ApplyReport report = world.run();
        Plan next = world.plan();

        assertThat(report.troubles())
                .extracting(Outcome::detail)
                .anyMatch(why -> why.contains("member of group \"Tenant_A_Agents\", which is tenant a's"));
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
        assertThat(holds(next)).as(PlanText.of(next)).containsExactly("keeps-old-access");
        assertThat(next.batches()).isEmpty();
    }

    @Test
    void divisionOfATenantThatLeftThePolicyIsNotOpenedByCallingItShared() {
        World left = new World();
        left.person("ana", "Account-a").person("bob", "Account-b").run();
        left.tenants = left.tenants.subList(0, 1);
        left.sharedDivisions = List.of(new DivisionRef("Tenant_B", Optional.empty(), false));
        left.person("bob", "Account-a");

        assertThat(holds(left.plan())).contains("keeps-old-access");
    }

    @Test
    void homeIsNobodysAlthoughAFormerTenantWasPinnedToIt() {
        world.store.commit(List.of(new StoreWrite.Keep(Pin.of(new TenantId("z"), "Home", MemoryDirectory.HOME.id()))));
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", world.division("Home").id());
        world.person("eve", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void divisionOfADroppedTenantThatCannotBeReadHoldsTheGainsOfThoseWithARoleThereAlone() {
        world.person("dan", "Account-b").run();
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        world.directory.doubtful.add(world.division("Tenant_A").id());
        world.tenants = world.tenants.subList(1, 2);
        world.person("bob", "Account-b", "Supervisors-b")
                .person("dan", "Account-b", "Supervisors-b")
                .person("eve", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsExactly("bob");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void groupOfADroppedTenantIsAcceptedOnNoRoad(boolean everywhere) {
        world.tenants = world.tenants.subList(1, 2);
        world.accepted = List.of(accepts(
                world.directory.named("Tenant_A_Agents"),
                everywhere ? Extent.all() : Extent.ofDivisions(List.of("Tenant_A"))));
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.provisioner().provision("ana", "test");
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.message() + "; " + f.advice())
                        .isEqualTo("role \"Agent\" is held by a group that an earlier run used for a tenant, so the"
                                + " accepted line of group \"Tenant_A_Agents\" does not cover it and it counts as"
                                + " reach; remove the line, and the members and roles of the group: such a group"
                                + " cannot be accepted"));
        assertThat(reached(ANA)).containsExactly("Tenant_A");
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_B").id());
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.VIOLATED);
    }

    @Test
    void groupOfADroppedTenantWithARoleInATenantOfThePolicyIsReported() {
        world.grant(world.directory.named("Tenant_A_Agents"), "Tenant_B");
        world.tenants = world.tenants.subList(1, 2);

        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.advice()).contains("such a group cannot be accepted"));
    }
}
