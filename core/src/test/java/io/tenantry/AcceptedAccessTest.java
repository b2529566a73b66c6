// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Group;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a line of the policy accepts holds nobody, and another role or another place than the line says does. */
class AcceptedAccessTest extends AnaAndBob {
    @Test
    void acceptedAccessHoldsNobody() {
        Group all = world.group("All employees", ANA, BOB);
        world.grant(all, "Tenant_A");
        world.grant(all, "Tenant_B");
        world.accepted = List.of(accepts(all, Extent.all()));
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.plan().holds()).isEmpty();
        assertThat(world.plan().findings()).extracting(Finding::code).isEmpty();
    }

    @Test
    void acceptedLineForAnotherRoleHoldsThePeopleOfTheGroup() {
        Group all = world.group("All employees", ANA);
        world.grant(all, "Tenant_A");
        world.accepted =
                List.of(accepts(new Holder(Kind.GROUP, all.name(), Optional.empty()), "Supervisor", Extent.all()));
        world.person("ana", "Account-b");

        assertThat(holds(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void acceptedAccountIsHeldByNothingAndAnotherWithTheSameRoleIs() {
        world.grant(ANA, "Agent", world.division("Tenant_B").id());
        world.grant(BOB, "Agent", world.division("Tenant_A").id());
        world.accepted = List.of(accepts(new Holder(Kind.ACCOUNT, ANA, Optional.empty()), "Agent", Extent.all()));
        world.person("ana", "Account-a", "Supervisors-a").person("bob", "Account-b", "Supervisors-b");
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsOnly("bob");
    }

    @Test
    void acceptedLineForAnotherPlaceHoldsThePeopleOfTheGroup() {
        Group all = world.group("All employees", ANA);
        world.grant(all, "Tenant_A");
        world.accepted = List.of(accepts(all, Extent.ofTenants(List.of(new TenantId("b")))));
        world.person("ana", "Account-b");

        assertThat(holds(world.plan())).containsExactly("keeps-old-access");
    }

    @Test
    void linesToPasteForARoleInAFormerDivisionOfATenantNameThatDivision() {
        Group all = world.group("All employees", ANA);
        world.grant(all, "Tenant_A");
        world.directory.division("Tenant_X");
        TenantPolicy a = world.tenants.get(0);
        DivisionRef other = new DivisionRef("Tenant_X", Optional.empty(), false);
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), other, a.match(), a.profiles(), a.governance()),
                world.tenants.get(1));
        world.accepted = List.of(accepts(all, Extent.ofTenants(List.of(a.id()))));

        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.advice()).contains("in: { divisions: [\"Tenant_A\"] },"));

        world.accepted = List.of(accepts(all, Extent.ofDivisions(List.of("Tenant_A"))));
        assertThat(world.plan().findings()).extracting(Finding::code).doesNotContain(FindingCode.UNACCEPTED_HOLDER);
    }

    @Test
    void acceptedGroupCostsNoRead() {
        Group all = world.group("All employees", ANA, BOB);
        int before = reads();
        world.grant(all, "Tenant_A");
        world.accepted = List.of(accepts(all, Extent.all()));

        assertThat(reads()).isEqualTo(before);
    }

    @Test
    void roleInASharedDivisionHoldsNobodyAndIsNotReported() {
        world.directory.division("Staff");
        world.sharedDivisions = List.of(new DivisionRef("Staff", Optional.empty(), false));
        world.grant(world.group("Staff team", ANA), "Staff");
        world.person("ana", "Account-a", "Supervisors-a");

        Plan plan = world.plan();

        assertThat(plan.holds()).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).isEmpty();
    }
}
