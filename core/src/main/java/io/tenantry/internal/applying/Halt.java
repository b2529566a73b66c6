// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.internal.Words;
import io.tenantry.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state that ends a run. An ended run never continues. */
final class Halt {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final String run;
    private final BooleanSupplier stop;
    private String why = "";
    private Optional<Instant> deferredUntil = Optional.empty();
    private Optional<StoreException> storeFailure = Optional.empty();

    Halt(String run, BooleanSupplier stop) {
        this.run = run;
        this.stop = stop;
    }

    /** Asks the host whether to stop, and returns whether the run is over. */
    boolean isOver() {
        if (why.isEmpty()) {
            guard(() -> {
                if (stop.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    halt("stopped by the host");
                }
            });
        }
        return !why.isEmpty();
    }

    /**
     * Does a part of a run, and returns whether it was done. The store and what else the host gives may throw anything;
     * then the run is over, and what it sent is still reported.
     */
    boolean guard(Runnable part) {
        try {
            part.run();
            return true;
        } catch (RuntimeException | Error e) {
            broken(e);
            return false;
        }
    }

    /**
     * Ends the run because something threw that it does not expect.
     *
     * @throws InternalError if this is one: the JVM is broken, and the run ends as if it were killed
     */
    void broken(Throwable e) {
        if (e instanceof InternalError fatal) {
            throw fatal;
        }
        if (!(e instanceof StoreException failure)) {
            LOG.error("APPLY run {} met an error", run, e);
        } else if (why.isEmpty()) {
            storeFailure = Optional.of(failure);
        }
        halt(Book.failed(e));
    }

    /** Returns why the run is over; empty while it continues. */
    String why() {
        return why;
    }

    /** Returns the time until which the remaining operations are deferred, if the service asked for a pause. */
    Optional<Instant> deferredUntil() {
        return deferredUntil;
    }

    /** Returns what the store failed with, if that ended the run. */
    Optional<StoreException> storeFailure() {
        return storeFailure;
    }

    /** Ends the run instead of waiting through a pause that the service asks for. */
    void defer(Instant until) {
        if (why.isEmpty()) {
            deferredUntil = Optional.of(until);
            halt("deferred, because the service asks for a pause until " + Words.second(until)
                    + ": plan again after that");
        }
    }

    void halt(String reason) {
        if (why.isEmpty()) {
            why = reason;
            LOG.warn("APPLY run {} stops: {}", run, reason);
        }
    }
}
