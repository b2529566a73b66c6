// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.host.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The time, the way to wait, and the random part of waits, as the host provides them. Calls and token requests share
 * them.
 *
 * @param wall used only for a date in {@code Retry-After}
 * @param nanoTime a clock that never goes back
 */
public record Clocks(Clock wall, LongSupplier nanoTime, Sleeper sleeper, RandomGenerator random) {
    Instant now() {
        return wall.instant();
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }

    void sleep(Duration length) throws InterruptedException {
        sleeper.sleep(length);
    }
}
