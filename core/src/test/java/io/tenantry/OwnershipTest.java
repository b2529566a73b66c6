// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which people a plan may change: authority, protection, exceptions, and accounts without a known identity. */
class OwnershipTest {
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

        assertThat(codes(plan)).as(PlanText.of(plan)).containsExactly("keeps-old-access");
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
        assertThat(codesOf(plan)).contains("unmanaged-lack", "unmanaged-access");
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
        assertThat(codesOf(plan)).contains("orphan-member", "orphan-account", "foreign-grant", "unmanaged-access");
    }

    /** Why a source may not have given all people. */
    private enum Doubt {
        CUT_OFF {
            @Override
            void in(World world) {
                world.doubt = world.doubt.cautioned(List.of("the file may be cut off"));
            }
        },
        INCOMPLETE {
            @Override
            void in(World world) {
                world.doubt = Completeness.doubtful(0, 0, "the file is empty");
            }
        },
        ROW_REFUSED {
            @Override
            void in(World world) {
                world.rejected.add(new RejectedRow("users.csv:2", Optional.empty(), "the id is empty"));
            }
        },
        EMPTY {
            @Override
            void in(World world) {
                world.people.clear();
            }
        },
        SHRUNKEN {
            @Override
            void in(World world) {
                world.persons(30, "Account-a").plan();
                world.limits = World.limit(EntitlementKind.ACCOUNTS, 5, 10);
                world.people.keySet().removeIf(id -> id.value().startsWith("p"));
            }
        };

        abstract void in(World world);
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void noAccessIsSaidToBeNobodysWhileTheSourceMayMissItsPerson(Doubt doubt) {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", world.division("Tenant_A"));
        world.member("x@acme.example", "Tenant_A_Agents")
                .grant(
                        "x@acme.example",
                        "Supervisor",
                        world.division("Tenant_A").id());
        assertThat(codesOf(world.plan())).contains("orphan-account", "orphan-member", "foreign-grant");

        doubt.in(world);

        assertThat(codesOf(world.plan())).doesNotContain("orphan-account", "orphan-member", "foreign-grant");
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void noAdviceIsToRemoveByHandWhoIsMissingFromADoubtfulSource(Doubt doubt) {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.govern("a", World.everything(Authority.OBSERVE), world.limits).remove("bob");
        assertThat(adviceAbout(world.plan(), "bob"))
                .isNotEmpty()
                .allMatch(a -> a.endsWith(": change it by hand, or widen the authority"));
        world.person("bob", "Account-a").plan();
        world.remove("bob");

        doubt.in(world);

        assertThat(adviceAbout(world.plan(), "bob")).isNotEmpty().allMatch(a -> a.contains("change nothing by hand"));
    }

    private static List<String> adviceAbout(Plan plan, String person) {
        return plan.findings().stream()
                .filter(f ->
                        f.code() == FindingCode.UNMANAGED_ACCESS && f.subject().contains(person))
                .map(Finding::advice)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void nobodyIsSaidToHaveLeftWhomADoubtfulSourceMayMiss(Doubt doubt) {
        world.tenants = Leavers.stripped(world.tenants);
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        AccountId bob = world.directory.byName("bob@acme.example").id();
        Group side = new Group(new GroupId("grp-side"), "Side door");
        world.directory.groups.put(side.id(), side);
        world.directory.members.put(side.id(), new TreeSet<>(Set.of(bob)));
        world.directory.grants.add(new Grant(
                SubjectId.of(side.id()),
                new RoleId("role-Agent"),
                world.division("Tenant_A").id()));
        world.remove("bob");
        assertThat(codesOf(world.plan())).contains("reaches-beyond");

        doubt.in(world);

        assertThat(world.plan().findings())
                .filteredOn(f ->
                        f.code() == FindingCode.REACHES_BEYOND && f.message().startsWith("has left"))
                .isEmpty();
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
    void strangerIsNotOneWhileRowsAreUnreadableOrTheSourceIsInDoubt() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", MemoryDirectory.HOME);
        world.member("x@acme.example", "Tenant_A_Agents");
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.rejected.add(new RejectedRow("users.csv:9", Optional.empty(), "no id"));
        assertThat(codes(world.plan())).containsExactly("unreadable-rows");
        assertThat(world.plan().batches()).isEmpty();

        world.rejected.clear();
        world.doubt = Completeness.doubtful(0, 0, "half");

        assertThat(codes(world.plan())).containsExactly("source-incomplete");
        assertThat(world.plan().batches()).isEmpty();
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

        assertThat(codes(world.plan())).containsExactly("account-missing");
        assertThat(world.run().isClean()).isTrue();
    }

    @Test
    void tenantWhoseStructureMayNotBeMadeTakesNobody() {
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-a");

        assertThat(codes(world.plan())).containsExactly("structure-missing");
        assertThat(world.run().isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "ANA@acme.example", "acc-1"})
    void protectedPersonIsUntouchedByIdNameAndAccount(String mark) {
        world.person("ana", "Account-a").run();
        assertThat(world.directory.byName(ANA).id()).isEqualTo(new AccountId("acc-1"));
        world.protectedPeople = Set.of(mark);
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("ana", "Account-b");
        assertThat(world.plan().isEmpty()).isTrue();
        world.disable("ana");
        assertThat(world.plan().isEmpty()).isTrue();

        world.remove("ana").person("eve", "Account-a").run();

        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void protectedStrangerKeepsMembershipAndGrantUnderFullAuthority() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "break@glass.example", MemoryDirectory.HOME);
        world.member("break@glass.example", "Tenant_A_Agents")
                .grant(
                        "break@glass.example",
                        "Agent",
                        world.division("Tenant_A").id());
        world.protectedPeople = Set.of("break@glass.example");
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());

        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void jointAgentReachesTheDeclaredTenantsUntilTheLastDayAndIsThenAMoverHome() {
        LocalDate last = LocalDate.ofInstant(World.NOW, ZoneOffset.UTC);
        joint("ANA@acme.example", last);
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
        joint("jose@acme.example", LocalDate.parse("2030-01-01"));

        world.run();

        assertThat(world.reach("jo\u017Fe@acme.example")).containsExactly("Tenant_A");
    }

    @Test
    void formerJointAgentWhoMatchesOneTenantMovesThere() {
        joint("ana", LocalDate.parse("2020-01-01"));

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

    @Test
    void accountThatSeveralClaimIsNobodysAndNobodyIsChanged() {
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("eve", "Account-a").run();
        world.directory.account("shared", "one@acme.example", world.division("Tenant_A"));
        world.member("one@acme.example", "Tenant_A_Agents");
        world.with(named("p1", "one@acme.example")).with(named("p2", "ONE@acme.example"));

        disputed(world.plan(), "identity p1", "identity p2");
    }

    @Test
    void accountLinkedToAnotherIsNotTaken() {
        world.person("ana", "Account-a").run();
        world.with(named("other", ANA));

        disputed(world.plan(), "identity other");
    }

    @Test
    void accountWithAnothersIdIsNotTaken() {
        world.person("eve", "Account-a").run();
        carrying("acc-9", "new@acme.example", "somebody");
        world.with(named("other", "new@acme.example"));

        disputed(world.plan(), "identity other");
    }

    @Test
    void twoAccountsWithOneIdAreADisputeAndNoStrangers() {
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.person("eve", "Account-a").run();
        carrying("acc-8", "x1@acme.example", "ana");
        carrying("acc-9", "x2@acme.example", "ana");
        world.member("x1@acme.example", "Tenant_A_Agents").member("x2@acme.example", "Tenant_A_Agents");
        world.person("ana", "Account-a");

        disputed(world.plan(), "identity ana");
    }

    @Test
    void deletedNamesakeIsADisputeAndNotARestore() {
        world.person("eve", "Account-a").run();
        world.directory.account("old", ANA, MemoryDirectory.HOME);
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.person("ana", "Account-a");

        disputed(world.plan(), "identity ana");
    }

    @Test
    void newPeopleOfOneNameAreADisputeBeforeAnyAccountIsMade() {
        world.person("eve", "Account-a").run();
        world.with(named("p1", "new@acme.example")).with(named("p2", "New@acme.example"));

        disputed(world.plan(), "identity p1", "identity p2");
    }

    @Test
    void wildcardIsFoundOnAPersonAGroupAStrangerAndAnOauthClient() {
        world.person("ana", "Account-a").person("out", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", MemoryDirectory.HOME);
        world.protectedPeople = Set.of("out");
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE)
                .grant("x@acme.example", "Agent", DivisionId.EVERYWHERE)
                .grant("out@acme.example", "Agent", DivisionId.EVERYWHERE);
        everywhere("grp-Tenant_A_Agents");
        everywhere("some-other-group");
        everywhere("oauth-client");

        Plan plan = world.plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.ROLE_EVERYWHERE)
                .allMatch(f -> f.severity() == Finding.Severity.VIOLATION)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(
                        "identity ana",
                        "identity out",
                        "subject stranger",
                        "subject grp-Tenant_A_Agents",
                        "subject some-other-group",
                        "subject oauth-client");
        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as("only the tenant's own group may be changed")
                .containsExactly("revoke role \"Agent\" in all divisions from group \"Tenant_A_Agents\"");
    }

    @Test
    void wildcardOfSomebodyWhoseAccountIsDisputedOrGoneIsFoundToo() {
        world.person("ana", "Account-a").person("eve", "Account-a").run();
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE);
        world.remove("ana");

        Plan plan = world.plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.ROLE_EVERYWHERE)
                .hasSize(1);
    }

    @Test
    void moverLosesAWildcardEvenIfAnAdministratorMovedTheAccountAlready() {
        world.person("ana", "Account-a").run();
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_B").id());
        world.directory.members.values().forEach(Set::clear);
        world.grant(ANA, "Agent", world.division("Tenant_A").id()).grant(ANA, "Agent", DivisionId.EVERYWHERE);
        world.person("ana", "Account-b");

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void foreignGroupWithARoleInATenantIsReportedAndUntouched() {
        world.person("ana", "Account-a").run();
        world.directory.groups.put(new GroupId("foreign"), new Group(new GroupId("foreign"), "Foreign"));
        world.directory.members.put(new GroupId("foreign"), new LinkedHashSet<>());
        world.directory.grants.add(new Grant(
                new SubjectId("foreign"),
                new RoleId("role-Agent"),
                world.division("Tenant_A").id()));
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(codesOf(plan)).containsExactly("unaccepted-holder");
    }

    @Test
    void accountThatCarriesTheIdOfAProtectedIdentityKeepsWhatItHoldsUnderAuthoritativeToo() {
        world.person("eve", "Account-a").run();
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        carrying("acc-glass", "break-glass@acme.example", "glass");
        world.member("break-glass@acme.example", "Tenant_A_Agents");
        world.grant(
                "break-glass@acme.example", "Agent", world.division("Tenant_A").id());
        assertThat(world.plan().isEmpty()).isFalse();
        world.protectedPeople = Set.of("glass");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
    }

    @Test
    void rowThatComesTwiceMayHavePushedAnotherOutSoThatNobodyIsRemoved() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.remove("bob").person("eve", "Account-a");
        world.extra.add(world.people.get(new IdentityId("ana")));

        Plan plan = world.plan();

        assertThat(codes(plan)).containsExactly("source-incomplete");
        assertThat(plan.holds().get(0).message()).contains("repeated rows: 1");
        assertThat(plan.holds().get(0).operations())
                .allMatch(o -> o.person().orElseThrow().key().equals("bob"))
                .hasSize(2);
        world.run();
        assertThat(world.reach("bob@acme.example")).containsExactly("Tenant_A");
        assertThat(world.reach("eve@acme.example")).as("joiners go on").containsExactly("Tenant_A");
        world.extra.clear();
        world.run();
        assertThat(world.directory.groupsOf("bob@acme.example")).isEmpty();
    }

    @Test
    void rowsThatContradictEachOtherChangeNobodyAndRepeatedRowsAreOne() {
        world.person("eve", "Account-a").run();
        Identity a = Identity.of("ana", ANA, "Ana", List.of("Account-a"), Map.of());
        Identity b = Identity.of("ana", ANA, "Ana", List.of("Account-b"), Map.of());
        world.extra.addAll(List.of(a, b));

        Plan contradicted = world.plan();

        assertThat(contradicted.isEmpty()).isTrue();
        assertThat(codesOf(contradicted)).containsExactly("contradictory-rows");
        world.extra.clear();
        world.extra.addAll(List.of(b, b));
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        world.extra.clear();
        world.extra.addAll(List.of(a, b));
        assertThat(world.plan().isEmpty()).as("and no account is removed").isTrue();
    }

    @Test
    void whoeverIsGoneAndMayBeMeantByContradictingRowsKeepsTheAccess() {
        world.person("eve", "Account-a").person("ana", "Account-a").run();
        world.remove("ana");
        world.extra.add(Identity.of("new", ANA, "Ana", List.of("Account-a"), Map.of()));
        world.extra.add(Identity.of("new", ANA, "Ana", List.of("Account-b"), Map.of()));

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(codesOf(plan)).containsExactly("contradictory-rows");
    }

    /** Declares a person a joint agent of both tenants, at home in the first. */
    private void joint(String identity, LocalDate until) {
        TenantId home = new TenantId("a");
        List<TenantId> both = List.of(home, new TenantId("b"));
        world.jointAgents = List.of(new JointAgent(identity, both, home, "shared queue", "cto", until));
    }

    private void disputed(Plan plan, String... who) {
        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.DISPUTED)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(who);
    }

    private void everywhere(String subject) {
        world.directory.grants.add(new Grant(new SubjectId(subject), new RoleId("role-Agent"), DivisionId.EVERYWHERE));
    }

    private void carrying(String id, String userName, String externalId) {
        var account = world.directory.account(id, userName, world.division("Tenant_A"));
        world.directory.accounts.put(
                account.id(),
                new io.tenantry.directory.Account(
                        account.id(),
                        account.state(),
                        userName,
                        userName,
                        Optional.of(externalId),
                        account.division(),
                        account.attributes()));
    }

    private static Identity named(String id, String userName) {
        return Identity.of(id, userName, "Name " + id, List.of("Account-a"), Map.of());
    }

    private static List<String> codes(Plan plan) {
        return plan.holds().stream().map(h -> h.code().key()).distinct().toList();
    }

    private static List<String> codesOf(Plan plan) {
        return plan.findings().stream().map(f -> f.code().key()).distinct().toList();
    }
}
