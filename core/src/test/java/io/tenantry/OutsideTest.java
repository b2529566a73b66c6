// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Erasure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of the people whom no tenant matches, the policy may say who is outside; the others wait. */
@NullUnmarked
class OutsideTest {
    private static final Condition HOLDING = new Condition.In("companyName", Set.of("ACME Holding"));

    private final World world = new World();
    private final MemorySource source = MemorySource.named("test");

    /** The roads on which a person is planned for. */
    private enum Road {
        EVERYBODY {
            @Override
            Plan plan(Provisioner provisioner, OrganizationPolicy policy) {
                return provisioner.plan();
            }
        },
        ONE_PERSON {
            @Override
            Plan plan(Provisioner provisioner, OrganizationPolicy policy) {
                return provisioner.explain("ana").plan();
            }
        },
        CHANGES {
            @Override
            Plan plan(Provisioner provisioner, OrganizationPolicy policy) {
                ChangePlan changes = provisioner.planChanges();
                assertThat(changes.everybody()).isEmpty();
                return changes.plan();
            }
        },
        WHAT_IF {
            @Override
            Plan plan(Provisioner provisioner, OrganizationPolicy policy) {
                return provisioner.whatIf(policy).proposed();
            }
        };

        abstract Plan plan(Provisioner provisioner, OrganizationPolicy policy);
    }

    OutsideTest() {
        world.person("bob", "Account-b").run();
    }

    private Provisioner provisioner() {
        return world.builder(world.directory, world.store)
                .source(source)
                .structureAge(Duration.ZERO)
                .build();
    }

    /** Plans on this road for what has changed since a plan for everybody. */
    private Plan plan(Road road) {
        Map<IdentityId, Identity> now = Map.copyOf(world.people);
        world.people.keySet().removeIf(id -> !id.value().equals("bob"));
        source.putAll(world.people.values());
        provisioner().plan();
        world.people.putAll(now);
        source.putAll(now.values());
        return road.plan(provisioner(), world.policy());
    }

    private void ana(String company, String... groups) {
        Map<String, String> attributes = company.isEmpty() ? Map.of() : Map.of("companyName", company);
        world.with(Identity.of("ana", "ana@acme.example", "Ana", List.of(groups), attributes));
    }

