// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a contender found, in a form that is only made when it is checked; a bound finds nothing. */
final class Answer {
    private final @Nullable Supplier<Set<String>> additions;
    private final @Nullable Supplier<Set<String>> removals;
    final long sum;

    Answer(Supplier<Set<String>> additions, Supplier<Set<String>> removals) {
        this.additions = additions;
        this.removals = removals;
        sum = 0;
    }

    Answer(long sum) {
        additions = null;
        removals = null;
        this.sum = sum;
    }

    void check(MembershipWorkload work) {
        if (additions == null || removals == null) {
            if (sum == 0) {
                throw new AssertionError("nothing was read");
            }
            return;
        }
        if (!additions.get().equals(work.additions()) || !removals.get().equals(work.removals())) {
            throw new AssertionError("a wrong difference");
        }
    }
}
