// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test lets time pass. Safe for use by several threads. */
public final class SetClock extends Clock {
    private volatile Instant now = Instant.EPOCH;

    /** Creates a clock at the epoch. */
    public SetClock() {}

    /** Lets time pass. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
