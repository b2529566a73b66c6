// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.Identity;
import io.tenantry.plan.PlanText;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run writes, in which order, and what a failed write costs: itself, and what would follow it. */
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
        world.directory.failing("update", Failure.NOT_PERMITTED);

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
        world.directory.failing("remove 1 from grp-Tenant_A_Agents", Failure.NOT_PERMITTED);

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.FAILED, 1, Status.APPLIED, 2, Status.SKIPPED, 2));
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents");
        assertThat(world.directory.grants).noneMatch(g -> g.subject().value().equals("acc-1"));
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
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

    @ParameterizedTest
    @EnumSource(Failure.class)
    void failureOfAnyWriteOfAnyFlowHasItsOutcomeAndTheNextRunConverges(Failure failure) {
        for (boolean committed : new boolean[] {false, true}) {
            if (committed && failure != Failure.OUTCOME_UNKNOWN) {
                continue;
            }
            int writes = Flow.PEOPLE_AND_STRUCTURE.world().plan().cost().writes();
            for (int at = 1; at <= writes; at++) {
                failing(Flow.PEOPLE_AND_STRUCTURE.world(), failure, committed, at);
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

    private static Identity called(String id, String userName, String group) {
        return Identity.of(id, userName, "Name " + id, List.of(group), Map.of("jobTitle", "Agent"));
    }
}
