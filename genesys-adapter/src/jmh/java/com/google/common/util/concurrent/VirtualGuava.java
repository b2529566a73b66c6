// SPDX-License-Identifier: Apache-2.0
package com.google.common.util.concurrent;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Guava's limiter on a clock of our own, which it only takes from inside its package. */
public final class VirtualGuava {
    private final RateLimiter limiter;
    private long waited;

    /** Allows so many calls a second. */
    public VirtualGuava(double perSecond, LongSupplier nanoTime) {
        limiter = RateLimiter.create(perSecond, new RateLimiter.SleepingStopwatch() {
            @Override
            protected long readMicros() {
                return nanoTime.getAsLong() / 1000;
            }

            @Override
            protected void sleepMicrosUninterruptibly(long micros) {
                waited = micros;
            }
        });
    }

    /** Takes the next slot, and returns how long it is away. */
    public Duration reserve() {
        waited = 0;
        limiter.acquire();
        return Duration.ofNanos(waited * 1000);
    }
}
