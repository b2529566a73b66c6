// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store holds, for people who look after it. Immutable.
 *
 * @param version the version of its tables; 0 if it has none
 * @param bytes how much room it takes; 0 if that is unknown
 * @param links how many identities are linked to an account
 * @param runs the newest runs, oldest first
 * @param leases the leases that have not ended, by name
 */
public record StoreSummary(int version, long bytes, long links, List<Ran> runs, List<Taken> leases) {
    /** Copies the lists. */
    public StoreSummary {
        runs = List.copyOf(runs);
        leases = List.copyOf(leases);
    }

    /**
     * A run and what its calls brought. Immutable.
     *
     * @param calls how many of its calls have each result
     * @param open how many of its calls have no recorded outcome
     * @param ended when the last outcome was recorded; absent if there is none
     */
    public record Ran(Journal.Run run, Map<Journal.Result, Long> calls, long open, Optional<Instant> ended) {
        /** Copies the counts. */
        public Ran {
            calls = Map.copyOf(calls);
        }
    }

    /**
     * A lease that a holder has. It gives no right to write. Immutable.
     *
     * @param name the name of the lease
     * @param holder who has it: the id of a run, or a text of another kind
     * @param left how long it lasts, by the clock of the store, unless it is extended
     */
    public record Taken(String name, String holder, Duration left) {}
}
