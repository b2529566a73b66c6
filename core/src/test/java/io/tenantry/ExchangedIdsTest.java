// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Wording;
import io.tenantry.directory.DivisionId;
import io.tenantry.isolation.Violation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the former division of a tenant is, in which people still live, when tenants get each other's ids. */
class ExchangedIdsTest {
    private final World world = new World();
    private final TenantPolicy a;
    private final TenantPolicy b;
    private final TenantPolicy c;

    ExchangedIdsTest() {
        world.authority = Map.of(EntitlementKind.ACCOUNTS, Authority.ADDITIVE);
        List.of("Tenant_C", "Tenant_X", "Tenant_Y").forEach(world.directory::division);
        a = world.tenant("a", "Tenant_A");
        b = world.tenant("b", "Tenant_B");
        c = world.tenant("c", "Tenant_C");
        world.tenants = List.of(a, b, c);
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("cid", "Account-c")
                .run();
        world.grant("cid@acme.example", "Agent", world.division("Tenant_A").id());
    }

    @Test
    void whoLivesInTheFormerDivisionGainsNothingInTheOtherTenant() {
        edited(in(a, "Tenant_X"), b, c);
        world.run();
        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);
        world.person("ana", "Account-b");

        for (int runs = 0; runs < 2; runs++) {
            Plan plan = world.plan();
            assertThat(plan.operations().map(o -> Wording.of(o.change())))
                    .as(PlanText.of(plan))
                    .noneMatch(w -> w.startsWith("join"));
            world.run();
        }
    }

    @Test
    void formerDivisionGoesWithItsTenantThereAndBack() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();

        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);
        assertThat(ofTenantA()).isEqualTo("b");
        edited(in(a, "Tenant_X"), b, c);
        assertThat(ofTenantA()).isEqualTo("a");
        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);
        assertThat(ofTenantA()).isEqualTo("b");
    }

    @Test
    void formerDivisionGoesWithItsTenantIfThreeExchangeTheirIds() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(called(in(a, "Tenant_X"), "b"), called(b, "c"), called(c, "a"));

        assertThat(ofTenantA()).isEqualTo("b");
    }

    @Test
    void divisionThatIsLeftInTheSameCommitGoesWithItsTenant() {
        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);

        assertThat(ofTenantA()).isEqualTo("b");
    }

    /** Nothing tells the tenant that left its division and its groups from a new one. */
    @Test
    void divisionCountsForBothIfItsTenantHasOtherGroupsToo() {
        edited(called(grouped(in(a, "Tenant_X"), "New"), "b"), called(b, "a"), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void divisionCountsForBothIfAnotherTenantTakesAGroupAndAllElseIsNew() {
        edited(grouped(in(a, "Tenant_X"), "New"), grouped(in(b, "Tenant_Y"), "Tenant_A_Agents"), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void divisionCountsForBothIfItsTenantExchangesGroupsWithOneThatStaysWhereItIs() {
        edited(grouped(in(a, "Tenant_X"), "Tenant_B_Agents"), grouped(b, "Tenant_A_Agents"), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void formerDivisionCountsForBothIfTenantsWithoutGroupsExchangeTheirIdsOrDivisions() {
        edited(grouped(in(a, "Tenant_X")), grouped(b), c);
        world.plan();
        edited(grouped(in(a, "Tenant_B")), grouped(in(b, "Tenant_X")), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void formerDivisionStaysThatOfTheIdIfDivisionsAloneAreExchanged() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(in(a, "Tenant_B"), in(b, "Tenant_X"), c);

        assertThat(ofTenantA()).isEqualTo("a");
    }

    @Test
    void formerDivisionStaysThatOfTheIdIfGroupsAloneAreExchanged() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(grouped(in(a, "Tenant_X"), "Tenant_B_Agents"), grouped(b, "Tenant_A_Agents"), c);

        assertThat(ofTenantA()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tenant_X", "Tenant_Y"})
    void formerDivisionStaysThatOfATenantOneOfWhoseGroupsAnotherTakes(String division) {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(grouped(in(a, division), "Tenant_A_Agents"), grouped(b, "Tenant_A_Supervisors"), c);

        assertThat(ofTenantA()).isEqualTo("a");
    }

    @Test
    void groupThatAnotherTenantTookInAnEarlierRunDoesNotCountAsTakenNow() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(grouped(in(a, "Tenant_X"), "Tenant_A_Supervisors"), grouped(b, "Tenant_A_Agents"), c);
        world.plan();
        edited(grouped(in(a, "Tenant_B"), "Tenant_A_Supervisors"), grouped(in(b, "Tenant_Y"), "Tenant_A_Agents"), c);

        assertThat(ofTenantA()).isEqualTo("a");
    }

    /** Returns the tenants whose division Tenant_A is, by what the proof says of one who lives elsewhere. */
    private String ofTenantA() {
        world.plan();
        return world.provisioner().proveIsolation().violations().stream()
                .filter(v -> v.reach().subject().name().equals("cid@acme.example"))
                .map(Violation::message)
                .map(m -> m.substring(m.lastIndexOf(" reaches ") + " reaches ".length()))
                .collect(Collectors.joining(" and "));
    }

    private void edited(TenantPolicy... tenants) {
        world.tenants = List.of(tenants);
        world.hash += "'";
    }

    private static TenantPolicy called(TenantPolicy t, String id) {
        return new TenantPolicy(new TenantId(id), t.name(), t.division(), t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy in(TenantPolicy t, String division) {
        DivisionRef ref = new DivisionRef(division, Optional.of(new DivisionId("div-" + division)), false);
        return new TenantPolicy(t.id(), t.name(), ref, t.match(), t.profiles(), t.governance());
    }

    private static TenantPolicy grouped(TenantPolicy t, String... groups) {
        List<AccessProfile> profiles = Stream.of(groups)
                .map(g -> new AccessProfile(
                        "agent", Optional.empty(), g, t.profiles().get(0).roles()))
                .toList();
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }
}
