// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The days that evidence is asked for, in UTC.
 *
 * @param first the first day; without it, from the first row of the trail
 * @param last the last day; without it, until now
 */
record Period(Optional<LocalDate> first, Optional<LocalDate> last) {
    Instant from() {
        return first.map(Period::start).orElse(Instant.EPOCH);
    }

    /** Returns the end, which the period does not include. */
    Instant to(Instant now) {
        return last.map(d -> start(d.plusDays(1))).orElse(now.plusMillis(1));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
