// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.store.StoreException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of applying a plan. Immutable.
 *
 * @param run the id of the run in the journal
 * @param outcomes the outcome of every operation of the plan, in its order, then held operations, and last the gains of
 *     an earlier run that this one took back
 * @param writes the number of write calls
 * @param reads the number of calls that confirmed them
 * @param stopped whether the run ended before it had tried all operations
 * @param deferredUntil the time after which to plan and apply again, if the run stopped because the service asked for a
 *     pause that is too long to wait
 * @param storeFailure what the store failed with, if the run stopped because of that
 */
public record ApplyReport(
        String run,
        List<Outcome> outcomes,
        int writes,
        int reads,
        boolean stopped,
        Optional<Instant> deferredUntil,
        Optional<StoreException> storeFailure,
        Instant startedAt,
        Instant endedAt) {
    /** Copies the outcomes. */
    public ApplyReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the number of operations by status; a status without operations is absent. */
    public Map<Outcome.Status, Integer> counts() {
        Map<Outcome.Status, Integer> counts = new EnumMap<>(Outcome.Status.class);
        outcomes.forEach(o -> counts.merge(o.status(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /** Returns the number of operations with this status. */
    public int count(Outcome.Status status) {
        return counts().getOrDefault(status, 0);
    }

    /** Returns whether all operations were applied, apart from held ones. */
    public boolean isClean() {
        return counts().keySet().stream().allMatch(s -> s == Outcome.Status.APPLIED || s == Outcome.Status.HELD);
    }

    /** Returns the outcomes that a person should check: those of operations that were neither applied nor held. */
    public List<Outcome> troubles() {
        return outcomes.stream()
                .filter(o -> o.status() != Outcome.Status.APPLIED && o.status() != Outcome.Status.HELD)
                .toList();
    }
}
