// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Remembers when each call of the last window was sent, and allows no window of that length to exceed the allowance.
 * That bound also satisfies fixed windows, whenever they begin, and a token bucket of the same capacity and rate.
 */
final class WindowBudget implements RateBudget {
    /**
     * The limits are "per minute"; only a longer announced window is accepted, as a token bucket announces its refill.
     */
    private static final long SHORTEST_WINDOW = Duration.ofMinutes(1).toNanos();

    private static final long LONGEST_WINDOW = Duration.ofMinutes(10).toNanos();
    /** Two calls may differ this much in travel time without falling into one window at the service. */
    private static final long MARGIN = Duration.ofMillis(100).toNanos();
    /** At most this many late slots are caught up, or a burst would follow a pause. */
    private static final int SLOTS_CAUGHT_UP = 2;

    /** After this long without a call the next calls are a new job, which may burst if it fits. */
    private static final long IDLE = Duration.ofSeconds(5).toNanos();

    private static final int ALLOWANCE_PER_SPARE_CALL = 150;

    private final LongSupplier nanoTime;
    private final long began;
    private final ArrayDeque<Long> sent = new ArrayDeque<>();
    private int allowed;
    private long window = SHORTEST_WINDOW;
    private long longestAnnounced;
    private long epochEnd;
    private boolean pacing;
    private long nextSlot;
    private long pausedUntil;
    private long promised = -1;

    WindowBudget(int callsPerMinute, LongSupplier nanoTime) {
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException("a budget is at least 1 call a minute");
        }
        this.allowed = callsPerMinute;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public synchronized Duration ask(Urgency urgency) {
        long now = now();
        forget(now);
        long slot = Math.max(slot(now), pausedUntil);
        if (urgency == Urgency.ORDINARY && promised >= slot && now <= promised + MARGIN) {
            slot = promised + spacing();
        }
        if (slot > now) {
            promised = urgency == Urgency.REVOKING ? slot : promised;
            return Duration.ofNanos(slot - now);
        }
        promised = urgency == Urgency.REVOKING ? -1 : promised;
        sent.addLast(now);
        nextSlot = Math.max(nextSlot, now - SLOTS_CAUGHT_UP * spacing()) + spacing();
        return Duration.ZERO;
    }

    @Override
    public synchronized void heard(Announcement announcement) {
        if (announcement.allowed() < 1 || announcement.count() < 0) {
            return;
        }
        long now = now();
        allowed = announcement.allowed();
        learnWindow(now, announcement.reset());
        forget(now);
        // Calls that the service counted and we did not send came from another process with the same credential.
        for (int own = sent.size(); own < Math.min(announcement.count(), capacity()); own++) {
            sent.addLast(now);
        }
    }

    @Override
    public synchronized void pause(Duration length) {
        pausedUntil = Math.max(pausedUntil, now() + length.toNanos());
        nextSlot = Math.max(nextSlot, pausedUntil);
        pacing = true;
    }

    @Override
    public synchronized int callsPerMinute() {
        return (int) Math.max(1, allowed * SHORTEST_WINDOW / window);
    }

    private long now() {
        return nanoTime.getAsLong() - began;
    }

    private int capacity() {
        return Math.max(1, allowed - Math.max(1, allowed / ALLOWANCE_PER_SPARE_CALL));
    }

    private long spacing() {
        return (window + MARGIN) / capacity();
    }

    private void forget(long now) {
        while (!sent.isEmpty() && sent.getFirst() <= now - window - MARGIN) {
            sent.removeFirst();
        }
    }

    private long slot(long now) {
        if (now - nextSlot > IDLE && sent.size() < capacity() / 2) {
            pacing = false;
        }
        if (sent.size() >= capacity()) {
            pacing = true;
            nextSlot = Math.max(nextSlot, oldestThatMustLeave() + window + MARGIN);
        }
        return pacing ? nextSlot : now;
    }

    private long oldestThatMustLeave() {
        int surplus = sent.size() - capacity();
        return sent.stream().skip(surplus).findFirst().orElseThrow();
    }

    private void learnWindow(long now, Duration reset) {
        long announced = Math.min(Math.max(0, reset.toNanos()), LONGEST_WINDOW);
        if (now > epochEnd) {
            window = Math.max(SHORTEST_WINDOW, longestAnnounced);
            longestAnnounced = 0;
            epochEnd = now + 2 * window;
        }
        longestAnnounced = Math.max(longestAnnounced, announced);
        window = Math.max(window, announced);
    }
}
