// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Organization;
import io.tenantry.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** A plan that may not be applied is refused before the first write. */
class RefusedPlanTest {
    private final World world = new World();

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
    void secondRunAtOnceIsRefused() {
        Plan plan = joiner();
        world.store.acquire("apply org-1", "another node", Duration.ofMinutes(2));

        refused(plan, Approval.of(plan, "test"), PlanRefusedException.Cause.BUSY);
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
