// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.identity.IdentityId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Decides when those are planned again whose change was not carried out: each time costs calls for each of them, and
 * most of them wait for a person. Not safe for threads.
 */
final class Patience {
    /** What nobody asked for now takes at most so much of the time, as one part in this many. */
    private static final int SHARE = 10;

    private final Duration first;
    private final Duration longest;
    private final Rest rest = new Rest();
    private Set<IdentityId> due = Set.of();
    private int fruitless;

    Patience(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    void begin(Set<IdentityId> known) {
        due = known;
    }

    boolean isOver(Set<IdentityId> now, Instant at) {
        return !now.isEmpty() && rest.isOver(at);
    }

    /**
     * Takes in who is due now.
     *
     * @param tried whether those who were due before were planned again
     * @param reading how long that took to read
     */
    void after(boolean tried, Set<IdentityId> before, Set<IdentityId> after, Duration reading, Instant at) {
        if (tried) {
            fruitless = !before.isEmpty() && after.containsAll(before) ? fruitless + 1 : 0;
            rest.begin(at, Rest.longer(Rest.doubled(first, fruitless, longest), reading.multipliedBy(SHARE)));
        } else if (!before.containsAll(after)) {
            fruitless = 0;
            rest.begin(at, first);
        }
        due = after;
    }

    Set<IdentityId> due() {
        return due;
    }
}
