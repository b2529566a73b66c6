// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.apply.Approval;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.ApprovalGate.Decision;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.plan.Plan;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Journal;
import io.tenantry.store.Trails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host decides besides the one who approves. */
class ApprovalGateTest {
    private final World world = new World().person("ana", "Account-a");

    @Test
    void gateIsAskedOnceWithThePlanAndItsApproval() {
        List<String> asked = new ArrayList<>();
        world.gate = (plan, approval) -> {
            asked.add(approval.by() + " " + plan.fingerprint().equals(approval.fingerprint()));
            return new Decision.Granted("ticket 7");
        };

        world.run();

        assertThat(asked).containsExactly("test true");
        assertThat(world.store.runs(1000))
                .extracting(Journal.Run::approvedBy)
                .containsExactly(List.of("test", "ticket 7"));
        assertThat(Trails.all(world.store))
                .extracting(AuditTrail.Row::approvedBy)
                .containsOnly(List.of("test", "ticket 7"));
    }

    @Test
    void pendingAndDeniedPlansWriteNothing() {
        assertThat(refusal((plan, approval) -> new Decision.Pending("ticket 7")))
                .isEqualTo(PlanRefusedException.Cause.APPROVAL_PENDING);
        assertThat(refusal((plan, approval) -> new Decision.Denied("not on a Friday")))
                .isEqualTo(PlanRefusedException.Cause.DENIED);
        assertThat(world.directory.writes).isEmpty();
        assertThat(world.store.runs(1000)).isEmpty();
    }

    @Test
    void planThatWaitedMayBeAppliedLater() {
        world.gate = (plan, approval) -> new Decision.Pending("ticket 7");
        Plan plan = world.plan();
        refusal(world.gate);
        world.gate = ApprovalGate.OPEN;

        assertThat(world.provisioner().apply(plan, Approval.of(plan, "test")).isClean())
                .isTrue();
    }

    @Test
    void planThatExpiresWhileTheGateDecidesIsRefused() {
        MovingClock clock = new MovingClock();
        world.clock = clock;

        assertThat(refusal((plan, approval) -> {
                    clock.pass(Duration.ofMinutes(30));
                    return new Decision.Granted("ticket 7");
                }))
                .isEqualTo(PlanRefusedException.Cause.EXPIRED);
        assertThat(world.directory.writes).isEmpty();
    }

    @Test
    void gateIsAskedOnDemandToo() {
        world.gate = (plan, approval) -> new Decision.Denied("no");

        PlanRefusedException e = catchThrowableOfType(
                PlanRefusedException.class, () -> world.provisioner().provision("ana", "test"));

        assertThat(e.reason()).isEqualTo(PlanRefusedException.Cause.DENIED);
        assertThat(e).hasMessageContaining("no; ");
    }

    private PlanRefusedException.Cause refusal(ApprovalGate gate) {
        world.gate = gate;
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.plan();
        return catchThrowableOfType(
                        PlanRefusedException.class, () -> provisioner.apply(plan, Approval.of(plan, "test")))
                .reason();
    }
}
