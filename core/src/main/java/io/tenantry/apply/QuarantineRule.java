// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.store.Quarantines.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something that keeps failing is left alone, and for how long. A tenant is left alone when one run fails at enough of its
 * operations; the organization or a source when it could not be read several times in a row. Each further failure doubles the
 * time, one success ends it. Immutable.
 *
 * @param failures how many operations of a tenant have to fail in a run, at least 1; below that it is a matter of single people
 * @param percent how many of the tenant's operations that were tried, in percent, 1 to 100
 * @param outages how often in a row the organization or a source has to fail, at least 1
 * @param first how long the first time
 * @param longest how long at the most
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
                    "a quarantine lasts more than nothing, at first no longer than at last, not " + first + ", "
                            + longest);
        }
    }

    /**
     * Returns: 5 operations and 40 percent of a tenant's in one run, or 3 failures to read in a row; 5 minutes at first, 6 hours at
     * the most.
     */
    public static QuarantineRule defaults() {
        return new QuarantineRule(5, 40, 3, Duration.ofMinutes(5), Duration.ofHours(6));
    }

    /** Returns whether a run failed at too much of a tenant. */
    public boolean isTooMuch(int tried, int failed) {
        return failed >= failures && failed * 100L >= (long) percent * tried;
    }

    /** Returns what another failed run makes of a tenant. */
    public Quarantine strike(Optional<Quarantine> before, String scope, String reason, Instant now) {
        int strikes = before.map(Quarantine::strikes).orElse(0) + 1;
        return new Quarantine(scope, strikes, since(before, now), now.plus(time(strikes)), reason);
    }

    /**
     * Returns what another failure to read makes of the organization or a source.
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
