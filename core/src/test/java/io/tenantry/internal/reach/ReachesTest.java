// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.World;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Notes;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From what an organization shows to who reaches which tenant: values in, values out. */
class ReachesTest {
    private static final TenantId A = new TenantId("a");
    private static final Division OWN = new Division(new DivisionId("d1"), "Tenant_A", false);
    private static final Division HOME = new Division(new DivisionId("d0"), "Home", true);
    private static final Role ROLE = new Role(new RoleId("r1"), "Agent");
    private static final Group AGENTS = new Group(new GroupId("g1"), "Tenant_A_Agents");
    private static final Group FOREIGN = new Group(new GroupId("g2"), "Night shift");
    private static final AccountId ANA = new AccountId("ana");

    @Test
    void accountReachesATenantByEveryPathAtOnce() {
        Reaches reaches = reaches(facts(
                List.of(account(OWN, AccountState.INACTIVE)),
                Map.of(AGENTS.id(), List.of(ANA), FOREIGN.id(), List.of(ANA)),
                List.of(grant("ana", OWN), grant("g2", OWN))));

        assertThat(reaches.accounts())
                .singleElement()
                .extracting(Reach::paths)
                .isEqualTo(List.of(
                        new Path.Residence(A, OWN),
                        new Path.OwnGrant(Optional.of(A), ROLE, OWN),
                        new Path.Membership(A, AGENTS, "agent"),
                        new Path.InheritedGrant(Optional.of(A), FOREIGN, ROLE, OWN)));
    }

    @Test
    void deletedAccountLivesNowhereAndMembershipsOfItCount() {
        Reaches reaches = reaches(
                facts(List.of(account(OWN, AccountState.DELETED)), Map.of(AGENTS.id(), List.of(ANA)), List.of()));

        assertThat(reaches.accounts())
                .singleElement()
                .extracting(Reach::paths)
                .isEqualTo(List.of(new Path.Membership(A, AGENTS, "agent")));
    }

    @Test
    void memberThatIsNoAccountOfTheFactsIsCounted() {
        Reaches reaches = reaches(facts(List.of(), Map.of(AGENTS.id(), List.of(ANA)), List.of()));

        assertThat(reaches.unseen()).isEqualTo(Map.of(AGENTS, 1));
        assertThat(reaches.accounts())
                .singleElement()
                .satisfies(r -> assertThat(r.tenants()).containsExactly(A));
    }

    @Test
    void holderThatIsNeitherAccountNorGroupIsOneOfTheOthers() {
        Reaches reaches = reaches(facts(List.of(), Map.of(), List.of(grant("client", OWN))));

        assertThat(reaches.others())
                .singleElement()
                .satisfies(r -> assertThat(r.tenants()).containsExactly(A));
    }

    @Test
    void memberOfAGroupWithARoleOfItsOwnIsAnAccountThoughNoListingShowsIt() {
        Reaches reaches = reaches(facts(List.of(), Map.of(FOREIGN.id(), List.of(ANA)), List.of(grant("ana", OWN))));

        assertThat(reaches.accounts()).hasSize(1);
        assertThat(reaches.others()).isEmpty();
    }

    @Test
    void membersOfAGroupShareThePathsThroughIt() {
        Reaches reaches = reaches(
                facts(List.of(), Map.of(AGENTS.id(), List.of(ANA, new AccountId("bob"))), List.of(grant("g1", OWN))));

        assertThat(reaches.accounts()).hasSize(2);
        for (int path = 0; path < 2; path++) {
            assertThat(reaches.accounts().get(0).paths().get(path))
                    .isSameAs(reaches.accounts().get(1).paths().get(path));
        }
    }

    @Test
    void accountOfNoTenantReachesNothing() {
        assertThat(reaches(facts(List.of(account(HOME, AccountState.ACTIVE)), Map.of(), List.of()))
                        .accounts())
                .isEmpty();
    }

    private static Reaches reaches(OrganizationListing listing) {
        return Reaches.of(new TenantMap(bound(), Notes.NONE, Set.of(), LocalDate.EPOCH, List.of()), listing);
    }

    private static OrganizationListing facts(
            List<Account> accounts, Map<GroupId, List<AccountId>> members, List<Grant> grants) {
        return new OrganizationListing(accounts, members, grants, Map.of());
    }

    private static BoundPolicy bound() {
        World world = new World();
        TenantPolicy policy = world.tenants.get(0);
        BoundProfile profile = new BoundProfile(
                policy.profiles().get(0), new GroupTarget(AGENTS.name(), Optional.of(AGENTS.id())), List.of(ROLE));
        BoundTenant tenant = new BoundTenant(
                policy, new DivisionTarget(OWN.name(), Optional.of(OWN.id())), List.of(profile), List.of());
        return new BoundPolicy(
                world.policy(), List.of(tenant), List.of(OWN, HOME), List.of(ROLE), List.of(AGENTS, FOREIGN));
    }

    private static Account account(Division division, AccountState state) {
        return new Account(ANA, state, "ana@acme.example", "Ana", Optional.empty(), division.id(), Map.of());
    }

    private static Grant grant(String holder, Division division) {
        return new Grant(new SubjectId(holder), ROLE.id(), division.id());
    }
}
