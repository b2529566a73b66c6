// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Erasure;
import io.tenantry.store.Mark;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which account is whose, where the listing of accounts tells no external ids and lags: the plan for everybody and the
 * plan for one person come to the same answer.
 */
class RecognitionTest {
    private final World world = new World();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void listingTellsNoExternalIds() {
        world.directory.listsNoExternalIds = true;
        world.directory.asked = asked::add;
    }

    // An account that carries the id of another identity.

    @Test
    void addressOfALeaverThatIsUsedAgainTakesNoAccountOver() {
        carrying("left", "x@acme.example", AccountState.ACTIVE);
        world.with(named("left", "left@acme.example", "Account-a")).disable("left");
        world.with(named("new", "x@acme.example", "Account-b"));

        Plan plan = forgetful().plan();

        assertThat(changes(plan)).as(PlanText.of(plan)).containsExactly("left: deactivate account");
        assertThat(plan.findings())
                .extracting(f -> f.code() + " " + f.subject())
                .contains("disputed identity new");
        assertSameAlone("left", "left: deactivate account");
        assertSameAlone("new");
    }

    @Test
    void twoSwappedAddressesAreTwoRenames() {
        carrying("ana", "ana@acme.example", AccountState.ACTIVE);
        carrying("eva", "eva@acme.example", AccountState.ACTIVE);
        world.with(named("ana", "eva@acme.example", "Account-a"));
        world.with(named("eva", "ana@acme.example", "Account-b"));

        Plan plan = forgetful().plan();

        assertThat(plan.operations().filter(o -> o.change().phase() == Phase.PLACE))
                .extracting(
                        o -> o.person().orElseThrow().account().orElseThrow().value() + " " + Wording.of(o.change()))
                .containsExactly(
                        "acc of ana move from division \"Home\" to \"Tenant_A\"",
                        "acc of eva move from division \"Home\" to \"Tenant_B\"");
    }

    @Test
    void personWhoseNameAnotherAccountHasKeepsTheAccountThatCarriesTheirId() {
        carrying("eva", "ana@acme.example", AccountState.ACTIVE);
        carrying("ana", "ana.old@acme.example", AccountState.ACTIVE);
        world.person("ana", "Account-a");

        Plan plan = forgetful().plan();

        assertThat(plan.operations().filter(o -> o.change().phase() == Phase.PLACE))
                .extracting(
                        o -> o.person().orElseThrow().account().orElseThrow().value())
                .containsExactly("acc of ana");
    }

    @Test
    void accountOfAnIdentityThatIsProtectedByItsIdIsNobodyElses() {
        carrying("boss", "x@acme.example", AccountState.ACTIVE);
        world.protectedPeople = Set.of("boss");
        world.with(named("new", "x@acme.example", "Account-a"));

        Plan plan = forgetful().plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .extracting(f -> f.code() + " " + f.subject())
                .contains("disputed identity new");
        assertSameAlone("new");
    }

    @Test
    void leaverWhoseAddressHasANewOwnerShutsNobodyOut() {
        carrying("new", "x@acme.example", AccountState.ACTIVE);
        world.with(named("left", "x@acme.example")).disable("left");

        Plan plan = forgetful().plan();

        assertThat(changes(plan)).isEmpty();
        assertSameAlone("left");
    }

    @Test
    void accountWhoseExternalIdIsNoIdAtAllIsDisputed() {
        world.directory.account("acc", "ana@acme.example", MemoryDirectory.HOME);
        mark("ana@acme.example", " ");
        world.person("ana", "Account-a");

        assertThat(changes(world.plan())).isEmpty();
        assertSameAlone("ana");
    }

    @Test
    void linkedAccountThatWasGivenAnotherIdIsDisputed() {
        world.directory.listsNoExternalIds = false;
        world.person("ana", "Account-a").run();
        mark("ana@acme.example", "eva");
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .extracting(f -> f.code() + " " + f.subject())
                .contains("disputed identity ana");
        assertThat(world.provisioner().explain("ana").plan().operations()).isEmpty();
    }

    @Test
    void roleEverywhereOfADisputedAccountIsReported() {
        world.directory.listsNoExternalIds = false;
        world.person("ana", "Account-a").run();
        mark("ana@acme.example", "eva");
        world.grant("ana@acme.example", "Agent", DivisionId.EVERYWHERE);

        assertThat(world.plan().findings())
                .extracting(f -> f.code())
                .contains(FindingCode.DISPUTED, FindingCode.ROLE_EVERYWHERE);
    }

    @Test
    void accountOfSomebodyWhoVanishedAndThatCarriesAnotherIdIsLeftAlone() {
        world.directory.listsNoExternalIds = false;
        world.person("ana", "Account-a").person("bea", "Account-a").run();
        mark("ana@acme.example", "eva");
        world.remove("ana");

        Plan plan = world.plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .extracting(f -> f.code() + " " + f.subject())
                .contains("disputed identity ana");
    }

