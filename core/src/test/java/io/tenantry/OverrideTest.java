// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountState;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.AuditTrail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit that was tripped can be overridden for exactly one plan. */
class OverrideTest {
    private final World world = new World();

    @Test
    void overriddenRemovalsAreThoseThatWereShownAndNothingElse() {
        Plan held = massRemoval();

        Plan released = override(held, held.holds().get(0));

        assertThat(released.holds()).isEmpty();
        assertThat(released.operations().map(Operation::number))
                .containsExactlyElementsOf(
                        held.held().map(Operation::number).sorted().toList());
        assertThat(released.operations().map(Operation::change))
                .containsExactlyInAnyOrderElementsOf(
                        held.held().map(Operation::change).toList());
        assertThat(released.batches()).extracting(Batch::phase).isSorted();
        assertThat(released.fingerprint()).isNotEqualTo(held.fingerprint());
        assertThat(PlanJson.read(PlanJson.write(released))).isEqualTo(released);
        assertThat(PlanText.of(released)).contains("limit-accounts of tenant a overridden by cto: they left");
    }

    @Test
    void overriddenPlanIsAppliedRecordedAndCountsAgainstNoLimit() {
        Plan held = massRemoval();
        Plan released = override(held, held.holds().get(0));

        ApplyReport report = world.provisioner().apply(released, Approval.of(released, "test"));

        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.byName("p5@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.store.removals(World.NOW)).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(AuditTrail.of(world.store, new TenantId("a")))
                .filteredOn(r -> r.fact().kind() == AuditTrail.Kind.OVERRIDE)
                .extracting(r -> r.fact().about() + " by " + r.approvedBy() + ": "
                        + r.why().orElseThrow().detail())
                .containsExactly("limit-accounts by [cto]: they left");
    }

    @Test
    void overrideIsOfOnePlanAlone() {
        Plan held = massRemoval();
        LimitOverride override = LimitOverride.of(held, held.holds().get(0), "cto", "they left");
        world.disable("p19");
        Plan other = world.plan();

        assertThatThrownBy(() -> world.provisioner().override(other, override))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another plan");
    }

    @Test
    void approvalOfTheFirstPlanIsNoneOfTheOverriddenOne() {
        Plan held = massRemoval();
        Plan released = override(held, held.holds().get(0));

        assertThatThrownBy(() -> world.provisioner().apply(released, Approval.of(held, "test")))
                .isInstanceOf(PlanRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void planThatWasAppliedIsRefusedInItsOtherFormToo(boolean overriddenFirst) {
        people(6);
        world.run();
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 1, 100);
        world.disable("p0").disable("p1").person("new", "Account-a");
        Plan held = world.plan();
        Plan released = override(held, held.holds().get(0));
        List<Plan> both = overriddenFirst ? List.of(released, held) : List.of(held, released);
        world.provisioner().apply(both.get(0), Approval.of(both.get(0), "test"));

        Plan other = both.get(1);

        assertThatThrownBy(() -> world.provisioner().apply(other, Approval.of(other, "test")))
                .isInstanceOfSatisfying(
                        PlanRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(PlanRefusedException.Cause.ALREADY_APPLIED))
                .hasMessageContaining(held.fingerprint());
    }

    @Test
    void planThatWroteNothingIsAppliedOnceItsHoldIsOverridden() {
        Plan held = massRemoval();
        Plan released = override(held, held.holds().get(0));
        world.provisioner().apply(held, Approval.of(held, "test"));

        ApplyReport report = world.provisioner().apply(released, Approval.of(released, "test"));

        assertThat(held.batches()).isEmpty();
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void removalsWithoutGroundCannotBeOverridden() {
        people(5);
        world.run();
        world.doubt = Completeness.doubtful(0, 0, "page 2 is missing");
        world.remove("p0");
        Plan plan = world.plan();

        assertThat(plan.holds()).extracting(Hold::canBeOverridden).containsExactly(false);
        assertThatThrownBy(() -> override(plan, plan.holds().get(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not justify");
    }

    @Test
    void whoIsHeldElsewhereTooStaysHeldWhole() {
        people(6);
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 1, 100);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.govern("a", Map.of(), both());
        world.run();
        world.person("p0", "Account-b").person("p1", "Account-b");
        Plan held = world.plan();
        assertThat(held.holds()).hasSizeGreaterThan(1);

        Plan released = override(held, held.holds().get(0));

        assertThat(released.batches()).isEmpty();
        assertThat(released.held().map(Operation::number).sorted().toList())
                .isEqualTo(held.held().map(Operation::number).sorted().toList());
        assertThat(released.holds()).extracting(Hold::code).contains(HoldCode.HELD_OTHERWISE);
    }

    @Test
    void whoIsHeldByTwoLimitsGoesOnceBothAreOverridden() {
        people(6);
        world.run();
        world.govern("a", Map.of(), both());
        world.person("p0", "Account-b").person("p1", "Account-b");
        Plan held = world.plan();
        Plan released = held;
        while (released.holds().stream().anyMatch(Hold::canBeOverridden)) {
            Hold next = released.holds().stream()
                    .filter(Hold::canBeOverridden)
                    .findFirst()
                    .orElseThrow();
            released = override(released, next);
        }

        assertThat(held.holds()).hasSizeGreaterThan(1);
        assertThat(released.holds()).isEmpty();
        assertThat(released.operations().map(Operation::number))
                .containsExactlyElementsOf(
                        held.held().map(Operation::number).sorted().toList());
        world.directory.after = name -> world.isolated("after " + name);
        assertThat(world.provisioner()
                        .apply(released, Approval.of(released, "test"))
                        .isClean())
                .isTrue();
        assertThat(world.directory.groupsOf("p0@acme.example")).containsExactly("Tenant_B_Agents");
    }

    @Test
    void moversOfAnOverriddenHoldLoseBeforeTheyGain() {
        people(6);
        world.limits = World.limit(EntitlementKind.MEMBERSHIPS, 1, 100);
        world.govern("a", Map.of(), world.limits).run();
        for (int i = 0; i < 4; i++) {
            world.person("p" + i, "Account-b");
        }
        Plan held = world.plan();
        Plan released = override(held, held.holds().get(0));
        world.directory.after = name -> world.isolated("after " + name);

        ApplyReport report = world.provisioner().apply(released, Approval.of(released, "test"));

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(Status.APPLIED)).isGreaterThan(8);
        assertThat(released.batches().get(0).phase()).isEqualTo(Phase.REVOKE);
        assertThat(world.directory.groupsOf("p0@acme.example")).containsExactly("Tenant_B_Agents");
    }

    @Test
    void overrideNamesWhoAndWhy() {
        Plan held = massRemoval();

        assertThatThrownBy(() ->
                        new LimitOverride(held.fingerprint(), HoldCode.LIMIT_ACCOUNTS, Optional.empty(), "cto", " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.provisioner()
                        .override(
                                held,
                                new LimitOverride(
                                        held.fingerprint(),
                                        HoldCode.LIMIT_GRANTS,
                                        Optional.of(new TenantId("a")),
                                        "cto",
                                        "they left")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no hold limit-grants of tenant a");
    }

    private static Map<EntitlementKind, Limit> both() {
        Map<EntitlementKind, Limit> limits = World.limit(EntitlementKind.ACCOUNTS, 1, 100);
        limits.put(EntitlementKind.MEMBERSHIPS, new Limit(1, 100));
        return limits;
    }

    private Plan massRemoval() {
        people(20);
        world.run();
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 3, 100));
        for (int i = 0; i < 10; i++) {
            world.disable("p" + i);
        }
        return world.plan();
    }

    private Plan override(Plan plan, Hold hold) {
        return world.provisioner().override(plan, LimitOverride.of(plan, hold, "cto", "they left"));
    }

    private void people(int count) {
        for (int i = 0; i < count; i++) {
            world.person("p" + i, "Account-a");
        }
    }
}
