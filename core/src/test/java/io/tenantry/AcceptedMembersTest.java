// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.isolation.Violation;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Limit;
import io.tenantry.store.MemoryStore;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An accepted line with a number of members covers no more than that: whom the last proof within it showed, and nobody
 * whom a rule would take beyond it.
 */
class AcceptedMembersTest {
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";
    private static final String EVE = "eve@acme.example";
    private final World world = new World();
    private final Group all = new Group(new GroupId("grp-All"), "All employees");

    AcceptedMembersTest() {
        world.directory.groups.put(all.id(), all);
        world.directory.members.put(all.id(), new LinkedHashSet<>());
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("eve", "Account-a")
                .run();
        world.grant(SubjectId.of(all.id()), "Agent", DivisionId.EVERYWHERE);
    }

    @Test
    void whoIsBeyondTheNumberAndWasNotInTheLastProofWithinItGainsNothing() {
        accept(2, false);
        in(ANA, "bob@acme.example");
        world.provisioner().proveIsolation();
        in(EVE);
        world.person("ana", "Account-b").person("eve", "Account-b");
        world.emptyGroups = Set.of("Account-a");

        Plan plan = world.plan();
        ApplyReport report = world.run();

        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
        assertThat(plan.held().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsOnly("eve");
        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).contains("Tenant_B_Agents");
    }

    @Test
    void onePersonBeyondTheNumberIsHeldLikeEverybody() {
        accept(1, false);
        in(ANA);
        world.provisioner().proveIsolation();
        in(EVE);
        world.person("ana", "Account-b").person("eve", "Account-b");

        world.provisioner().provision("ana", "test");
        world.provisioner().provision("eve", "test");

        assertThat(world.directory.groupsOf(ANA)).contains("Tenant_B_Agents");
        assertThat(world.directory.groupsOf(EVE)).doesNotContain("Tenant_B_Agents");
    }

    @Test
    void membersOfALineThatNoProofFoundWithinItsNumberGainNothing() {
        accept(1, false);
        in(ANA, EVE);
        world.person("ana", "Account-b");

        assertThat(world.plan().holds()).extracting(Hold::code).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
    }

