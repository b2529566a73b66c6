// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Wording;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.Violation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
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
    void formerDivisionCountsForBothOnceIdsWereExchangedAlsoIfTheyAreExchangedBack() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();

        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);
        assertThat(ofTenantA()).isEqualTo("a, b");
        edited(in(a, "Tenant_X"), b, c);
        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void formerDivisionCountsForEachOfThreeThatExchangeTheirIds() {
        edited(in(a, "Tenant_X"), b, c);
        world.plan();
        edited(called(in(a, "Tenant_X"), "b"), called(b, "c"), called(c, "a"));

        // The person by whom it is told is one of a by now.
        assertThat(ofTenantA()).isEqualTo("b, c");
    }

    @Test
    void divisionThatIsLeftInTheSameCommitCountsForBoth() {
        edited(called(in(a, "Tenant_X"), "b"), called(b, "a"), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

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
    void divisionCountsForBothIfGroupsAreExchangedAndBothDivisionsAreNew() {
        edited(grouped(in(a, "Tenant_X"), "Tenant_B_Agents"), grouped(in(b, "Tenant_Y"), "Tenant_A_Agents"), c);

        assertThat(ofTenantA()).isEqualTo("a, b");
    }

    @Test
    void nobodyReachesTwoWhileTenantsExchangeGroupsAndBothGetAnotherDivision() {
        world.authority = Map.of();
        edited(
                grouped(in(world.tenant("a", "Tenant_A"), "Tenant_X"), "Tenant_B_Agents"),
                grouped(in(world.tenant("b", "Tenant_B"), "Tenant_Y"), "Tenant_A_Agents"),
                c);
        List<String> both = new ArrayList<>();
        world.directory.after = write -> Stream.of("Tenant_A", "Tenant_B")
                .filter(division -> isReachedThroughAGroup(division))
                .forEach(both::add);

        world.run();

        assertThat(both).isEmpty();
        assertThat(world.reach("ana@acme.example")).containsExactlyInAnyOrder("Tenant_B", "Tenant_X");
        assertThat(world.reach("bob@acme.example")).containsExactlyInAnyOrder("Tenant_A", "Tenant_Y");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    /** Returns whether the group of a division took the person of the other tenant while it had its role there. */
    private boolean isReachedThroughAGroup(String division) {
        MemoryDirectory org = world.directory;
        GroupId group = org.named(division + "_Agents").id();
        String other = division.equals("Tenant_A") ? "bob@acme.example" : "ana@acme.example";
        return requireNonNull(org.members.get(group)).contains(org.byName(other).id())
                && org.grants.stream()
                        .anyMatch(g -> g.subject().equals(SubjectId.of(group))
                                && g.division().equals(world.division(division).id()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void peopleOfTenantsThatExchangeTheirIdsLeaveAFormerDivision(boolean before) {
        world.authority = Map.of();
        TenantPolicy moved = in(world.tenant("a", "Tenant_A"), "Tenant_X");
        if (before) {
            edited(moved, world.tenant("b", "Tenant_B"), c);
            world.plan();
        }
        edited(called(moved, "b"), called(world.tenant("b", "Tenant_B"), "a"), c);

        world.run();

        assertThat(world.reach("ana@acme.example")).containsExactlyInAnyOrder("Tenant_A", "Tenant_X");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
        assertThat(world.provisioner().proveIsolation().violations()).isEmpty();
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
