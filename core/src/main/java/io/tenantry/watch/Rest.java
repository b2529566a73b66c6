// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import java.time.Duration;
import java.time.Instant;

/** A time in which something is not tried. A clock that is put back does not make it longer. Not safe for threads. */
final class Rest {
    private Instant from = Instant.EPOCH;
    private Duration time = Duration.ZERO;

    /** Begins, and returns when it is over. */
    Instant begin(Instant now, Duration value) {
        from = now;
        time = value;
        return from.plus(time);
    }

    boolean isOver(Instant now) {
        from = from.isAfter(now) ? now : from;
        return !now.isBefore(from.plus(time));
    }

    /** Returns the pause before a try, which doubles with each one before it that changed nothing. */
    static Duration doubled(Duration first, int before, Duration longest) {
        Duration pause = first;
        for (int i = 0; i < before && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return shorter(pause, longest);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
