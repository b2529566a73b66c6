// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.internal.Words;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreException.Kind;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a run does to the store: each call before it is made, and what it brought with the next call or at the end
 * of the phase, whichever is first. If the store does not take an intention, the call is not made.
 */
final class Book {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final String run;
    private final ProvisioningStore store;
    private final Supplier<Fence> fence;
    private final Clock clock;
    private final Halt halt;
    private final List<StoreWrite> waiting = new ArrayList<>();
    private final List<Integer> unsettled = new ArrayList<>();
    private List<StoreWrite> inDoubt = List.of();
    private int made;

    Book(String run, ProvisioningStore store, Supplier<Fence> fence, Clock clock, Halt halt) {
        this.run = run;
        this.store = store;
        this.fence = fence;
        this.clock = clock;
        this.halt = halt;
    }

    /** Keeps a write for the next commit. */
    void add(StoreWrite write) {
        waiting.add(write);
    }

    /**
     * Makes a call once its intention is stored.
     *
     * @param what its operations, one line each
     * @param entries what the audit trail has to say if nobody learns the outcome
     * @param removals what it removes
     */
    Answer make(List<String> what, List<Entry> entries, List<Removal> removals, Runnable call) {
        int number = made + 1;
        add(new StoreWrite.Intend(new Journal.Intent(run, number, what, entries, clock.instant()), removals));
        if (!write()) {
            return new Answer(false, Optional.empty());
        }
        made = number;
        unsettled.add(number);
        try {
            call.run();
        } catch (DirectoryException e) {
            boolean unknown = e.failure() == Failure.OUTCOME_UNKNOWN;
            conclude(
                    number,
                    unknown ? Journal.Result.UNKNOWN : Journal.Result.FAILED,
                    e.failure() + ": " + e.getMessage());
            return new Answer(true, Optional.of(e));
        } catch (RuntimeException | Error e) {
            halt.broken(e);
            String ended = "the call ended with " + e.getClass().getName();
            conclude(number, Journal.Result.UNKNOWN, ended);
            return new Answer(true, Optional.of(new DirectoryException(Failure.OUTCOME_UNKNOWN, ended, e)));
        }
        conclude(number, Journal.Result.DONE, "");
        return new Answer(true, Optional.empty());
    }

    private void conclude(int number, Journal.Result result, String detail) {
        add(new StoreWrite.Conclude(new Journal.Conclusion(run, number, result, detail, clock.instant())));
    }

    /**
     * Adds rows to the audit trail that say what all calls so far brought. They go with the next commit: until then the
     * store has the entries of these calls.
     */
    void settle(List<Entry> rows) {
        tell(rows);
        if (!unsettled.isEmpty()) {
            add(new StoreWrite.Settle(run, unsettled));
            unsettled.clear();
        }
    }

    /** Adds rows to the audit trail that are about no call. */
    void tell(List<Entry> rows) {
        if (!rows.isEmpty()) {
            add(new StoreWrite.Audit(rows));
        }
    }

    /** Stores what calls have brought, before the run waits for anything. */
    void flush() {
        if (!waiting.isEmpty()) {
            write();
        }
    }

    // A run that lost its lease still says what it did; only an intention may not be stored then.
    private boolean write() {
        List<StoreWrite> all = List.copyOf(waiting);
        if (halt.guard(() -> {
            resolveDoubt();
            store.commit(fence.get(), List.copyOf(waiting));
        })) {
            waiting.clear();
            return true;
        }
        if (inDoubt.isEmpty()) {
            inDoubt = all;
        }
        waiting.removeIf(StoreWrite.Intend.class::isInstance);
        return false;
    }

    // A commit whose answer was lost may have been kept. Sent again, its rows would stand in the trail twice.
    private void resolveDoubt() {
        if (!inDoubt.isEmpty()) {
            KeptWrites kept = new KeptWrites(run, store);
            if (kept.has(inDoubt)) {
                List<StoreWrite> there = inDoubt;
                waiting.removeAll(there);
                // The intention is there too, and its call was not made.
                kept.notMade(there, clock.instant()).forEach(this::add);
            }
            inDoubt = List.of();
        }
    }

    /** Returns why a run ends. */
    static String failed(Throwable e) {
        if (!(e instanceof StoreException failure)) {
            return "an error in the host's code or in this library, see the log: " + e;
        }
        return failure.kind() == Kind.FENCED
                ? "the lease on the organization was lost to another run"
                : "the store failed, " + failure.kind() + ": " + failure.getMessage();
    }

    /** Stores what is left when the run ends. */
    void end() {
        flush();
        if (!waiting.isEmpty() && !halt.guard(this::writeWithoutLease)) {
            LOG.error(
                    "APPLY run {} could not store {}; the next run reads what it wrote",
                    run,
                    Words.count(waiting.size(), "outcome", "outcomes"));
        }
    }

    private void writeWithoutLease() {
        resolveDoubt();
        store.commit(List.copyOf(waiting));
    }

    /** Returns how many calls were made. */
    int made() {
        return made;
    }

    /**
     * How a call ended.
     *
     * @param made whether it was made
     * @param failure its failure, if it failed
     */
    record Answer(boolean made, Optional<DirectoryException> failure) {}
}