    @Test
    void anotherLineWithoutANumberStillCoversEveryMember() {
        accept(1, false);
        in(ANA, EVE);
        world.accepted = List.of(world.accepted.get(0), line(OptionalInt.empty(), false, Optional.empty()));
        world.person("ana", "Account-b");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void proofNamesTheGroupAndThePeopleBeyondTheNumberAlone() {
        accept(1, false);
        in(ANA);
        world.provisioner().proveIsolation();
        in(EVE);

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(v -> v.code() + " " + v.reach().subject().id())
                .containsExactlyInAnyOrder(
                        Violation.Code.TOO_MANY_ACCEPTED + " grp-All",
                        Violation.Code.REACHES_EVERYWHERE + " " + id(EVE));
    }

    @Test
    void planReportsAGroupBeyondTheNumberAndWhomTheLineDoesNotCover() {
        accept(2, false);
        in(ANA, BOB);
        world.provisioner().proveIsolation();
        assertThat(world.plan().findings()).isEmpty();
        in(EVE);

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).containsExactly(entry(Attention.VIOLATION, 1));
        assertThat(plan.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(FindingCode.UNACCEPTED_HOLDER);
            assertThat(f.message())
                    .isEqualTo(
                            "group \"All employees\" (grp-All) has 3 members, and the accepted line allows 2, so it does"
                                    + " not cover role \"Agent\" in all divisions for \"eve@acme.example\"; gains of 0 wait");
            assertThat(f.advice()).isEqualTo("take members out of the group, or accept more of them");
        });
    }

    @Test
    void planReportsItAlsoIfNobodyReachesAnotherTenantThroughIt() {
        inDivisionOf("Tenant_A");
        accept(1, false);
        in(ANA);
        world.provisioner().proveIsolation();
        in(EVE);

        assertThat(crowds(world.plan())).hasSize(1);
        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(Violation::code)
                .containsExactly(Violation.Code.TOO_MANY_ACCEPTED);
    }

    @Test
    void planNamesWhoReachesAnotherTenantThroughARoleThatIsAcceptedInOneDivision() {
        inDivisionOf("Tenant_A");
        accept(1, false);
        in(ANA);
        world.provisioner().proveIsolation();
        in(BOB);

        assertThat(world.plan().findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.UNACCEPTED_HOLDER, FindingCode.REACHES_BEYOND);
    }

    @Test
    void whoIsBeyondTheNumberOfARoleInOneDivisionGainsNothingElsewhere() {
        inDivisionOf("Tenant_A");
        accept(2, false);
        in(ANA, BOB);
        world.provisioner().proveIsolation();
        in(EVE);
        world.person("ana", "Account-b").person("eve", "Account-b");
        world.emptyGroups = Set.of("Account-a");

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsOnly("eve");
        assertThat(crowds(plan))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).endsWith("; gains of 1 wait"));
    }

    @Test
    void planNamesNoRoleThatAnotherLineCoversForEverybody() {
        in(ANA, EVE);
        world.directory.role("Guest");
        world.grant(SubjectId.of(all.id()), "Guest", DivisionId.EVERYWHERE);
        AcceptedAccess agent = line(OptionalInt.empty(), false, Optional.empty());
        AcceptedAccess both = new AcceptedAccess(
                agent.holder(),
                Set.of("Agent", "Guest"),
                Extent.all(),
                OptionalInt.of(1),
                false,
                false,
                "phone book",
                "ciso",
                Optional.empty());
        world.accepted = List.of(both, agent);

        assertThat(crowds(world.plan()))
                .singleElement()
                .satisfies(f -> assertThat(f.message())
                        .contains(
                                "cover role \"Guest\" in all divisions for \"ana@acme.example\", \"eve@acme.example\"")
                        .doesNotContain("Agent"));
    }

    @Test
    void planReportsAGroupThatARuleFillsBeyondTheNumber() {
        accept(2, true);
        everybody();

        assertThat(crowds(world.plan())).hasSize(1);
    }

    @Test
    void planReportsAGroupBeyondTheNumberWhoseMembersCannotBeRead() {
        accept(2, false);
        in(ANA, BOB, EVE);
        world.directory.doubtful.add(all.id());

        assertThat(world.plan().findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.UNACCEPTED_HOLDER, FindingCode.LISTING_IN_DOUBT);
    }

    @Test
    void groupBeyondTheNumberIsReportedOnlyWhileItHoldsARoleThatTheLineAccepts() {
        accept(1, false);
        in(ANA, EVE);
        world.directory.role("Guest");
        world.directory.grants.removeIf(g -> g.division().isEverywhere());
        assertThat(world.plan().findings()).isEmpty();

        world.grant(SubjectId.of(all.id()), "Guest", DivisionId.EVERYWHERE);

        assertThat(crowds(world.plan())).isEmpty();
        assertThat(world.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.ROLE_EVERYWHERE);
    }

    @Test
    void lineWhoseLastDayIsOverIsNotReportedAsTooSmall() {
        in(ANA, EVE);
        world.accepted = List.of(line(OptionalInt.of(1), false, Optional.of(LocalDate.parse("2026-11-23"))));

        Plan plan = world.plan();

        assertThat(crowds(plan)).isEmpty();
        assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.ROLE_EVERYWHERE);
    }

    @Test
    void planReportsAGroupOfTwoLinesWhereAProofDoes() {
        in(ANA, BOB, EVE);
        for (List<OptionalInt> most : List.of(
                List.of(OptionalInt.of(2), OptionalInt.empty()),
                List.of(OptionalInt.empty(), OptionalInt.of(2)),
                List.of(OptionalInt.of(2), OptionalInt.of(9)),
                List.of(OptionalInt.of(2), OptionalInt.of(1)),
                List.of(OptionalInt.of(3), OptionalInt.of(9)))) {
            world.accepted =
                    most.stream().map(m -> line(m, false, Optional.empty())).toList();
            boolean proved = world.provisioner().proveIsolation().violations().stream()
                    .anyMatch(v -> v.code() == Violation.Code.TOO_MANY_ACCEPTED);

            assertThat(crowds(world.plan())).as("%s", most).hasSize(proved ? 1 : 0);
            assertThat(proved).isEqualTo(!most.contains(OptionalInt.of(3)));
        }
    }

    @Test
    void planForOnePersonReportsItOnlyOfWhomTheLineDoesNotCover() {
        accept(1, false);
        in(ANA);
        world.provisioner().proveIsolation();
        in(EVE);

        assertThat(crowds(world.provisioner().explain("ana").plan())).isEmpty();
        assertThat(crowds(world.provisioner().explain("eve").plan()))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).endsWith("for \"eve@acme.example\""));
    }

    @Test
    void personWhoIsOutsideAndWhomTheLineCoversHasNothingToBeDecidedWhileTheGroupIsTooLarge() {
        world.directory.account("acc-zoe", "zoe@acme.example", MemoryDirectory.HOME);
        world.directory.account("acc-yan", "yan@acme.example", MemoryDirectory.HOME);
        world.person("zoe", "Nobody").person("yan", "Nobody");
        accept(1, false);
        in("zoe@acme.example");
        world.provisioner().proveIsolation();
        world.plan();
        in("yan@acme.example");

        assertThat(decisions(world.plan())).containsExactly("identity yan");
        assertThat(decisions(world.provisioner().explain("zoe").plan())).isEmpty();
        assertThat(decisions(world.provisioner().explain("yan").plan())).containsExactly("identity yan");
    }

    private static List<String> decisions(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.severity() == Finding.Severity.WARNING)
                .map(Finding::subject)
                .toList();
    }

    @Test
    void joinersWhomARuleWouldTakeBeyondTheNumberWaitAndTheFirstDoNot() {
        accept(4, true);
        everybody();
        world.person("j1", "Account-a").person("j2", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(plan.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(HoldCode.ACCEPTED_GROUP_FULL);
            assertThat(hold.message())
                    .isEqualTo("a rule takes new accounts into group \"All employees\" (grp-All), which has 3 members,"
                            + " and the policy accepts 4");
            assertThat(hold.operations())
                    .extracting(o -> Wording.of(o.change()))
                    .hasSize(2);
        });
        assertThat(plan.held().map(o -> o.person().orElseThrow().key())).containsOnly("j2");
        assertThat(world.provisioner().proveIsolation().violations()).isEmpty();
    }

    @Test
    void smallerNumberOfTwoLinesOfAGroupThatARuleFillsCounts() {
        everybody();
        AcceptedAccess five = line(OptionalInt.of(5), true, Optional.empty());
        AcceptedAccess four = line(OptionalInt.of(4), true, Optional.empty());
        world.person("j1", "Account-a").person("j2", "Account-b");

        for (List<AcceptedAccess> lines : List.of(List.of(five, four), List.of(four, five))) {
            world.accepted = lines;
            assertThat(world.plan().held().map(o -> o.person().orElseThrow().key()))
                    .containsOnly("j2");
        }
    }

    @Test
    void joinerAloneWaitsLikeInAPlanForEverybody() {
        accept(3, true);
        everybody();
        world.person("j1", "Account-a");

        world.provisioner().provision("j1", "test");

        assertThat(world.directory.accounts).hasSize(3);
    }

    @Test
    void restoredAccountCountsAsAJoiner() {
        accept(3, true);
        everybody();
        world.state(EVE, AccountState.DELETED, MemoryDirectory.HOME.id());

        assertThat(world.plan().holds()).extracting(Hold::code).containsExactly(HoldCode.ACCEPTED_GROUP_FULL);
    }

    @Test
    void restoredAccountCountsOnceForAllThatIsWrittenOfIt() {
        accept(2, true);
        world.directory.ruled.put(all.id(), Set.of(id(ANA)));
        world.state(EVE, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.with(Identity.of("eve", EVE, "eve", List.of("Account-a"), Map.of("jobTitle", "Trainer")));

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void newAccountTakesThePlaceOfOneWhoseAttributesAreWritten() {
        accept(3, true);
        world.directory.ruled.put(all.id(), Set.of(id(ANA), id("bob@acme.example")));
        world.person("j1", "Account-a")
                .with(Identity.of("eve", EVE, "eve", List.of("Account-a"), Map.of("jobTitle", "Trainer")));

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsOnly("eve");
    }

    @Test
    void restoredAccountBeyondTheNumberWaitsWhole() {
        accept(2, true);
        world.directory.ruled.put(all.id(), Set.of(id(ANA), id("bob@acme.example")));
        world.state(EVE, AccountState.DELETED, MemoryDirectory.HOME.id());

        Plan plan = world.plan();

        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.ACCEPTED_GROUP_FULL);
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void fullGroupThatNoRuleFillsHoldsNoJoiner() {
        accept(1, false);
        in(ANA);
        world.person("j1", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void lineWhoseLastDayIsOverHoldsNoJoiner() {
        in(ANA);
        world.accepted = List.of(line(OptionalInt.of(1), true, Optional.of(LocalDate.parse("2026-11-23"))));
        world.person("j1", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void lineThatNamesTheGroupOfAProfileHidesNoRoleOfThatGroup() {
        world.directory.grants.removeIf(g -> g.division().isEverywhere());
        world.accepted = List.of(new AcceptedAccess(
                new Holder(Kind.GROUP, "Tenant_A_Agents", Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "reason",
                "ciso",
                Optional.empty()));

        Plan plan = world.plan();
        world.store = new MemoryStore(world.clock);
        Plan first = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(first.isEmpty()).as(PlanText.of(first)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinerWhosePlaceInTheGroupAHandTookAfterThePlanIsNotMade(boolean unreadable) {
        accept(4, true);
        everybody();
        World.Planned planned = world.person("j1", "Account-b").planned();
        if (unreadable) {
            world.directory.doubtful.add(all.id());
        } else {
            world.directory.account("acc-robot", "robot@acme.example", MemoryDirectory.HOME);
        }

        ApplyReport report = planned.apply();

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().phase() == Phase.CREATE)
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.status()).isEqualTo(Status.SKIPPED);
                    assertThat(o.detail())
                            .contains(
                                    unreadable
                                            ? "the members of group \"All employees\" (grp-All), which takes accounts by a"
                                                    + " rule, could not be read"
                                            : "a rule takes accounts into group \"All employees\" (grp-All), which has 4"
                                                    + " members by now, and the policy accepts 4; plan again");
                });
    }

    @Test
    void ofTwoPlansMadeAtOnceOnlyTheFirstTakesTheLastPlace() {
        accept(4, true);
        everybody();
        World.Planned first = world.person("j1", "Account-a").planned();
        World.Planned second = world.remove("j1").person("j2", "Account-b").planned();

        assertThat(first.apply().isClean()).isTrue();
        ApplyReport report = second.apply();

        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().phase() == Phase.CREATE)
                .extracting(Outcome::status)
                .containsExactly(Status.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource({"bob, b, eve, a", "eve, a, bob, b"})
    void renameThatAnOverrideReleasesDoesNotTakeThePlaceOfAWriteThatGoesAnyway(
            String renamed, String tenant, String written, String other) {
        accept(2, true);
        world.directory.ruled.put(all.id(), Set.of(id(ANA)));
        world.names = new Limit(0, 0);
        world.govern(tenant, Map.of(), World.unlimited());
        world.names = new Limit(100, 100);
        world.with(Identity.of(renamed, renamed + "@acme.example", "X", List.of("Account-" + tenant), Map.of()))
                .with(Identity.of(
                        written,
                        written + "@acme.example",
                        "Name " + written,
                        List.of("Account-" + other),
                        Map.of("jobTitle", "Trainer")));

        Plan plan = world.plan();
        for (Hold hold : plan.holds().stream().filter(Hold::canBeOverridden).toList()) {
            plan = world.provisioner().override(plan, LimitOverride.of(plan, hold, "cto", "new name"));
        }

        assertThat(plan.operations().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsExactly(written);
        assertThat(plan.holds()).isNotEmpty();
    }

    private void accept(int most, boolean byRule) {
        world.accepted = List.of(line(OptionalInt.of(most), byRule, Optional.empty()));
    }

    private static AcceptedAccess line(OptionalInt most, boolean byRule, Optional<LocalDate> until) {
        return new AcceptedAccess(
                new Holder(Kind.GROUP, "All employees", Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                most,
                false,
                byRule,
                "phone book",
                "ciso",
                until);
    }

    private static List<Finding> crowds(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .filter(f -> f.severity() == Finding.Severity.VIOLATION)
                .toList();
    }

    private void inDivisionOf(String division) {
        world.directory.grants.removeIf(g -> g.division().isEverywhere());
        world.grant(SubjectId.of(all.id()), "Agent", world.division(division).id());
    }

    private void in(String... userNames) {
        for (String name : userNames) {
            world.member(name, all.name());
        }
    }

    /** A rule takes every account. */
    private void everybody() {
        world.directory.ruled.put(all.id(), world.directory.accounts.keySet());
    }

    private AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }
}
