// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.findings;
import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountState;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a tenant lets a run give and take, for each kind of access. */
class AuthorityTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @ParameterizedTest
    @EnumSource(
            value = Authority.class,
            names = {"OBSERVE", "ADDITIVE"})
    void oldTenantThatLetsNothingGoLetsNobodyGainElsewhere(Authority authority) {
        world.person("ana", "Account-a").run();
        world.govern("a", World.everything(authority), World.unlimited());
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(holds(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
        assertThat(plan.batches()).isEmpty();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @ParameterizedTest
    @EnumSource(EntitlementKind.class)
    void oldTenantThatKeepsOneKindOnlyLetsNobodyGainElsewhere(EntitlementKind kind) {
        world.person("ana", "Account-a").run();
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.govern("a", Map.of(kind, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-b");

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void observedTenantIsReportedAndUntouched() {
        world.authority = World.everything(Authority.OBSERVE);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.directory.account("acc-x", ANA, world.division("Tenant_B"));
        world.person("ana", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(findings(plan)).contains("unmanaged-lack", "unmanaged-access");
    }

    @Test
    void additiveTenantGainsAndLosesNothing() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-a")
                .run();
        world.govern("a", World.everything(Authority.ADDITIVE), World.unlimited());
        world.person("ana", "Account-a").disable("bob").person("eve", "Account-a");

        Plan plan = world.plan();
        world.run();

        assertThat(plan.holds()).isEmpty();
        assertThat(world.directory.groupsOf(ANA)).contains("Tenant_A_Supervisors");
        assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach("eve@acme.example")).containsExactly("Tenant_A");
    }

    @Test
    void managedOnlyLeavesStrangersAndDirectGrantsAtHomeAndReportsThem() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", world.division("Tenant_A"));
        world.member("x@acme.example", "Tenant_A_Agents")
                .grant(
                        "x@acme.example",
                        "Supervisor",
                        world.division("Tenant_A").id())
                .grant(ANA, "Supervisor", world.division("Tenant_A").id());

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(findings(plan)).contains("orphan-member", "orphan-account", "foreign-grant", "unmanaged-access");
    }

    @Test
    void authoritativeTakesFromStrangersWhatThePolicyDoesNotGive() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", MemoryDirectory.HOME);
        world.member("x@acme.example", "Tenant_A_Agents")
                .grant(
                        "x@acme.example",
                        "Supervisor",
                        world.division("Tenant_A").id())
                .grant(ANA, "Supervisor", world.division("Tenant_A").id());
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());

        world.run();

        assertThat(world.reach("x@acme.example")).isEmpty();
        assertThat(world.directory.grants).noneMatch(g -> g.subject().value().startsWith("acc-"));
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void authorityIsPerKind() {
        Map<EntitlementKind, Authority> kinds = new EnumMap<>(World.everything(Authority.MANAGED_ONLY));
        kinds.put(EntitlementKind.MEMBERSHIPS, Authority.ADDITIVE);
        world.person("ana", "Account-a").run();
        world.govern("a", kinds, World.unlimited());
        world.disable("ana");

        world.run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents");
    }

    @Test
    void joinerWhoseAccountMayNotBeMadeJoinsNothing() {
        world.person("eve", "Account-a").run();
        world.govern("a", Map.of(EntitlementKind.ACCOUNTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-a");

        assertThat(holds(world.plan())).containsExactly("account-missing");
        assertThat(world.run().isClean()).isTrue();
    }

    @Test
    void tenantWhoseStructureMayNotBeMadeTakesNobody() {
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-a");

        assertThat(holds(world.plan())).containsExactly("structure-missing");
        assertThat(world.run().isClean()).isTrue();
    }

    @Test
    void foreignGroupWithARoleInATenantIsReportedAndUntouched() {
        world.person("ana", "Account-a").run();
        world.grant(world.group("Foreign"), "Tenant_A");
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(findings(plan)).containsExactly("unaccepted-holder");
    }
}
