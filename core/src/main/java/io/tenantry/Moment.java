// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The time at which a road starts; every date in a policy is a day in UTC. Immutable. */
record Moment(Instant instant) {
    static Moment of(Clock clock) {
        return new Moment(clock.instant());
    }

    LocalDate day() {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
