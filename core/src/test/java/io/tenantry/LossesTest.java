// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Wording;
import io.tenantry.directory.RoleId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as a loss, of which tenant, and what of a tenant that is not ready holds who leaves it. */
class LossesTest {
    private static final String BOB = "bob@acme.example";
    private final World world = new World();

    LossesTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void tenantLosesNobodyWhoMovesToTheDivisionThatIsMadeForIt() {
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 0, 0);
        world.tenants = List.of(world.creating("a", "Tenant_A.2"), world.tenants.get(1));
        world.govern("a", world.authority, world.limits);

        Plan plan = world.plan();

        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .contains("move from division \"Tenant_A\" to \"Tenant_A.2\"");
    }

    @Test
    void roleInAFormerDivisionOfSeveralTenantsCountsForTheTenantOfTheHolder() {
        world.directory.division("Tenant_X");
        world.tenants = List.of(world.tenant("a", "Tenant_X"), world.tenant("b", "Tenant_B"));
        world.run();
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_X"));
        world.run();
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.run();
        world.govern("b", World.everything(Authority.AUTHORITATIVE), World.limit(EntitlementKind.GRANTS, 0, 0));
        world.grant(BOB, "Agent", world.division("Tenant_X").id());

        Plan plan = world.plan();

        assertThat(plan.holds())
                .as(PlanText.of(plan))
                .extracting(Hold::tenant)
                .containsExactly(Optional.of(new TenantId("b")));
    }

    @Test
    void whoeverLeavesATenantOfWhichOnlyARoleWasNotFoundArrivesInTheSameRun() {
        world.directory.role("Quality");
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(withRole(a, "Quality"), world.tenants.get(1));
        world.run();
        world.directory.roles.remove(new RoleId("role-Quality"));
        world.directory.grants.removeIf(g -> g.role().equals(new RoleId("role-Quality")));
        world.person("ana", "Account-b");

        world.run();

        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_B");
    }

    private static TenantPolicy withRole(TenantPolicy t, String role) {
        AccessProfile p = t.profiles().get(0);
        return new TenantPolicy(
                t.id(),
                t.name(),
                t.division(),
                t.match(),
                List.of(new AccessProfile(p.id(), p.when(), p.genesysGroup(), Set.of("Agent", role))),
                t.governance());
    }
}
