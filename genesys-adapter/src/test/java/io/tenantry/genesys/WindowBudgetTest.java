// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The budget against service models on a virtual clock, with workers whose calls take 40 to 70 ms. */
class WindowBudgetTest {
    private static final long SEED = 20261124;
    private static final int WORKERS = 6;
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
        Simulation run = new Simulation(service, Integer.MAX_VALUE);

        run.until(10 * service.window);

        double used = (double) run.accepted / (10L * service.allowed);
        System.out.printf(
                java.util.Locale.ROOT,
                "%s %d in %d s: %.2f %% used, %d refused%n",
                service.getClass().getSimpleName(),
                service.allowed,
                service.window / 1_000_000_000,
                100 * used,
                run.refused);
        assertThat(run.refused).isZero();
        assertThat(used).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @MethodSource("services")
    void doesNotPaceAJobThatFitsWhatIsLeft(ServerModel service) {
        int calls = service.allowed - 5;
        Simulation run = new Simulation(service, calls);

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
        Simulation run = new Simulation(service, 145);

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

    /** Workers that each send the next call as soon as the budget and the last answer allow. */
    private static final class Simulation {
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final ServerModel service;
        private final RateBudget budget;
        private int left;
        private long now;
        private long order;
        private int accepted;
        private int refused;
        private long lastAnswer;

        Simulation(ServerModel service, int calls) {
            this.service = service;
            this.left = calls;
            this.budget = RateBudget.perMinute(300, () -> now);
            for (int i = 0; i < WORKERS; i++) {
                at(0, this::ask);
            }
        }

        void until(long end) {
            while (!events.isEmpty() && events.peek().at < end) {
                Event next = events.remove();
                now = next.at;
                next.action.run();
            }
        }

        private void at(long time, Runnable action) {
            events.add(new Event(time, order++, action));
        }

        private void ask() {
            if (left == 0) {
                return;
            }
            Duration wait = budget.ask(Urgency.ORDINARY);
            if (!wait.isZero()) {
                // A sleeping thread wakes late, now and then much too late.
                at(now + wait.toNanos() + random.nextLong(10_000_000), this::ask);
                return;
            }
            left--;
            at(now + travel(), this::arrive);
        }

        private void arrive() {
            boolean allowed = service.arrives(now);
            accepted += allowed ? 1 : 0;
            refused += allowed ? 0 : 1;
            RateBudget.Announcement announced = service.announcement(now);
            at(now + travel(), () -> answered(announced));
        }

        private void answered(RateBudget.Announcement announced) {
            lastAnswer = now;
            budget.heard(announced);
            ask();
        }

        private long travel() {
            return 20_000_000 + random.nextLong(15_000_000);
        }
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
