// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a person belongs who matches several tenants, or none. */
class SeveralTenantsTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void jointAgentReachesTheDeclaredTenantsUntilTheLastDayAndIsThenAMoverHome() {
        LocalDate last = LocalDate.ofInstant(World.NOW, ZoneOffset.UTC);
        world.joint("ANA@acme.example", last, "a", "b");
        world.person("ana", "Account-a", "Account-b").run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
        assertThat(world.plan().isEmpty()).isTrue();
        world.clock = Clock.fixed(World.NOW.plusSeconds(86_400), ZoneOffset.UTC);

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void jointAgentIsNobodyOfANameThatIsTheSameInUpperCaseOnly() {
        world.extra.add(Identity.of("jose", "jo\u017Fe@acme.example", "Jose", List.of("Account-a"), Map.of()));
        world.run();
        assertThat(world.plan().isEmpty()).isTrue();
        world.joint("jose@acme.example", LocalDate.parse("2030-01-01"), "a", "b");

        world.run();

        assertThat(world.reach("jo\u017Fe@acme.example")).containsExactly("Tenant_A");
    }

    @Test
    void formerJointAgentWhoMatchesOneTenantMovesThere() {
        world.joint("ana", LocalDate.parse("2020-01-01"), "a", "b");

        world.person("ana", "Account-b").run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void writtenPrecedenceDecidesBetweenTenants() {
        world.precedence = List.of(new TenantId("b"), new TenantId("a"));

        world.person("ana", "Account-a", "Account-b").run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void withoutPrecedenceWhoeverMatchesSeveralOrNoneIsParkedAndListed() {
        world.person("ana", "Account-a", "Account-b").person("bob").person("cat", "\u0410ccount-a");

        Plan plan = world.plan();

        assertThat(plan.operations().filter(o -> o.person().isPresent())).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).containsOnly(FindingCode.PARKED);
        assertThat(plan.findings()).hasSize(3);
        assertThat(plan.findings())
                .filteredOn(f -> f.subject().equals("identity cat"))
                .first()
                .satisfies(f -> assertThat(f.message()).contains("near miss", "Account-a"));
    }

    @Test
    void parkedPersonLosesNothingAndGainsNothing() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.person("ana");

        assertThat(world.plan().isEmpty()).isTrue();
    }
}
