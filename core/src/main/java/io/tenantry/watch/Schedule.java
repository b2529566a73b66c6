// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/** Says when something is done again. Implement this for a calendar of your own. */
@FunctionalInterface
public interface Schedule {
    /**
     * Returns the next time.
     *
     * @param last when it was last done; the epoch if it never was
     * @return later than {@code last}; {@link Instant#MAX} if there is no such time
     */
    Instant after(Instant last);

    /** Returns the schedule that comes round once in so much time. */
    static Schedule every(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a schedule needs a positive time, not " + time);
        }
        return last -> last.plus(time);
    }

    /**
     * Returns the schedule of these times of each day. A time that a day does not have, because clocks are put forward,
     * comes an hour later on it; one that it has twice comes once.
     */
    static Schedule daily(ZoneId zone, LocalTime... times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("a daily schedule needs a time of day");
        }
        List<LocalTime> all = List.of(times);
        return last -> Stream.of(0, 1, 2)
                .map(last.atZone(zone).toLocalDate()::plusDays)
                .flatMap(day -> all.stream().map(time -> ZonedDateTime.of(day, time, zone)))
                .map(ZonedDateTime::toInstant)
                .filter(next -> next.isAfter(last))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Returns the schedule that never comes round. */
    static Schedule never() {
        return last -> Instant.MAX;
    }
}
