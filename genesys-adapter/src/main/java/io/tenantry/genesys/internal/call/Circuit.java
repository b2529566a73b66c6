// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops calls to a host that does not answer: it opens after several failures in a row, then lets one call through as a
 * trial. Answers of an overloaded or missing service count only if they come on more than one path: one damaged group
 * or division does not stop the calls to the others.
 */
final class Circuit {
    private static final int FAILURES_TO_OPEN = 12;
    private static final Duration FIRST_REST = Duration.ofSeconds(15);
    private static final Duration LONGEST_REST = Duration.ofMinutes(4);

    private final LongSupplier nanoTime;
    private final boolean onePath;
    private int failures;
    private String failedOn = "";
    private boolean severalFail;
    private Duration rest = FIRST_REST;
    private long openUntil;
    private boolean open;

    private Circuit(LongSupplier nanoTime, boolean onePath) {
        this.nanoTime = nanoTime;
        this.onePath = onePath;
        this.severalFail = onePath;
    }

    static Circuit ofManyPaths(LongSupplier nanoTime) {
        return new Circuit(nanoTime, false);
    }

    /** Returns the circuit of a host with only one path: its failures count for the whole host. */
    static Circuit ofOnePath(LongSupplier nanoTime) {
        return new Circuit(nanoTime, true);
    }

    /** Returns how long the circuit stays open; zero if a call may be sent. */
    synchronized Duration closedIn() {
        long left = openUntil - nanoTime.getAsLong();
        if (!open) {
            return Duration.ZERO;
        }
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        openUntil = nanoTime.getAsLong() + rest.toNanos();
        return Duration.ZERO;
    }

    synchronized void answered() {
        failures = 0;
        failedOn = "";
        severalFail = onePath;
        open = false;
        rest = FIRST_REST;
    }

    /** Counts an attempt without a complete answer. */
    synchronized void unanswered() {
        severalFail = true;
        failed();
    }

    /** Counts an answer on this path that the service is overloaded or missing. */
    synchronized void failed(String path) {
        severalFail |= !failedOn.isEmpty() && !failedOn.equals(path);
        failedOn = path;
        failed();
    }

    private void failed() {
        failures++;
        if (open) {
            Duration doubled = rest.multipliedBy(2);
            rest = doubled.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : doubled;
            openUntil = nanoTime.getAsLong() + rest.toNanos();
        } else if (failures >= FAILURES_TO_OPEN && severalFail) {
            open = true;
            openUntil = nanoTime.getAsLong() + rest.toNanos();
        }
    }
}
