// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.store.MemoryStore;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * An empty plan is no success while an account reaches a tenant beside its own: every road says so, with a store and
 * without one.
 */
@NullUnmarked
class ReachBeyondTest extends AnaAndBob {
    private static final String BOT = "bot@acme.example";

    private DivisionId division(String name) {
        return world.division(name).id();
    }

    private void bot(String division) {
        world.directory.account("bot", BOT, world.division(division));
    }

    private static List<String> beyond(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.REACHES_BEYOND)
                .map(Finding::message)
                .toList();
    }

    /** Both roads and both stores come to this; a plan without a store has nothing else to say. */
    private void said(String... parts) {
        for (Plan plan : List.of(
                world.plan(), world.provisioner(new MemoryStore(world.clock)).plan())) {
            assertThat(plan.operations()).as(PlanText.of(plan)).isEmpty();
            assertThat(plan.attention()).containsKey(Attention.UNDECIDED);
            assertThat(beyond(plan)).singleElement().asString().contains(parts);
        }
    }

    private void alone(String id, String... parts) {
        Plan plan = world.provisioner().explain(id).plan();
        assertThat(plan.attention()).containsKey(Attention.UNDECIDED);
        assertThat(beyond(plan)).singleElement().asString().contains(parts);
    }

    private void nothingSaid() {
        Plan plan = world.plan();
        assertThat(plan.findings()).as(PlanText.of(plan)).isEmpty();
        assertThat(world.provisioner().explain("ana").plan().findings()).isEmpty();
    }

    @Test
    void nothingIsSaidOfPeopleInTheirTenants() {
        nothingSaid();
    }

    @Test
    void memberOfAGroupOfNobodyThatReachesAnotherTenant() {
        world.grant(world.group("Side door", ANA), "Tenant_B");

        said("1 account reaches several tenants", ANA, "Side door", "tenant a", "tenant b");
        alone("ana", "1 account reaches several tenants", ANA, "Side door");
    }

    @Test
    void accountOfNobodyInAGroupThatReachesBoth() {
        bot("Home");
        Group side = world.group("Side door", BOT);
        world.grant(side, "Tenant_A");
        world.grant(side, "Tenant_B");

        said(BOT, "tenant a", "tenant b");
    }

    @Test
    void accountOfNobodyWithRolesOfItsOwnInBoth() {
        bot("Home");
        world.grant(BOT, "Agent", division("Tenant_A")).grant(BOT, "Agent", division("Tenant_B"));

        said(BOT, "tenant a", "tenant b");
    }

    @Test
    void accountOfNobodyThatLivesInOneAndIsInAGroupOfTheOther() {
        bot("Tenant_A");
        world.member(BOT, "Tenant_B_Agents");

        said(BOT, "lives in", "tenant a", "tenant b");
    }

    @Test
    void memberThatTheListingOfAccountsDoesNotShow() {
        Group side = world.group("Side door");
        world.grant(side, "Tenant_A");
        world.grant(side, "Tenant_B");
        world.directory.members.get(side.id()).add(new AccountId("unlisted"));

        said("1 account reaches several tenants, and this plan does not end that: (unlisted) member of group");
    }

    @Test
    void deletedAccountReachesNothing() {
        bot("Tenant_A");
        world.member(BOT, "Tenant_B_Agents").grant(BOT, "Agent", division("Tenant_A"));
        world.state(BOT, AccountState.DELETED, MemoryDirectory.HOME.id());

        assertThat(beyond(world.plan())).isEmpty();
    }

    @Test
    void manyAccountsAreOneFinding() {
        Group side = world.group("Side door");
        world.grant(side, "Tenant_B");
        for (int i = 0; i < 7; i++) {
            AccountId bot = new AccountId("bot" + i);
            world.directory.account(bot.value(), "bot" + i + "@acme.example", world.division("Tenant_A"));
            world.directory.members.get(side.id()).add(bot);
        }

        said("7 accounts reach several tenants", "; and 2 more");
    }

    @Test
    void groupOfNobodyWithoutMembersNeedsADecisionToo() {
        world.grant(world.group("Side door"), "Tenant_B");

        assertThat(world.plan().attention()).containsOnlyKeys(Attention.UNDECIDED);
    }

    @Test
    void ownerOfATenantsGroupWhoIsNobodyIsReportedOnce() {
        AccountId robot = world.directory
                .account("acc-robot", "robot@acme.example", MemoryDirectory.HOME)
                .id();
        GroupId agents = world.directory.named("Tenant_B_Agents").id();
        world.directory.ruled.put(agents, Set.of(robot));

        assertThat(orphans()).containsExactly("account acc-robot");

        world.member("robot@acme.example", "Tenant_B_Agents");
        assertThat(orphans()).containsExactly("account acc-robot");
    }

    private List<String> orphans() {
        return world.plan().findings().stream()
                .filter(f -> f.code() == FindingCode.ORPHAN_MEMBER)
                .map(Finding::subject)
                .toList();
    }

    @Test
    void ownerAndMemberByARuleOfAnotherTenantsGroupIsAFinding() {
        GroupId agents = world.directory.named("Tenant_B_Agents").id();
        world.directory.ruled.put(agents, new TreeSet<>(Set.of(id(ANA))));

        for (Plan plan : List.of(
                world.plan(), world.provisioner(new MemoryStore(world.clock)).plan())) {
            assertThat(plan.operations()).isEmpty();
            assertThat(plan.findings())
                    .extracting(Finding::code)
                    .contains(FindingCode.MEMBER_BY_RULE, FindingCode.REACHES_BEYOND);
            assertThat(plan.attention()).containsKey(Attention.VIOLATION);
        }
    }

    @Test
    void accountThatIsPutRightByThePlanIsNoFinding() {
        world.member(ANA, "Tenant_B_Agents");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .containsExactly("leave group \"Tenant_B_Agents\"");
        assertThat(beyond(plan)).isEmpty();
    }

    @Test
    void jointAgentWithinTheLineIsNoFinding() {
        world.joint(ANA, LocalDate.of(2027, 1, 1), "a", "b");
        world.run();

        nothingSaid();
    }

    @Test
    void acceptedHolderIsNoFinding() {
        world.grant(world.group("Side door", ANA), "Tenant_B");
        world.accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.GROUP, "Side door", Optional.empty()),
                Set.of("Agent"),
                AcceptedAccess.Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "reason",
                "ciso@acme.example",
                Optional.empty()));

        assertThat(beyond(world.plan())).isEmpty();
    }

    @Test
    void protectedAccountIsSaidToo() {
        world.protectedPeople = Set.of(BOT, ANA);
        bot("Tenant_A");
        world.member(BOT, "Tenant_B_Agents").member(ANA, "Tenant_B_Agents");

        said("2 accounts reach", "protected \"" + BOT, "protected \"" + ANA);
        alone("ana", "protected \"" + ANA);
    }

    @Test
    void leaverWhoseAccountStaysActiveInAGroupOfNobody() {
        world.tenants = Leavers.stripped(world.tenants);
        world.grant(world.group("Side door", ANA), "Tenant_A");
        world.disable("ana").run();

        said("has left", "Side door");
        alone("ana", "has left", "Side door");
    }

    @Test
    void leaverWhoOwnsAGroupOfTheTenant() {
        world.tenants = Leavers.stripped(world.tenants);
        world.disable("ana").run();
        GroupId agents = world.directory.named("Tenant_A_Agents").id();
        world.directory.ruled.put(agents, new TreeSet<>(Set.of(id(ANA))));

        said("has left", "Tenant_A_Agents");
    }

    @Test
    void leaverWhoIsGoneFromTheSource() {
        world.tenants = Leavers.stripped(world.tenants);
        world.grant(world.group("Side door", ANA), "Tenant_A");
        world.remove("ana").run();

        assertThat(beyond(world.plan())).singleElement().asString().contains("has left", "Side door");
    }

    @Test
    void parkedPersonInAGroupOfNobodyHoldsAccess() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant(world.group("Side door", "eve@acme.example"), "Tenant_A");
        world.person("eve");

        for (Plan plan :
                List.of(world.plan(), world.provisioner().explain("eve").plan())) {
            assertThat(plan.findings())
                    .filteredOn(f -> f.code() == FindingCode.PARKED)
                    .extracting(Finding::severity)
                    .containsExactly(Finding.Severity.WARNING);
        }
    }
}
