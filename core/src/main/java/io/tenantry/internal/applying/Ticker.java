// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures time that only goes forward, even if the wall clock of this node is set. */
final class Ticker {
    private Ticker() {}

    /** Returns the nanoseconds since some moment: of the machine, or of a clock that is not the system's. */
    static LongSupplier of(Clock clock) {
        return clock.equals(Clock.system(clock.getZone()))
                ? System::nanoTime
                : () -> Duration.ofMillis(clock.millis()).toNanos();
    }
}
