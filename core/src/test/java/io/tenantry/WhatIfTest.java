// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Person;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Notes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhatIfTest {
    private final World world = new World();

    @BeforeEach
    void twoPeopleAndOneStillToCome() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.person("cleo", "Account-b");
        world.directory.writes.clear();
    }

    @Test
    void samePolicyMakesNoDifference() {
        WhatIf same = world.provisioner().whatIf(world.policy());

        assertThat(same.isEmpty()).isTrue();
        assertThat(same.current()).isEqualTo(same.proposed());
        assertThat(same.current().operations()).isNotEmpty();
    }

    @Test
    void tellsWhoIsNewlyAffectedAndWhatNoLongerHappens() {
        WhatIf difference = world.provisioner().whatIf(swapped());

        assertThat(difference.newlyAffected()).extracting(Person::userName).containsExactly("bob@acme.example");
        assertThat(difference.noLongerAffected()).extracting(Person::userName).containsExactly("cleo@acme.example");
        assertThat(difference.added()).allMatch(o -> o.tenant().equals(new TenantId("b")));
        assertThat(difference.text())
                .contains("1 person newly affected, 1 no longer affected")
                .contains("- cleo@acme.example: create account in division \"Tenant_B\"")
                .contains("+ bob@acme.example: join group \"Tenant_B_New\"");
    }

    @Test
    void countsWhoWouldBeNewlyParked() {
        world.person("dan", "Account-x");

        WhatIf difference = world.provisioner().whatIf(withoutB());

        assertThat(difference.newlyParked()).containsExactly("identity bob", "identity cleo");
        assertThat(difference.text()).contains(", 2 newly parked\n");
    }

    @Test
    void writesNothingAnywhereAndLeavesTheNextPlanAsItWas() {
        String before = world.plan().operations().toList().toString();
        Notes seen = world.store.notes();
        world.person("dora", "Account-a");

        world.provisioner().whatIf(swapped());

        assertThat(world.directory.writes).isEmpty();
        assertThat(world.store.notes()).isEqualTo(seen);
        world.remove("dora");
        assertThat(world.plan().operations().toList().toString()).isEqualTo(before);
    }

    @Test
    void readsTheOrganizationOnceForBothPlans() {
        CountingReads once = new CountingReads(world.directory);
        CountingReads both = new CountingReads(world.directory);

        world.provisioner(once, world.store).plan();
        world.provisioner(both, world.store).whatIf(world.policy());

        assertThat(both.reads()).isEqualTo(once.reads()).isPositive();
    }

    /** In tenant b, bob's profile needs another group now, and no further person belongs to the tenant. */
    private OrganizationPolicy swapped() {
        TenantPolicy b = world.tenants.get(1);
        Condition onlyBob = new Condition.All(List.of(
                b.match(),
                new Condition.Not(new Condition.In("nobody", Set.of("x"))),
                new Condition.SourceGroup("Old")));
        world.person("bob", "Account-b", "Old");
        AccessProfile agent = new AccessProfile("agent", Optional.empty(), "Tenant_B_New", Set.of("Agent"));
        TenantPolicy proposed =
                new TenantPolicy(b.id(), b.name(), b.division(), onlyBob, List.of(agent), b.governance());
        OrganizationPolicy p = world.policy();
        return new OrganizationPolicy(
                p.organization(),
                p.defaults(),
                p.attributes(),
                List.of(world.tenants.get(0), proposed),
                p.precedence(),
                p.jointAgents(),
                p.protectedPeople(),
                "proposed-hash");
    }

    private OrganizationPolicy withoutB() {
        TenantPolicy b = world.tenants.get(1);
        OrganizationPolicy p = world.policy();
        return new OrganizationPolicy(
                p.organization(),
                p.defaults(),
                p.attributes(),
                List.of(
                        world.tenants.get(0),
                        new TenantPolicy(
                                b.id(),
                                b.name(),
                                b.division(),
                                new Condition.SourceGroup("Nobody"),
                                b.profiles(),
                                b.governance())),
                p.precedence(),
                p.jointAgents(),
                p.protectedPeople(),
                "proposed-hash");
    }
}