    // A person who left, whose account was renamed.

    @Test
    void whoLeftAndWasRenamedLosesTheLogIn() {
        carrying("ana", "ana.left@acme.example", AccountState.ACTIVE);
        world.person("ana").disable("ana");

        assertThat(changes(forgetful().plan())).containsExactly("ana: deactivate account");
        assertSameAlone("ana", "ana: deactivate account");
    }

    @Test
    void whoLeftAndWasRenamedLeavesTheGroupsOfAnInactiveAccount() {
        world.person("ana", "Account-a").run();
        rename("ana@acme.example", "ana.left@acme.example");
        world.state("ana.left@acme.example", AccountState.INACTIVE, MemoryDirectory.HOME.id());
        world.disable("ana");

        assertThat(changes(forgetful().plan())).containsExactly("ana: leave group \"Tenant_A_Agents\"");
        assertSameAlone("ana", "ana: leave group \"Tenant_A_Agents\"");
    }

    @Test
    void leaverWithoutAnAccountIsAskedForOnce() {
        world.directory.account("bot", "bot@acme.example", MemoryDirectory.HOME);
        world.person("ana").disable("ana");
        world.plan();

        assertThat(askedByTheNextPlan()).isEmpty();
    }

    @Test
    void deletedAccountIsNotAskedForALeaver() {
        bot("bot");
        world.state("bot@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());
        world.person("ana").disable("ana");

        assertThat(askedByTheNextPlan()).isEmpty();
    }

    @Test
    void onlyTheLeaverAndTheAccountThatAreNewAreAskedFor() {
        for (int i = 0; i < 3; i++) {
            bot("bot" + i);
            world.person("left" + i).disable("left" + i);
        }
        world.plan();
        world.person("left9").disable("left9");
        bot("bot9");

        assertThat(askedByTheNextPlan()).containsExactly("external id left9", "account bot9");
        assertThat(askedByTheNextPlan()).isEmpty();
    }

    @Test
    void leaverWhoseAccountWasFoundIsFoundByEveryPlanUntilOneIsApplied() {
        carrying("ana", "ana.left@acme.example", AccountState.ACTIVE);
        bot("bot");
        world.person("ana").disable("ana");
        world.plan();

        assertThat(changes(world.plan())).containsExactly("ana: deactivate account");
    }

    @Test
    void leaverWhoseAccountIsNewIsFoundAmongThoseWhoWereAskedFor() {
        bot("bot");
        world.person("ana").disable("ana").person("eva").disable("eva");
        world.plan();
        carrying("ana", "ana.left@acme.example", AccountState.ACTIVE);

        assertThat(changes(world.plan())).containsExactly("ana: deactivate account");
    }

    // A linked account that a lagging listing does not show.

    @Test
    void linkedAccountThatTheListingDoesNotShowIsReadByItsId() {
        world.person("ana", "Account-a").run();
        world.with(named("ana", "ana.new@acme.example", "Account-a"));
        world.directory.unlisted.add(world.directory.byName("ana@acme.example").id());

        Plan plan = world.plan();

        assertThat(changes(plan)).containsExactly("ana: update userName");
    }

    @Test
    void leaverWhoseLinkedAccountTheListingDoesNotShowIsShutOut() {
        world.person("ana", "Account-a").run();
        world.disable("ana");
        world.directory.unlisted.add(world.directory.byName("ana@acme.example").id());

        assertThat(changes(world.plan())).contains("ana: deactivate account");
    }

    @Test
    void linkedAccountThatIsGoneIsMadeAgain() {
        world.person("ana", "Account-a").run();
        AccountId gone = world.directory.byName("ana@acme.example").id();
        world.directory.members.values().forEach(m -> m.remove(gone));
        world.directory.accounts.remove(gone);

        assertThat(changes(world.plan())).contains("ana: create account in division \"Tenant_A\"");
    }

    // A name whose accents are written in two ways.

    @ParameterizedTest
    @ValueSource(strings = {"ju\u0308rgen@acme.example", "JU\u0308RGEN@acme.example", "J\u00dcRGEN@ACME.EXAMPLE"})
    void nameIsTheSameHoweverItsAccentsAreWritten(String inTheSource) {
        world.directory.account("acc", "j\u00fcrgen@acme.example", world.division("Tenant_A"));
        world.with(named("j", inTheSource, "Account-a"));

        Plan plan = world.plan();

        assertThat(changes(plan)).noneMatch(c -> c.contains("create account") || c.contains("userName"));
        assertThat(world.provisioner().explain("j").plan().operations())
                .noneMatch(o -> o.change().phase() == Phase.CREATE);
    }

    @Test
    void protectedNameIsTheSameHoweverItsAccentsAreWritten() {
        world.directory.account("acc", "j\u00fcrgen@acme.example", MemoryDirectory.HOME);
        world.protectedPeople = Set.of("ju\u0308rgen@acme.example");
        world.with(named("j", "j\u00fcrgen@acme.example", "Account-a"));

        assertThat(changes(world.plan())).isEmpty();
    }

    @Test
    void twoJoinersOfOneNameAreDisputedHoweverItsAccentsAreWritten() {
        world.with(named("j1", "j\u00fcrgen@acme.example", "Account-a"));
        world.with(named("j2", "ju\u0308rgen@acme.example", "Account-a"));

        assertThat(world.plan().operations()).noneMatch(o -> o.change().phase() == Phase.CREATE);
    }

    // An account that was deleted by hand and created again.

    @Test
    void accountThatWasDeletedAndCreatedAgainByHandIsDisputed() {
        world.person("ana", "Account-a").run();
        Account deleted = delete("ana@acme.example");
        world.directory.account("again", "ana@acme.example", MemoryDirectory.HOME);

        Plan plan = world.plan();

        assertThat(changes(plan)).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.DISPUTED)
                .extracting(f -> f.message())
                .containsExactly("account \"ana@acme.example\" (" + deleted.id()
                        + ") is deleted, and account \"ana@acme.example\" (again) was created by hand with its user"
                        + " name");
        assertThat(world.provisioner().explain("ana").plan().operations()).isEmpty();
    }

