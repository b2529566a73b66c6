// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.Settling;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Organization;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Links;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApplyTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void everyIntentIsStoredBeforeItsWriteAndEveryOutcomeAfter() {
        List<String> order = new ArrayList<>();
        Recorded store = new Recorded(world.store, order::add);
        world.directory.after = write -> order.add("write " + write);
        world.person("ana", "Account-a", "Supervisors-a");
        World.Planned planned = world.planned(store);
        order.clear();

        ApplyReport report = planned.apply();

        List<String> calls = order.stream()
                .flatMap(o -> o.startsWith("commit ")
                        ? Stream.of(o.substring("commit ".length()).split(", "))
                        : Stream.of(o))
                .filter(o -> o.startsWith("write") || o.startsWith("intend") || o.startsWith("conclude"))
                .toList();
        assertThat(calls).hasSize(report.writes() * 3);
        for (int i = 0; i < calls.size(); i += 3) {
            assertThat(calls.get(i)).startsWith("intend");
            assertThat(calls.get(i + 1)).startsWith("write");
            assertThat(calls.get(i + 2)).startsWith("conclude").endsWith("DONE");
        }
        assertThat(world.store.open()).isEmpty();
    }

    @Test
    void oneBadIdInABatchDoesNotCostTheOthers() {
        world.persons(50, "Account-a").run();
        world.persons(50, "Account-a", "Supervisors-a");
        AccountId bad = world.directory.byName("p7@acme.example").id();
        world.directory.refused.add(bad);

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.APPLIED, 49, Status.FAILED, 1));
        assertThat(report.troubles())
                .singleElement()
                .satisfies(o ->
                        assertThat(o.operation().person().orElseThrow().key()).isEqualTo("p7"));
        world.directory.refused.clear();
        assertThat(world.run().counts()).isEqualTo(Map.of(Status.APPLIED, 1));
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void badIdAmongMoversHoldsBackOnlyItself() {
        world.persons(5, "Account-a").run();
        world.persons(5, "Account-b").emptyGroups = Set.of("Account-a");
        world.directory.refused.add(world.directory.byName("p3@acme.example").id());

        world.run();

        assertThat(world.reach("p3@acme.example")).containsExactly("Tenant_A");
        assertThat(world.reach("p4@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void leaverWhoseDeactivationIsRefusedLosesGroupsAndRolesAllTheSame() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.disable("ana");
        fail("update", Failure.NOT_PERMITTED);

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.FAILED, 1, Status.APPLIED, 3));
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(world.directory.grants).noneMatch(g -> g.subject().value().equals("acc-1"));
    }

    @Test
    void moverWhoCannotBeTakenOutOfOneGroupIsTakenOutOfTheOthersAndGivenNothing() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.person("ana", "Account-b");
        fail("remove 1 from grp-Tenant_A_Agents", Failure.NOT_PERMITTED);

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.FAILED, 1, Status.APPLIED, 2, Status.SKIPPED, 2));
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents");
        assertThat(world.directory.grants).noneMatch(g -> g.subject().value().equals("acc-1"));
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void createWhoseAnswerWasLostIsLookedUpAndNotSentAgain() {
        lose("create account");
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes.stream().filter(w -> w.startsWith("create account")))
                .hasSize(1);
        assertThat(Links.of(world.store).account(new IdentityId("ana"))).isPresent();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void createThatNeverArrivedStaysUnknownAndTheNextRunMakesIt() {
        fail("create account", Failure.OUTCOME_UNKNOWN);
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.UNKNOWN, Status.SKIPPED);
        assertThat(world.store.open()).hasSize(1);
        world.directory.before = write -> {};
        world.clock = Clock.fixed(World.NOW.plusSeconds(60), ZoneOffset.UTC);
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.store.open()).as("taken up by the later plan").isEmpty();
    }

    @Test
    void accountThatSomebodyElseMadeMeanwhileIsNotTakenOver() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.person("ana", "Account-b");
        world.provisioner().provision("ana", "somebody faster");
        world.directory.after = w -> assertThat(world.reach(ANA)).as(w).hasSizeLessThan(2);

        ApplyReport report = stale.apply();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.SKIPPED, Status.SKIPPED);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void accountThatSomebodyElseMadeMeanwhileIsLeftToTheNextPlanEvenInTheSameTenant() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.provisioner().provision("ana", "somebody faster");

        ApplyReport report = stale.apply();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.SKIPPED, Status.SKIPPED);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void deletedAccountThatIsStillListedInItsDivisionIsPlacedAgainAfterTheRestore() {
        world.person("ana", "Account-a").run();
        world.state(ANA, AccountState.DELETED, world.division("Tenant_A").id());

        world.run();

        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void peopleWhoSwapAddressesAreRenamedThroughAThirdName() {
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("cat", "Account-a")
                .run();
        world.with(called("ana", "bob@acme.example", "Account-a"))
                .with(called("bob", "cat@acme.example", "Account-b"))
                .with(called("cat", "ana@acme.example", "Account-a"));
        world.directory.writes.clear();

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes)
                .containsExactly("update acc-1", "update acc-2", "update acc-3", "update acc-1");
        assertThat(world.directory.byName("ana@acme.example").externalId()).contains("cat");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void nameThatItsHolderKeepsIsReportedAndTheRestIsWritten() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.disable("bob").run();
        world.with(
                Identity.of("ana", "bob@acme.example", "Ana Maria", List.of("Account-a"), Map.of("jobTitle", "Agent")));

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.byName(ANA).displayName()).isEqualTo("Ana Maria");
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.USER_NAME_TAKEN);
    }

    @Test
    void lostCreateOfSomebodyWhoLivesElsewhereByThenIsNotTakenForOurs() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.person("ana", "Account-b");
        world.provisioner().provision("ana", "somebody faster");
        fail("create account", Failure.OUTCOME_UNKNOWN);

        stale.apply();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void membershipThatShowsLateIsWaitedForWithGrowingPauses() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        world.directory.lag = 3;
        List<Duration> waits = new ArrayList<>();

        ApplyReport report = world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add)
                .run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(waits)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .hasSize(6);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void removalThatNeverShowsIsPendingAndNothingIsGiven() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        world.directory.lag = 1_000;
        List<Duration> waits = new ArrayList<>();

        ApplyReport report = world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add)
                .run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
        assertThat(waits).hasSize(4);
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        world.directory.settleAll();
        world.directory.lag = 0;
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void manyGroupsThatShowLateAreWaitedForTogether() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-b", "Supervisors-b")
                .run();
        world.disable("ana").disable("bob");
        world.directory.lag = 2;
        List<Duration> waits = new ArrayList<>();

        world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add).run();

        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void removalIsNotBelievedFromAnIncompleteRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.membersProof = c -> c.doubting("a page is missing");

        ApplyReport report = planned.apply();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
    }

    @Test
    void removalIsNotBelievedWhereThePersonsGroupsComeShortAndTheRolesCouldNotBeRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.lag = 1_000;
        world.directory.after = write -> {
            world.directory.forgetful = 1_000;
            world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        };

        ApplyReport report = planned.apply();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void removalIsBelievedFromTheMembersOfTheGroupWhereTheRolesCouldNotBeRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.after = write -> world.directory.silent = Optional.of(Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void divisionThatWasWrittenAndIsNotThereIsRepairedByTheAuthorityOnRecord() {
        world.person("eve", "Account-a").run();
        world.directory.misplaces = true;
        world.directory.writes.clear();
        world.person("ana", "Account-a").person("bob", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes)
                .containsExactly(
                        "create account ana",
                        "create account bob",
                        "move 2 to Tenant_A",
                        "add 2 to grp-Tenant_A_Agents");
        assertThat(report.writes()).isEqualTo(4);
        assertThat(world.store.open()).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void divisionThatCannotBeRepairedIsPendingAndNothingIsGiven() {
        world.person("eve", "Account-a").run();
        world.directory.misplaces = true;
        fail("move", Failure.NOT_PERMITTED);
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 1));
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @Test
    void expiredPlanIsRefusedWhole() {
        Plan plan = joiner();
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);

        refused(plan, Approval.of(plan, "test"), PlanRefusedException.Cause.EXPIRED);
    }

    @Test
    void planThatNobodyApprovedIsRefusedWhole() {
        Plan approved = joiner();
        world.person("bob", "Account-a");

        refused(world.plan(), Approval.of(approved, "test"), PlanRefusedException.Cause.NOT_APPROVED);
    }

    @Test
    void planOfAnotherOrganizationIsRefusedWhole() {
        Plan plan = joiner();
        world.directory.organization = new Organization("org-2", "Other", "other");

        refused(plan, Approval.of(plan, "test"), PlanRefusedException.Cause.OTHER_ORGANIZATION);
    }

    @Test
    void planOfAnotherPolicyIsRefusedWhole() {
        Plan plan = joiner();
        world.hash = "another";

        refused(plan, Approval.of(plan, "test"), PlanRefusedException.Cause.OTHER_POLICY);
    }

    @Test
    void whoeverChangedMeanwhileIsLeftOutAndNobodyElse() {
        world.person("ana", "Account-a")
                .person("bob", "Account-a")
                .person("cat", "Account-a")
                .run();
        world.person("ana", "Account-b").person("bob", "Account-b").person("cat", "Account-b");
        world.emptyGroups = Set.of("Account-a");
        World.Planned planned = world.planned();
        world.state(ANA, AccountState.INACTIVE, world.division("Tenant_A").id());
        world.state("bob@acme.example", AccountState.ACTIVE, MemoryDirectory.HOME.id());

        ApplyReport report = planned.apply();

        assertThat(report.outcomes().stream()
                        .filter(o -> o.status() == Status.SKIPPED)
                        .map(o -> o.operation().person().orElseThrow().key())
                        .distinct())
                .containsExactly("ana", "bob");
        assertThat(report.troubles()).allMatch(o -> o.detail().contains("changed since the plan was made"));
        assertThat(world.reach("cat@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void stopTakesEffectBetweenTwoCalls() {
        world.person("ana", "Account-a").person("bob", "Account-a");
        int writes = world.plan().cost().writes();
        for (int calls = 0; calls <= writes; calls++) {
            World fresh = new World();
            fresh.person("ana", "Account-a").person("bob", "Account-a");
            World.Planned same = fresh.planned();
            int most = calls;

            ApplyReport report = same.apply(() -> fresh.directory.writes.size() >= most);

            assertThat(fresh.directory.writes).hasSize(calls);
            assertThat(report.stopped()).isEqualTo(calls < writes || report.stopped());
            fresh.clock = Clock.offset(fresh.clock, Duration.ofSeconds(1));
            assertThat(fresh.run().isClean()).isTrue();
            assertThat(fresh.plan().isEmpty()).isTrue();
        }
    }

    @Test
    void stopIsHeardBetweenTheSingleCallsOfARefusedBatchToo() {
        world.persons(20, "Account-a").run();
        world.persons(20, "Account-a", "Supervisors-a");
        world.directory.refused.add(world.directory.byName("p19@acme.example").id());
        world.directory.writes.clear();
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply(() -> world.directory.writes.size() >= 3);

        assertThat(world.directory.writes).hasSize(3);
        assertThat(report.stopped()).isTrue();
        assertThat(report.count(Status.SKIPPED)).isEqualTo(17);
    }

    @Test
    void whatAStoppedRunDidNotConfirmIsPending() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.directory.writes.clear();
        world.disable("ana");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply(() -> world.directory.writes.size() >= 2);

        assertThat(report.outcomes())
                .extracting(Outcome::status)
                .containsExactly(Status.APPLIED, Status.PENDING, Status.SKIPPED);
    }

    @Test
    void secondRunAtOnceIsRefused() {
        Plan plan = joiner();
        world.store.acquire("apply org-1", "another node", Duration.ofMinutes(2));

        refused(plan, Approval.of(plan, "test"), PlanRefusedException.Cause.BUSY);
    }

    @Test
    void serviceThatAnswersNothingIsLeftAloneAfterFiveCalls() {
        world.persons(20, "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            calls.incrementAndGet();
            throw new DirectoryException(Failure.RETRY_LATER, "503", null);
        };

        ApplyReport report = world.run();

        assertThat(calls).hasValue(5);
        assertThat(report.stopped()).isTrue();
    }

    @Test
    void serviceThatAsksToWaitIsNotAskedAgain() {
        world.person("ana", "Account-a").person("bob", "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            calls.incrementAndGet();
            throw new DirectoryException(Failure.RETRY_LATER, "429", Duration.ofMinutes(1), null);
        };

        world.run();

        assertThat(calls).hasValue(1);
    }

    @Test
    void runThatTheServiceAsksToWaitIsDeferred() {
        world.person("ana", "Account-a").person("bob", "Account-a").person("eve", "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            if (calls.incrementAndGet() == 2) {
                throw new DirectoryException(Failure.RETRY_LATER, "429", Duration.ofHours(1), null);
            }
        };

        ApplyReport report = world.run();

        Instant until = World.NOW.plus(Duration.ofHours(1));
        assertThat(report.deferredUntil()).contains(until);
        assertThat(report.stopped()).isTrue();
        assertThat(report.outcomes())
                .filteredOn(o -> o.status() == Status.SKIPPED)
                .isNotEmpty()
                .extracting(Outcome::detail)
                .containsOnly("the run was stopped: deferred, because the service asks for a pause until " + until
                        + ": plan again after that");
    }

    @Test
    void runThatTheHostStopsIsNotDeferred() {
        World.Planned planned = world.person("ana", "Account-a").planned();

        ApplyReport report = planned.apply(() -> true);

        assertThat(report.stopped()).isTrue();
        assertThat(report.deferredUntil()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void failureOfAnyWriteOfAnyFlowHasItsOutcomeAndTheNextRunConverges(Failure failure) {
        for (boolean committed : new boolean[] {false, true}) {
            if (committed && failure != Failure.OUTCOME_UNKNOWN) {
                continue;
            }
            int writes = flows().plan().cost().writes();
            for (int at = 1; at <= writes; at++) {
                failing(flows(), failure, committed, at);
            }
        }
    }

    private static void failing(World flows, Failure failure, boolean committed, int at) {
        AtomicInteger call = new AtomicInteger();
        String where = failure + (committed ? " after" : " before") + " write " + at;
        Consumer<String> fault = write -> {
            if (call.incrementAndGet() == at) {
                throw new DirectoryException(failure, where, null);
            }
        };
        if (committed) {
            flows.directory.after = fault.andThen(w -> flows.isolated(where));
        } else {
            flows.directory.before = fault;
            flows.directory.after = w -> flows.isolated(where);
        }
        ApplyReport report = flows.run();
        flows.isolated(where);
        flows.nothingGivenAfterATrouble(report, where);
        flows.directory.before = write -> {};
        flows.directory.after = write -> flows.isolated(where);
        flows.doubled(where);
        flows.clock = Clock.offset(flows.clock, Duration.ofSeconds(1));

        ApplyReport next = flows.run();

        assertThat(next.isClean()).as("%s: %s", where, next.troubles()).isTrue();
        assertThat(flows.plan().isEmpty())
                .as("%s:%n%s", where, PlanText.of(flows.plan()))
                .isTrue();
        flows.doubled(where);
    }

    /** A world in which the next plan has every kind of operation in it. */
    static World flows() {
        World world = new World();
        flows(world);
        return world;
    }

    static void flows(World world) {
        world.person("mover", "Account-a", "Supervisors-a")
                .person("leaver", "Account-a")
                .person("rehire", "Account-b")
                .person("deleted", "Account-b")
                .person("titled", "Account-b")
                .run();
        world.grant("mover@acme.example", "Agent", world.division("Tenant_A").id());
        world.state(
                "rehire@acme.example",
                AccountState.INACTIVE,
                world.division("Tenant_B").id());
        world.state(
                "deleted@acme.example",
                AccountState.DELETED,
                world.division("Tenant_B").id());
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.creating("c", "Tenant_C"));
        world.person("mover", "Account-b")
                .disable("leaver")
                .person("rehire", "Account-a")
                .person("deleted", "Account-a")
                .person("joiner", "Account-c", "Supervisors-c")
                .with(Identity.of(
                        "titled", "titled@acme.example", "Name", List.of("Account-b"), Map.of("jobTitle", "Lead")));
        world.directory.writes.clear();
    }

    private static Identity called(String id, String userName, String group) {
        return Identity.of(id, userName, "Name " + id, List.of(group), Map.of("jobTitle", "Agent"));
    }

    private void lose(String call) {
        world.directory.after = write -> {
            if (write.startsWith(call)) {
                throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "time-out after " + write, null);
            }
        };
    }

    private void fail(String call, Failure failure) {
        world.directory.before = write -> {
            if (write.startsWith(call)) {
                throw new DirectoryException(failure, "no " + write, null);
            }
        };
    }

    private Plan joiner() {
        world.person("ana", "Account-a");
        return world.plan();
    }

    private void refused(Plan plan, Approval approval, PlanRefusedException.Cause cause) {
        Provisioner provisioner = world.provisioner();
        assertThatThrownBy(() -> provisioner.apply(plan, approval))
                .isInstanceOfSatisfying(
                        PlanRefusedException.class, e -> assertThat(e.reason()).isEqualTo(cause));
        assertThat(world.directory.writes).isEmpty();
        assertThat(world.store.runs(1000)).isEmpty();
    }
}
