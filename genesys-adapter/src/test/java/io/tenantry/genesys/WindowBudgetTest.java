// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The budget against service models on a virtual clock, with workers whose calls take 40 to 70 ms. */
class WindowBudgetTest {
    private static final int WORKERS = BudgetSimulation.WORKERS;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static Stream<Arguments> services() {
        return Stream.of(
                        Arguments.of(300, Duration.ofSeconds(60)),
                        Arguments.of(300, Duration.ofSeconds(61)),
                        Arguments.of(180, Duration.ofSeconds(60)))
                .flatMap(limits -> Stream.<BiFunction<Integer, Duration, ServerModel>>of(
                                ServerModel.Fixed::new, ServerModel.Sliding::new, ServerModel.Bucket::new)
                        .map(model ->
                                Arguments.of(model.apply((Integer) limits.get()[0], (Duration) limits.get()[1]))));
    }

    @ParameterizedTest
    @MethodSource("services")
    void usesNinetyNineOfAHundredCallsAndIsNeverRefused(ServerModel service) {
        BudgetSimulation run = new BudgetSimulation(service, Integer.MAX_VALUE);

        run.until(10 * service.window);

        double used = (double) run.accepted / (10L * service.allowed);
        assertThat(run.refused).isZero();
        assertThat(used).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @MethodSource("services")
    void doesNotPaceAJobThatFitsWhatIsLeft(ServerModel service) {
        int calls = service.allowed - 5;
        BudgetSimulation run = new BudgetSimulation(service, calls);

        run.until(service.window);

        double ideal = calls * 0.055e9 / WORKERS;
        assertThat(run.accepted).isEqualTo(calls);
        assertThat((double) run.lastAnswer).isLessThan(1.2 * ideal);
    }

    @Test
    void leavesRoomForAnotherProcessWithTheSameCredential() {
        ServerModel service = new ServerModel.Sliding(300, MINUTE);
        for (int i = 0; i < 150; i++) {
            service.arrives(0);
        }
        BudgetSimulation run = new BudgetSimulation(service, 145);

        run.until(service.window / 2);

        assertThat(run.refused).isZero();
        assertThat(run.accepted).isBetween(140, 150);
    }

    @Test
    void sendsNothingWhileTheServiceAsksForAPause() {
        long[] now = {0};
        RateBudget budget = RateBudget.perMinute(300, () -> now[0]);

        budget.pause(Duration.ofSeconds(7));

        assertThat(budget.ask(Urgency.ORDINARY)).isEqualTo(Duration.ofSeconds(7));
        now[0] = Duration.ofSeconds(7).toNanos();
        assertThat(budget.ask(Urgency.ORDINARY)).isEqualTo(Duration.ZERO);
    }

    @Test
    void letsARevocationOvertakeThoseThatWait() {
        long[] now = {0};
        RateBudget budget = RateBudget.perMinute(10, () -> now[0]);
        while (budget.ask(Urgency.ORDINARY).isZero()) {
            // Until the allowance is used.
        }
        Duration first = budget.ask(Urgency.ORDINARY);
        Duration revoking = budget.ask(Urgency.REVOKING);

        now[0] += first.toNanos();

        assertThat(revoking).isEqualTo(first);
        assertThat(budget.ask(Urgency.ORDINARY)).isPositive();
        assertThat(budget.ask(Urgency.REVOKING)).isZero();
    }

    @Test
    void doesNotWaitForARevocationThatGaveUp() {
        long[] now = {0};
        RateBudget budget = RateBudget.perMinute(10, () -> now[0]);
        while (budget.ask(Urgency.ORDINARY).isZero()) {
            // Until the allowance is used.
        }
        Duration revoking = budget.ask(Urgency.REVOKING);

        now[0] += revoking.toNanos() + Duration.ofSeconds(1).toNanos();

        assertThat(budget.ask(Urgency.ORDINARY)).isZero();
    }

    @Test
    void keepsToALowerAllowanceFromTheMomentItIsAnnounced() {
        long[] now = {0};
        RateBudget budget = RateBudget.perMinute(300, () -> now[0]);

        budget.heard(new RateBudget.Announcement(0, 20, MINUTE));
        int sent = 0;
        while (budget.ask(Urgency.ORDINARY).isZero()) {
            sent++;
        }

        assertThat(sent).isEqualTo(19);
        assertThat(budget.callsPerMinute()).isEqualTo(20);
    }

    @Test
    void isNotMisledByAnAnnouncementThatMakesNoSense() {
        long[] now = {0};
        RateBudget budget = RateBudget.perMinute(300, () -> now[0]);

        budget.heard(new RateBudget.Announcement(-1, 300, MINUTE));
        budget.heard(new RateBudget.Announcement(0, 0, MINUTE));
        budget.heard(new RateBudget.Announcement(0, 300, Duration.ofSeconds(-3)));

        assertThat(budget.callsPerMinute()).isEqualTo(300);
        assertThat(budget.ask(Urgency.ORDINARY)).isZero();
    }
}
