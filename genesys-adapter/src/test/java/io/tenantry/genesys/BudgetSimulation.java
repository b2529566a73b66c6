// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Workers on a virtual clock that each send the next call as soon as the budget and the last answer allow. */
final class BudgetSimulation {
    static final int WORKERS = 6;
    private static final long SEED = 20261124;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final ServerModel service;
    private final RateBudget budget;
    private final boolean keepsSlots;
    private int left;
    private long now;
    private long order;
    int accepted;
    int refused;
    long lastAnswer;

    BudgetSimulation(ServerModel service, int calls) {
        this(service, calls, nanoTime -> RateBudget.perMinute(300, nanoTime), false);
    }

    /** Takes any budget, made on the clock of the simulation; one that keeps slots is not asked again after a wait. */
    BudgetSimulation(ServerModel service, int calls, Function<LongSupplier, RateBudget> budgets, boolean keepsSlots) {
        this.keepsSlots = keepsSlots;
        this.service = service;
        this.left = calls;
        this.budget = budgets.apply(() -> now);
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
            at(now + wait.toNanos() + random.nextLong(10_000_000), keepsSlots ? this::send : this::ask);
            return;
        }
        send();
    }

    private void send() {
        // Other workers that kept a slot may have sent the last call meanwhile.
        if (left == 0) {
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

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
