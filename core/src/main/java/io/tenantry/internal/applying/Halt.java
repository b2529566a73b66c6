// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a run goes on. Once it does not, it never does again. */
final class Halt {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final String run;
    private final BooleanSupplier stop;
    private String why = "";
    private Optional<Instant> deferredUntil = Optional.empty();

    Halt(String run, BooleanSupplier stop) {
        this.run = run;
        this.stop = stop;
    }

    /** Asks the host, and returns whether the run is over. */
    boolean isOver() {
        if (why.isEmpty() && (stop.getAsBoolean() || Thread.currentThread().isInterrupted())) {
            halt("stopped by the host");
        }
        return !why.isEmpty();
    }

    /** Returns why the run is over; empty while it goes on. */
    String why() {
        return why;
    }

    /** Returns until when what is left is deferred, if the service asks for a pause. */
    Optional<Instant> deferredUntil() {
        return deferredUntil;
    }

    /** Ends the run instead of sleeping through a pause that the service asks for. */
    void defer(Instant until) {
        if (why.isEmpty()) {
            deferredUntil = Optional.of(until);
            halt("deferred, the service asks to be left alone until " + until + ": plan again after that");
        }
    }

    void halt(String reason) {
        if (why.isEmpty()) {
            why = reason;
            LOG.warn("APPLY run {} stops: {}", run, reason);
        }
    }
}
