// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Kinds;
import io.tenantry.change.Change;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Reason;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every kind of change must have, a kind that is added tomorrow included. */
class EveryChangeTest {
    private static final DirectoryLimits LIMITS = new DirectoryLimits(50, 50, 50, 50, true, 300);
    private static final TenantId TENANT = new TenantId("acme");
    private static final Division DIVISION = new Division(new DivisionId("d1"), "Tenant_A", false);
    private static final DivisionTarget IN = new DivisionTarget("Tenant_A", Optional.of(DIVISION.id()));
    private static final DivisionTarget NEW = new DivisionTarget("Tenant_B", Optional.empty());
    private static final Group GROUP = new Group(new GroupId("g1"), "Agents");
    private static final GroupTarget TO = new GroupTarget("Agents", Optional.of(GROUP.id()));
    private static final Role ROLE = new Role(new RoleId("r1"), "agent", true);
    private static final Map<AccountAttribute, String> ATTRIBUTES = Map.of(AccountAttribute.TITLE, "Agent");

    private static final List<Change> ONE_OF_EACH = List.of(
            new Change.Deactivate(),
            new Change.RestoreAccount(),
            new Change.RevokeRole(new SubjectId("g1"), SubjectKind.GROUP, "Agents", ROLE, DIVISION),
            new Change.LeaveGroup(GROUP),
            new Change.LeaveSurvivingGroups(List.of(new ForeignGroup(TENANT, GROUP, true))),
            new Change.CreateDivision("Tenant_B"),
            new Change.CreateGroup("Agents"),
            new Change.GrantRole(TO, ROLE, NEW),
            new Change.CreateAccount(new IdentityId("i1"), "ana@acme.example", "Ana", IN, ATTRIBUTES),
            new Change.MoveDivision(DIVISION, NEW),
            new Change.UpdateAccount(new AccountChange(
                    Optional.of(true),
                    Optional.of("ana@acme.example"),
                    Optional.of("Ana"),
                    Optional.of("i1"),
                    ATTRIBUTES)),
            new Change.FreeUserName("a1.renamed@acme.example"),
            new Change.JoinGroup(TO));

    /** The same kinds where they wait for the new access. */
    private static final List<Change> AT_LAST = List.of(
            new Change.LeaveGroup(GROUP, true),
            new Change.RevokeRole(new SubjectId("g1"), SubjectKind.GROUP, "Agents", ROLE, DIVISION).atLast());

    private static Stream<Change> all() {
        return Stream.concat(ONE_OF_EACH.stream(), AT_LAST.stream());
    }

    @Test
    void noKindIsLeftOutHere() {
        Set<Class<?>> shown = ONE_OF_EACH.stream().map(Change::getClass).collect(Collectors.toSet());

        assertThat(shown).isEqualTo(Kinds.of(Change.class));
    }

    @Test
    void everyKindComesBackFromJsonAsItWas() {
        Plan plan = plan(all().map(EveryChangeTest::operation).toList());

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void everyKindHasWordsOfItsOwnWithoutPersonalData() {
        assertThat(all().map(Wording::of))
                .doesNotHaveDuplicates()
                .noneMatch(words -> words.isBlank() || words.contains("ana@") || words.contains("Ana"));
    }

    @Test
    void everyPhaseIsSomeKindsAndEveryKindHasOne() {
        assertThat(all().map(Change::phase).distinct()).containsExactlyInAnyOrder(Phase.values());
    }

    @Test
    void everyKindOfAPhaseThatTakesIsARemovalButForWhatNoListingShows() {
        List<Change> taking =
                ONE_OF_EACH.stream().filter(c -> c.phase().takes()).toList();

        assertThat(taking).filteredOn(c -> !c.removes()).hasOnlyElementsOfType(Change.LeaveSurvivingGroups.class);
        assertThat(taking)
                .containsAll(ONE_OF_EACH.stream().filter(Change::removes).toList());
    }

    @Test
    void noCallCarriesTwoKinds() {
        List<Operation> ofOneTarget = Stream.concat(ONE_OF_EACH.stream(), ONE_OF_EACH.stream())
                .map(EveryChangeTest::operation)
                .toList();

        assertThat(new Batcher(LIMITS).batch(ofOneTarget))
                .allSatisfy(b -> assertThat(b.operations().stream()
                                .map(o -> o.change().getClass())
                                .distinct())
                        .hasSize(1));
    }

    @Test
    void everyKindCostsACallAndTheReadsBeforeAndAfterIt() {
        Map<String, Integer> reads =
                ONE_OF_EACH.stream().collect(Collectors.toMap(c -> c.getClass().getSimpleName(), c -> cost(c).reads()));

        assertThat(ONE_OF_EACH).allMatch(c -> cost(c).writes() == 1);
        assertThat(reads)
                .isEqualTo(Map.ofEntries(
                        Map.entry("Deactivate", 2),
                        Map.entry("RestoreAccount", 2),
                        Map.entry("RevokeRole", 2),
                        Map.entry("LeaveGroup", 3),
                        Map.entry("LeaveSurvivingGroups", 3),
                        Map.entry("CreateDivision", 0),
                        Map.entry("CreateGroup", 0),
                        Map.entry("GrantRole", 4),
                        Map.entry("CreateAccount", 4),
                        Map.entry("MoveDivision", 2),
                        Map.entry("UpdateAccount", 4),
                        Map.entry("FreeUserName", 4),
                        Map.entry("JoinGroup", 5)));
    }

    private static Cost cost(Change change) {
        List<Batch> batches = new Batcher(LIMITS).batch(List.of(operation(change)));
        return CostEstimate.of(batches, LIMITS, CostEstimate.Pages.ONE);
    }

    private static Operation operation(Change change) {
        boolean structural = Set.of(Phase.DIVIDE, Phase.GROUP, Phase.EQUIP).contains(change.phase());
        Person person =
                new Person(Optional.of(new IdentityId("i1")), Optional.of(new AccountId("a1")), "ana@acme.example");
        return new Operation(
                1,
                TENANT,
                structural ? Optional.empty() : Optional.of(person),
                change,
                new Reason("rule", "fact"),
                Optional.empty(),
                false);
    }

    private static Plan plan(List<Operation> operations) {
        List<Batch> batches = new Batcher(LIMITS).batch(operations);
        return new Plan(
                "acme",
                "hash",
                "source",
                "directory",
                Instant.EPOCH,
                Instant.EPOCH,
                batches,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                List.of(),
                CostEstimate.of(batches, LIMITS, CostEstimate.Pages.ONE));
    }
}
