// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a store whether it kept a commit whose answer was lost. A commit is kept whole or not at all. */
final class KeptWrites {
    private final String run;
    private final ProvisioningStore store;

    KeptWrites(String run, ProvisioningStore store) {
        this.run = run;
        this.store = store;
    }

    /**
     * Returns whether the store has these writes. Writes that change nothing when they are sent again say nothing, and
     * count as not kept.
     */
    boolean has(List<StoreWrite> writes) {
        List<Journal.Intent> intents = intents(writes);
        return intents.isEmpty() ? rows(writes).filter(this::isInTrail).isPresent() : isOpen(intents.get(0));
    }

    /** Returns the writes that close the intentions among these, whose calls were not made. */
    List<StoreWrite> notMade(List<StoreWrite> writes, Instant now) {
        return intents(writes).stream()
                .<StoreWrite>flatMap(intent -> Stream.of(
                        new StoreWrite.Conclude(new Journal.Conclusion(
                                run, intent.number(), Journal.Result.FAILED, "not sent: the store failed", now)),
                        new StoreWrite.Settle(run, List.of(intent.number()))))
                .toList();
    }

    private static List<Journal.Intent> intents(List<StoreWrite> writes) {
        return writes.stream()
                .filter(StoreWrite.Intend.class::isInstance)
                .map(w -> ((StoreWrite.Intend) w).intent())
                .toList();
    }

    private boolean isOpen(Journal.Intent intent) {
        return store.open().stream()
                .map(Journal.Call::intent)
                .anyMatch(call -> call.run().equals(run) && call.number() == intent.number());
    }

    private static Optional<Entry> rows(List<StoreWrite> writes) {
        return writes.stream()
                .filter(StoreWrite.Audit.class::isInstance)
                .flatMap(w -> ((StoreWrite.Audit) w).entries().stream())
                .findFirst();
    }

    private boolean isInTrail(Entry entry) {
        return AuditTrail.of(store, entry.fact().tenant()).stream()
                .anyMatch(row -> row.fact().equals(entry.fact()));
    }
}