    private static List<Finding> parked(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.PARKED)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void whoMatchesNothingIsOutsideWithoutTheKey(Road road) {
        ana("");

        Plan plan = plan(road);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).isEmpty();
        assertThat(parked(plan)).extracting(Finding::severity).containsExactly(Finding.Severity.INFO);
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void whoMatchesTheKeyIsOutside(Road road) {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");

        Plan plan = plan(road);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).isEmpty();
        assertThat(parked(plan)).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.INFO);
            assertThat(f.message()).isEqualTo("matches no tenant, and is outside: " + HOLDING);
            assertThat(f.advice()).startsWith("nothing to do, unless the person should be in a tenant (");
        });
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void whoMatchesNeitherTheKeyNorATenantWaits(Road road) {
        world.outside = Optional.of(HOLDING);
        ana("acme holding");

        Plan plan = plan(road);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).containsExactly(entry(Attention.UNDECIDED, 1));
        assertThat(parked(plan)).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(f.message())
                    .startsWith("matches no tenant, and is not outside; near misses: outside: ")
                    .endsWith("only in case or space");
            assertThat(f.advice()).contains("let outside cover the person");
        });
        assertThat(PlanText.of(plan)).contains("Look at: 1 person or account to decide about.");
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void whoseFactIsNotDeliveredWaits(Road road) {
        world.outside = Optional.of(HOLDING);
        world.with(Identity.of("ana", "ana@acme.example", "Ana", List.of(), Map.of())
                .with(Delivered.everything().attributes(Delivered.Names.only(List.of("jobTitle")))));

        Plan plan = plan(road);

        assertThat(plan.attention()).containsEntry(Attention.UNDECIDED, 1);
        assertThat(parked(plan)).singleElement().satisfies(f -> {
            assertThat(f.message()).contains("does not deliver what says who is outside: attribute companyName");
            assertThat(f.advice()).startsWith("add it to what the source delivers");
        });
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.NOT_DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void ruleOfATenantWins(Road road) {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding", "Account-a");

        Plan plan = plan(road);

        assertThat(plan.operations()).isNotEmpty();
        assertThat(parked(plan)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Road.class)
    void unknownRuleOfATenantWins(Road road) {
        world.outside = Optional.of(HOLDING);
        world.with(Identity.of("ana", "ana@acme.example", "Ana", List.of(), Map.of("companyName", "ACME Holding"))
                .with(Delivered.everything().sourceGroups(Delivered.Names.only(List.of("Account-b")))));

        Plan plan = plan(road);

        assertThat(plan.attention()).containsEntry(Attention.UNDECIDED, 1);
        assertThat(parked(plan))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("source group \"Account-a\" (tenant a)"));
    }

    @Test
    void whoHoldsAccessIsNotOutside() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding", "Account-a");
        world.run();
        ana("ACME Holding");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).containsExactly(entry(Attention.UNDECIDED, 1));
        assertThat(parked(plan))
                .singleElement()
                .satisfies(f -> assertThat(f.advice())
                        .startsWith("put the person into a source group of a tenant, or take the access away by hand"));
    }

    @Test
    void whoMatchesATenantThatIsLeavingIsNotAskedAbout() {
        world.outside = Optional.of(HOLDING);
        ana("", "Account-a");
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        a.division(),
                        a.match(),
                        a.profiles(),
                        TenantPolicy.State.LEAVING,
                        a.governance()),
                world.tenants.get(1));

        assertThat(parked(world.plan())).isEmpty();
    }

    @Test
    void whoWaitsIsPlannedForAgainUntilItIsDecided() {
        world.outside = Optional.of(HOLDING);
        ana("Somewhere");
        source.putAll(world.people.values());
        provisioner().plan();

        Plan again = provisioner().planChanges().plan();
        ana("ACME Holding");
        source.putAll(world.people.values());
        Plan decided = provisioner().planChanges().plan();

        assertThat(again.attention()).containsExactly(entry(Attention.UNDECIDED, 1));
        assertThat(decided.attention()).isEmpty();
    }

    @Test
    void everyWayOfMatchingSaysWhoIsOutside() {
        Condition rule = new Condition.Any(List.of(
                new Condition.SourceGroup("Holding"),
                new Condition.All(List.of(
                        new Condition.Present("companyName"),
                        new Condition.Not(new Condition.StartsWith("companyName", "ACME"))))));
        world.outside = Optional.of(rule);
        ana("Else");
        world.person("eva", "Holding").person("ida");

        assertThat(parked(world.plan()))
                .extracting(f -> f.subject() + " " + f.severity())
                .containsExactlyInAnyOrder("identity ana INFO", "identity eva INFO", "identity ida WARNING");
    }

    private void deliver() {
        source.putAll(world.people.values());
    }

    private List<String> said(Plan plan) {
        return parked(plan).stream().map(f -> f.severity() + " " + f.subject()).toList();
    }

    private void outside(String id, String name) {
        world.with(Identity.of(id, id + "@acme.example", name, List.of(), Map.of("companyName", "ACME Holding")));
    }

    @Test
    void withoutTheKeyEachPlanListsWhomNoTenantMatches() {
        ana("");

        assertThat(List.of(said(world.plan()), said(world.plan()))).containsOnly(List.of("INFO identity ana"));
        assertThat(world.plan().situations()).doesNotContainKey("outside");
        assertThat(world.store.notes().seen(Seen.What.OUTSIDE, "test")).isEmpty();
    }

    @Test
    void whoIsNewlyOutsideIsSaidOnceAndThenCounted() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");

        Plan first = world.plan();
        Plan second = world.plan();
        outside("eva", "Eva");
        Plan third = world.plan();

        assertThat(said(first)).containsExactly("INFO identity ana");
        assertThat(said(second)).isEmpty();
        assertThat(said(third)).containsExactly("INFO identity eva");
        assertThat(List.of(first, second, third))
                .extracting(p -> p.situations().get("outside"))
                .containsExactly(1, 1, 2);
        assertThat(second.isEmpty()).isTrue();
        assertThat(second.attention()).isEmpty();
        assertThat(PlanText.of(second))
                .contains("Nothing to do.\nOutside: 1 person, who need no tenant and hold nothing.\n");
        assertThat(PlanJson.read(PlanJson.write(second))).isEqualTo(second);
    }

    @Test
    void nobodyOutsideIsNotCounted() {
        assertThat(world.plan().situations()).doesNotContainKey("outside");
        assertThat(PlanText.of(world.plan())).doesNotContain("Outside");
    }

    @Test
    void whoComesBackAndLeavesAgainIsSaidAgain() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");
        world.plan();
        ana("Somewhere");
        Plan waits = world.plan();
        ana("ACME Holding");

        assertThat(said(waits)).containsExactly("WARNING identity ana");
        assertThat(said(world.plan())).containsExactly("INFO identity ana");
        assertThat(said(world.plan())).isEmpty();
    }

    @Test
    void whoIsMissingFromAnIncompleteReadIsNotSaidAgain() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");
        world.plan();
        Identity ana = world.people.remove(new IdentityId("ana"));
        world.doubt = Completeness.complete(0, 0).doubting("a page is missing");
        world.plan();
        world.doubt = Completeness.complete(0, 0);
        world.with(ana);

        assertThat(said(world.plan())).isEmpty();
    }

    @Test
    void everyRoadKnowsWhoWasSaidToBeOutside() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");
        deliver();
        world.plan();
        provisioner().plan();
        outside("eva", "Eva");
        deliver();

        Plan whatIf = provisioner().whatIf(world.policy()).current();
        Plan one = provisioner().explain("eva").plan();
        Plan changes = provisioner().planChanges().plan();
        Plan again = provisioner().explain("eva").plan();
        outside("ana", "Holder");
        deliver();
        Plan still = provisioner().planChanges().plan();

        assertThat(List.of(said(whatIf), said(one), said(changes))).containsOnly(List.of("INFO identity eva"));
        assertThat(List.of(said(again), said(still), said(provisioner().plan())))
                .containsOnly(List.of());
    }

    @Test
    void whoIsInATenantForAWhileIsSaidAgainWhereOnlyChangesAreRead() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");
        deliver();
        provisioner().plan();
        ana("ACME Holding", "Account-a");
        deliver();
        Plan joins = provisioner().planChanges().plan();
        ana("ACME Holding");
        deliver();

        assertThat(joins.operations()).isNotEmpty();
        assertThat(said(provisioner().planChanges().plan())).containsExactly("INFO identity ana");
    }

    @Test
    void erasureForgetsWhoWasOutside() {
        world.outside = Optional.of(HOLDING);
        ana("ACME Holding");
        world.plan();

        world.store.erase(new Erasure(new IdentityId("ana"), "request", "dpo", World.NOW));

        assertThat(said(world.plan())).containsExactly("INFO identity ana");
    }

    @Test
    void whatIfCountsWhoWouldWait() {
        ana("Somewhere");
        world.run();
        List<String> today =
                Stream.of(world.plan()).map(p -> p.attention().toString()).toList();
        Provisioner provisioner = world.provisioner();
        world.outside = Optional.of(HOLDING);

        WhatIf whatIf = provisioner.whatIf(world.policy());

        assertThat(today).containsExactly("{}");
        assertThat(whatIf.current().attention()).isEmpty();
        assertThat(whatIf.proposed().attention()).containsExactly(entry(Attention.UNDECIDED, 1));
        assertThat(whatIf.newlyParked()).containsExactly("identity ana");
    }
}
