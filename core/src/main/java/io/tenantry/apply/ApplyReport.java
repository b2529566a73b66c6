// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a plan. Immutable.
 *
 * @param run the id of the run in the journal
 * @param outcomes of every operation of the plan, in its order, held ones last
 * @param writes how many write calls were made
 * @param reads how many calls were made to confirm them
 * @param stopped whether it ended before everything was tried
 * @param deferredUntil when what was not sent may be planned and applied again, if it stopped because the service asks for a longer pause
 *     than is slept through
 */
public record ApplyReport(
        String run,
        List<Outcome> outcomes,
        int writes,
        int reads,
        boolean stopped,
        Optional<Instant> deferredUntil,
        Instant startedAt,
        Instant endedAt) {
    /** Copies the outcomes. */
    public ApplyReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns how many operations ended how; a status that none ended with is absent. */
    public Map<Outcome.Status, Integer> counts() {
        Map<Outcome.Status, Integer> counts = new EnumMap<>(Outcome.Status.class);
        outcomes.forEach(o -> counts.merge(o.status(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /** Returns how many operations ended this way. */
    public int count(Outcome.Status status) {
        return counts().getOrDefault(status, 0);
    }

    /** Returns whether everything was done that was not held. */
    public boolean isClean() {
        return counts().keySet().stream().allMatch(s -> s == Outcome.Status.APPLIED || s == Outcome.Status.HELD);
    }

    /** Returns the outcomes that a person has to look at: neither applied nor held. */
    public List<Outcome> troubles() {
        return outcomes.stream()
                .filter(o -> o.status() != Outcome.Status.APPLIED && o.status() != Outcome.Status.HELD)
                .toList();
    }
}