    @Test
    void accountThatWasDeletedAndCreatedAgainByHandIsDisputedWithoutAStoreToo() {
        world.directory.listsNoExternalIds = false;
        world.person("ana", "Account-a").run();
        delete("ana@acme.example");
        world.directory.account("again", "ANA@acme.example", MemoryDirectory.HOME);

        Plan plan = forgetful().plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings()).extracting(f -> f.code()).containsExactly(FindingCode.DISPUTED);
    }

    @Test
    void accountThatWasDeletedIsRestoredThoughAnotherDeletedOneHasItsName() {
        world.person("ana", "Account-a").run();
        delete("ana@acme.example");
        world.directory.account("again", "again@acme.example", MemoryDirectory.HOME);
        world.state("again@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());
        rename("again@acme.example", "ana@acme.example");

        assertThat(changes(world.plan())).contains("ana: restore deleted account");
    }

    @Test
    void accountThatWasDeletedIsNotRestoredWhileAnotherPersonKeepsItsName() {
        world.person("ana", "Account-a").run();
        delete("ana@acme.example");
        world.with(named("eva", "ana@acme.example", "Account-b"));
        world.directory.account("eva", "ana@acme.example", MemoryDirectory.HOME);
        world.store.commit(List.of(new StoreWrite.Link(new IdentityId("eva"), new AccountId("eva"))));

        Plan plan = world.plan();

        assertThat(changes(plan)).as(PlanText.of(plan)).noneMatch(c -> c.startsWith("ana: "));
        assertThat(plan.findings()).extracting(f -> f.code()).contains(FindingCode.USER_NAME_TAKEN);
    }

    // An account that was adopted by its name.

    @Test
    void adoptedAccountIsBoundByTheFirstChangeThatItNeedsLater() {
        adopted();
        world.run();
        assertThat(externalId("ana@acme.example")).isEmpty();
        world.with(renamed());

        world.run();

        assertThat(externalId("ana@acme.example")).contains("ana");
    }

    @Test
    void adoptedAccountIsBoundByTheFirstChangeOfOnePersonToo() {
        adopted();
        world.run();
        world.with(renamed());

        world.provisioner().provision("ana", "test");

        assertThat(externalId("ana@acme.example")).contains("ana");
    }

    @Test
    void accountThatIsBoundIsNotAskedWhoseIdItCarries() {
        world.person("ana", "Account-a").run();
        world.disable("ana");

        assertThat(askedByTheNextPlan()).isEmpty();
    }

    @Test
    void accountThatCarriesNoIdIsAskedOnceAndBoundAllTheSame() {
        adopted();
        world.with(renamed());
        world.plan();

        assertThat(askedByTheNextPlan()).isEmpty();

        world.run();
        assertThat(externalId("ana@acme.example")).contains("ana");
    }

    @Test
    void comparedPolicyKeepsNoMark() {
        adopted();
        world.with(renamed());

        world.provisioner().whatIf(world.policy());

        assertThat(world.store.marks(List.of(new AccountId("acc-1")))).isEmpty();
        assertThat(askedByTheNextPlan()).containsExactly("account acc-1");
    }

    @Test
    void deletedAccountIsNotBoundBeforeItShowsWhatItCarries() {
        world.person("ana", "Account-a").run();
        Account deleted = delete("ana@acme.example");
        put(deleted, deleted.userName(), Optional.empty(), AccountState.DELETED);

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(plan.operations()).anyMatch(o -> o.change().phase() == Phase.RESTORE);
        assertThat(plan.operations().flatMap(o -> o.change().writes().stream()))
                .isNotEmpty()
                .allMatch(w -> w.externalId().isEmpty());
    }

    @Test
    void accountThatCarriesAnotherIdIsAskedUntilItIsPutRight() {
        carrying("left", "ana@acme.example", AccountState.ACTIVE);
        world.person("ana", "Account-a");
        assertThat(changes(world.plan())).isEmpty();
        assertThat(changes(world.plan())).isEmpty();
        mark("ana@acme.example", "ana");

        assertThat(changes(world.plan())).isNotEmpty();
    }

    @Test
    void accountThatWasUnlinkedIsAskedAgain() {
        world.person("ana", "Account-a").run();
        world.store.commit(List.of(new StoreWrite.Unlink(new IdentityId("ana"))));
        world.disable("ana");

        assertThat(askedByTheNextPlan()).containsExactly("account acc-1");
    }

    @Test
    void markOfAPersonWhoWasErasedIsForgotten() {
        world.person("ana", "Account-a").run();
        world.store.commit(
                List.of(new StoreWrite.Marked(new AccountId("not linked yet"), Mark.of(new IdentityId("ana")))));

        world.store.erase(new Erasure(new IdentityId("ana"), "request", "dpo", World.NOW));

        assertThat(world.store.marks(List.of(new AccountId("acc-1")))).isEmpty();
        assertThat(world.store.marks(List.of(new AccountId("not linked yet")))).isEmpty();
    }

    @Test
    void linkThatIsMadeAgainKeepsTheMark() {
        world.person("ana", "Account-a").run();

        world.store.commit(List.of(new StoreWrite.Link(new IdentityId("ana"), new AccountId("acc-1"))));

        assertThat(world.store.marks(List.of(new AccountId("acc-1")))).containsValue(Mark.of(new IdentityId("ana")));
    }

    /** An account that is as it should be but for an external id. */
    private void adopted() {
        world.directory.listsNoExternalIds = false;
        world.person("ana", "Account-a").run();
        Account a = world.directory.byName("ana@acme.example");
        put(a, a.userName(), Optional.empty(), a.state());
        world.store.commit(List.of(new StoreWrite.Unlink(new IdentityId("ana"))));
        world.directory.listsNoExternalIds = true;
    }

    private static Identity renamed() {
        return Identity.of("ana", "ana@acme.example", "Ana New", List.of("Account-a"), Map.of("jobTitle", "Agent"));
    }

    private List<String> askedByTheNextPlan() {
        asked.clear();
        world.plan();
        return List.copyOf(asked);
    }

    private void bot(String name) {
        world.directory.account(name, name + "@acme.example", MemoryDirectory.HOME);
    }

    private Provisioner forgetful() {
        return world.provisioner(new MemoryStore(world.clock));
    }

    private void assertSameAlone(String id, String... changes) {
        assertThat(changes(forgetful().explain(id).plan())).containsExactly(changes);
    }

    private static List<String> changes(Plan plan) {
        return plan.operations()
                .filter(o -> o.person().isPresent())
                .map(o -> o.person().orElseThrow().key() + ": " + Wording.of(o.change()))
                .toList();
    }

    private static Identity named(String id, String userName, String... groups) {
        return Identity.of(id, userName, "Name " + id, List.of(groups), Map.of("jobTitle", "Agent"));
    }

    private void carrying(String identity, String userName, AccountState state) {
        Account a = world.directory.account("acc of " + identity, userName, MemoryDirectory.HOME);
        put(a, userName, Optional.of(identity), state);
    }

    private void mark(String userName, String identity) {
        Account a = world.directory.byName(userName);
        put(a, userName, Optional.of(identity), a.state());
    }

    private void rename(String userName, String to) {
        Account a = world.directory.byName(userName);
        put(a, to, a.externalId(), a.state());
    }

    private Account delete(String userName) {
        Account a = world.directory.byName(userName);
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(a.id())));
        world.state(userName, AccountState.DELETED, MemoryDirectory.HOME.id());
        return a;
    }

    private Optional<String> externalId(String userName) {
        return world.directory.byName(userName).externalId();
    }

    private void put(Account a, String userName, Optional<String> externalId, AccountState state) {
        world.directory.accounts.put(
                a.id(),
                new Account(a.id(), state, userName, a.displayName(), externalId, a.division(), a.attributes()));
    }
}
