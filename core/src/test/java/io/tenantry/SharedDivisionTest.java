// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.Attention;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline;
import io.tenantry.store.StoreWrite;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A plan says of a shared division that is a tenant's what the lint says. */
@NullUnmarked
class SharedDivisionTest {
    private final World world = new World();

    SharedDivisionTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    private void share(String division) {
        world.sharedDivisions = List.of(new DivisionRef(division, Optional.empty(), false));
    }

    private void exchange() {
        world.directory.division("Tenant_New");
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        new DivisionRef("Tenant_New", Optional.empty(), false),
                        a.match(),
                        a.profiles(),
                        a.governance()),
                world.tenants.get(1));
    }

    private static List<Finding> owned(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.SHARED_DIVISION_OWNED)
                .toList();
    }

    @Test
    void divisionOfATenantThatLeftThePolicyIsSaidOnEveryRoad() {
        world.tenants = world.tenants.subList(1, 2);
        share("Tenant_A");
        Provisioner provisioner = world.provisioner();

        assertThat(Stream.of(
                        provisioner.plan(),
                        provisioner.explain("bob").plan(),
                        provisioner.planChanges().plan(),
                        provisioner.whatIf(world.policy()).proposed()))
                .allSatisfy(plan -> {
                    assertThat(owned(plan)).singleElement().satisfies(f -> {
                        assertThat(f.subject())
                                .isEqualTo("division \"Tenant_A\" ("
                                        + world.division("Tenant_A").id() + ")");
                        assertThat(f.message()).isEqualTo("is shared by the policy, and is that of tenant a");
                    });
                    assertThat(plan.attention()).contains(entry(Attention.TENANT_NOT_READY, 1));
                });
    }

    @Test
    void formerDivisionOfATenantIsSaidToo() {
        exchange();
        share("Tenant_A");

        assertThat(owned(world.plan()))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .endsWith("tenant a");
    }

    @Test
    void divisionOfATenantThatLeftThePolicyStaysClosed() {
        world.tenants = world.tenants.subList(1, 2);
        share("Tenant_A");
        world.directory
                .members
                .values()
                .forEach(
                        m -> m.remove(world.directory.byName("ana@acme.example").id()));
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.holds()).extracting(h -> h.code()).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
    }

    @Test
    void divisionThatATenantGaveUpIsOpenToEverybody() {
        exchange();
        share("Tenant_A");
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        world.person("bob", "Account-b", "Supervisors-b");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void divisionOfATenantThatWasOffBoardedIsShared() {
        TenantPolicy a = world.tenants.get(0);
        world.tenants = world.tenants.subList(1, 2);
        share("Tenant_A");
        world.store.commit(List.of(new StoreWrite.Keep(new Baseline.Access(a.id(), false, World.NOW))));

        assertThat(owned(world.plan())).isEmpty();
    }

    @Test
    void divisionThatNoTenantHadIsShared() {
        world.directory.division("Internal");
        share("Internal");

        assertThat(world.plan().attention()).isEmpty();
    }
}
