// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.store.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rule that decides when a tenant, the organization or a source is quarantined, and how long. A tenant is
 * quarantined if enough of its operations fail in one run; the organization or a source if it cannot be read several
 * times in a row. Each further failure doubles the time, and one success ends the quarantine. Immutable.
 *
 * @param failures how many operations of a tenant have to fail in a run, at least 1; fewer failures count as problems
 *     of single people
 * @param percent the share of the tenant's tried operations that have to fail, in percent, 1 to 100
 * @param outages how many times in a row the organization or a source has to fail, at least 1
 * @param first the duration of the first quarantine
 * @param longest the longest duration
 */
public record QuarantineRule(int failures, int percent, int outages, Duration first, Duration longest) {
    /** @throws IllegalArgumentException if a number is out of range or a time is not positive */
    public QuarantineRule {
        if (failures < 1 || outages < 1 || percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a quarantine needs failures >= 1, percent 1..100 and outages >= 1, not "
                    + failures + ", " + percent + ", " + outages);
        }
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a quarantine needs a positive first duration, not above the longest, not " + first + ", "
                            + longest);
        }
    }

    /**
     * Returns the defaults: a tenant needs 5 failed operations and 40 percent in one run, the organization or a source
     * 3 failed reads in a row; the first quarantine lasts 5 minutes, the longest 6 hours.
     */
    public static QuarantineRule defaults() {
        return new QuarantineRule(5, 40, 3, Duration.ofMinutes(5), Duration.ofHours(6));
    }

    /** Returns whether too many operations of a tenant failed in a run. */
    public boolean isTooMuch(int tried, int failed) {
        return failed >= failures && failed * 100L >= (long) percent * tried;
    }

    /** Returns the quarantine of a tenant after another failed run. */
    public Quarantine strike(Optional<Quarantine> before, String scope, String reason, Instant now) {
        int strikes = before.map(Quarantine::strikes).orElse(0) + 1;
        return new Quarantine(scope, strikes, since(before, now), now.plus(time(strikes)), reason);
    }

    /**
     * Returns the quarantine of the organization or a source after another failed read.
     *
     * @param asked how long the service asked to wait, if it did
     */
    public Quarantine outage(
            Optional<Quarantine> before, String scope, String reason, Optional<Duration> asked, Instant now) {
        int strikes = before.map(Quarantine::strikes).orElse(0) + 1;
        Duration time = strikes < outages ? Duration.ZERO : time(strikes - outages + 1);
        Duration longer = asked.filter(a -> a.compareTo(time) > 0).orElse(time);
        return new Quarantine(scope, strikes, since(before, now), now.plus(longer), reason);
    }

    private static Instant since(Optional<Quarantine> before, Instant now) {
        return before.map(Quarantine::since).orElse(now);
    }

    private Duration time(int strikes) {
        Duration time = first;
        for (int i = 1; i < strikes && time.compareTo(longest) < 0; i++) {
            time = time.multipliedBy(2);
        }
        return time.compareTo(longest) < 0 ? time : longest;
    }
}
