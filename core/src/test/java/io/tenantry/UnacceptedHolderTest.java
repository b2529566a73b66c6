// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline;
import io.tenantry.store.StoreWrite;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan says once who reaches a tenant and is not accepted, and what it advises ends that. */
class UnacceptedHolderTest extends AnaAndBob {
    @ParameterizedTest
    @ValueSource(strings = {"div-Tenant_B", "div-Tenant_A", "*"})
    void linesAsTheyArePrintedEndTheFinding(String place) {
        world.grant(SubjectId.of(world.group("Side door").id()), "Agent", new DivisionId(place));
        world.tenants = world.tenants.subList(1, 2);
        Finding found = found(world.plan()).get(0);

        world.accepted = lines(found);

        assertThat(found(world.plan())).as(found.advice()).isEmpty();
    }

    @Test
    void groupOfATenantThatWasProvenEmptyIsEmptiedAsAdvisedAndNeverAccepted() {
        world.tenants = world.tenants.subList(1, 2);
        Group former = world.directory.named("Tenant_A_Agents");
        world.state(ANA, world.directory.byName(ANA).state(), MemoryDirectory.HOME.id());
        world.directory.grants.removeIf(g -> g.division().equals(new DivisionId("div-Tenant_A")));
        world.store.commit(List.of(new StoreWrite.Keep(new Baseline.Access(new TenantId("a"), false, World.NOW))));
        world.grant(former, "Tenant_B");
        world.person("ana");

        assertThat(found(world.plan()))
                .singleElement()
                .satisfies(f -> assertThat(f.advice())
                        .isEqualTo(
                                "remove its members and revoke its roles by hand: an earlier run used this group for a"
                                        + " tenant, and such a group cannot be accepted"));
        world.directory.members.put(former.id(), new LinkedHashSet<>());
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(former.id())));
        assertThat(found(world.plan())).isEmpty();
    }

    @Test
    void roleOfAGroupInTheDivisionOfItsOwnTenantIsPartOfTheFindingOfThatTenantAndElsewhereIsNot() {
        world.grant(world.directory.named("Tenant_A_Agents"), "Tenant_B");
        world.tenants = List.of();

        assertThat(found(world.plan())).extracting(Finding::subject).containsExactly("subject grp-Tenant_A_Agents");
    }

    @Test
    void planForOnePersonNamesOnlyTheHolderThatReachesEveryTenant() {
        world.grant(world.group("Side door", ANA), "Tenant_B");
        world.grant(SubjectId.of(world.group("All", ANA).id()), "Agent", DivisionId.EVERYWHERE);

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(found(plan))
                .as(PlanText.of(plan))
                .extracting(Finding::subject)
                .containsExactly("subject grp-All");
    }

    @Test
    void roleThatTheListingOfRolesDoesNotShowIsNotCalledUnacceptedWhereALineMayNameIt() {
        world.directory.role("Guest");
        world.grant(
                SubjectId.of(world.group("Side door").id()),
                "Guest",
                world.division("Tenant_B").id());
        world.accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.GROUP, "Side door", Optional.empty()),
                Set.of("Guest"),
                AcceptedAccess.Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "reason",
                "ciso",
                Optional.empty()));
        world.directory.roles.remove(new RoleId("role-Guest"));
        RefusedListings gap = new RefusedListings(world.directory);
        gap.troubles.put(RefusedListings.Read.list("roles"), RefusedListings.Trouble.SHRINKING_TOTAL);

        Plan plan = world.provisioner(gap, world.store).plan();

        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .extracting(Finding::code)
                .contains(FindingCode.LISTING_IN_DOUBT)
                .doesNotContain(FindingCode.UNACCEPTED_HOLDER);
    }

    private static List<Finding> found(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.UNACCEPTED_HOLDER || f.code() == FindingCode.ROLE_EVERYWHERE)
                .toList();
    }

    /** Returns what the advice prints, as the loader of a policy reads it. */
    private static List<AcceptedAccess> lines(Finding finding) {
        String printed = finding.advice().substring(finding.advice().indexOf("accepted:"));
        return PolicyLoader.read("""
                        apiVersion: tenantry/v1
                        organization: acme
                        tenants:
                          - { id: b, name: B, division: { name: Tenant_B }, match: { sourceGroup: B }, profiles: [] }
                        """ + printed, PolicyFormat.YAML, "advice")
                .orThrow()
                .accepted();
    }
}
