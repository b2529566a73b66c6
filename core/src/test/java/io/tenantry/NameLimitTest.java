// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code limits.names}: many changed user names or display names wait for a person. */
class NameLimitTest {
    private static final String HELD = "60 of 60 names would change, and the limit is 10 or 5 %";

    private final World world = new World();

    private void settled(int people, Limit limit) {
        world.names = limit;
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.persons(people, "Account-a").run();
    }

    private void domain(int from, int to) {
        for (int i = from; i < to; i++) {
            edit("p" + i, "p" + i + "@acme.onmicrosoft.example", "Name p" + i);
        }
    }

    private void edit(String id, String userName, String displayName) {
        Identity old = requireNonNull(world.people.get(new IdentityId(id)));
        world.with(Identity.of(id, userName, displayName, old.sourceGroups(), old.attributes()));
    }

    @Test
    void newDomainOfAllUserNamesIsHeldByDefault() {
        assertThat(Governance.defaults().limit(LimitKind.NAMES)).isEqualTo(new Limit(10, 5));
        settled(60, LimitKind.NAMES.defaultLimit());
        domain(0, 60);
        world.person("new", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .hasSize(2)
                .noneMatch(w -> w.contains("onmicrosoft"));
        assertThat(plan.holds())
                .extracting(Hold::code, Hold::tenant, Hold::message)
                .containsExactly(tuple(HoldCode.LIMIT_NAMES, Optional.of(new TenantId("a")), HELD));
        assertThat(plan.holds().get(0).advice()).contains("raise limits.names");
    }

    @Test
    void displayNamesCountAndOnePersonWithBothCountsOnce() {
        settled(60, new Limit(3, 99));
        edit("p0", "zero@acme.example", "Zero");
        edit("p1", "p1@acme.example", "One");
        edit("p2", "p2@acme.example", "Two");
        assertThat(world.plan().holds()).isEmpty();

        edit("p3", "p3@acme.example", "Three");

        assertThat(world.plan().holds())
                .extracting(Hold::message)
                .containsExactly("4 of 60 names would change, and the limit is 3 or 99 %");
    }

    @Test
    void namesThatChangeInSlicesAreHeldAsTheWholeWouldBe() {
        settled(60, new Limit(10, 99));
        domain(0, 6);
        world.run();
        domain(6, 12);

        assertThat(world.plan().holds())
                .extracting(Hold::code, Hold::message)
                .containsExactly(tuple(
                        HoldCode.LIMIT_NAMES,
                        "6 of 60 names would change, 6 were in the last 24 hours, and the limit is 10 or 99 %"));
    }

    @Test
    void namesThatChangeOneByOneOnDemandCountToo() {
        settled(60, new Limit(3, 99));
        world.run();
        domain(0, 5);
        List<Boolean> held = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            held.add(world.provisioner().provision("p" + i, "test").report().count(Status.HELD) > 0);
        }

        assertThat(held).containsExactly(false, false, false, true, true);
        assertThat(world.plan().holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_NAMES);
    }

    @Test
    void whatIfShowsTheHoldUnderTheProposedLimitOnly() {
        settled(60, new Limit(100, 100));
        domain(0, 60);
        world.names = LimitKind.NAMES.defaultLimit();
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        var proposed = world.policy();
        world.names = new Limit(100, 100);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));

        WhatIf whatIf = world.provisioner().whatIf(proposed);

        assertThat(whatIf.newHolds()).extracting(Hold::message).containsExactly(HELD);
    }

    @Test
    void overrideLetsTheShownNamesChangeOnceAndUncounted() {
        settled(60, LimitKind.NAMES.defaultLimit());
        domain(0, 60);
        Provisioner provisioner = world.provisioner();
        Plan held = PlanJson.read(PlanJson.write(provisioner.plan()));
        assertThat(held.holds()).extracting(Hold::code).containsExactly(HoldCode.LIMIT_NAMES);

        Plan released =
                provisioner.override(held, LimitOverride.of(held, held.holds().get(0), "new domain", "cto"));
        provisioner.apply(released, Approval.of(released, "test"));

        assertThat(world.directory.byName("p59@acme.onmicrosoft.example").userName())
                .isEqualTo("p59@acme.onmicrosoft.example");
        assertThat(world.store.removals(World.NOW)).isEmpty();
        assertThat(world.plan().operations()).isEmpty();
    }

    @Test
    void swappedUserNamesBeyondTheLimitLeaveNoTemporaryName() {
        settled(60, new Limit(1, 99));
        edit("p0", "p1@acme.example", "Name p0");
        edit("p1", "p0@acme.example", "Name p1");

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.held())
                .extracting(o -> o.change().getClass().getSimpleName())
                .containsExactlyInAnyOrder("FreeUserName", "UpdateAccount", "UpdateAccount");
    }

    @Test
    void limitOfZeroHoldsEachNameAndNothingElse() {
        settled(3, new Limit(0, 0));
        edit("p0", "zero@acme.example", "Name p0");
        world.with(Identity.of("p1", "p1@acme.example", "Name p1", List.of("Account-a"), Map.of("jobTitle", "Lead")));

        Plan plan = world.plan();

        assertThat(plan.held()).hasSize(1);
        assertThat(plan.operations()).hasSize(1);
    }
}
