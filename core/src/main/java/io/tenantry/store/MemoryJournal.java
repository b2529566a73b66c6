// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.Journal.Call;
import io.tenantry.store.Journal.Conclusion;
import io.tenantry.store.Journal.Intent;
import io.tenantry.store.Journal.Result;
import io.tenantry.store.Journal.Run;
import io.tenantry.store.StoreException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The journal and the removals of a store in memory. Used by one thread at a time. */
final class MemoryJournal {
    private final List<Run> runs = new ArrayList<>();
    private final Map<Key, Recorded> calls = new LinkedHashMap<>();

    /** Refuses writes that contradict what is recorded or each other. */
    void check(List<StoreWrite> writes) {
        Check check = new Check();
        writes.forEach(w -> w.match(check));
    }

    void begin(Run run) {
        if (runs.stream().noneMatch(r -> r.id().equals(run.id()))) {
            runs.add(run);
        }
    }

    void intend(Intent intent, List<Removal> removals) {
        calls.putIfAbsent(Key.of(intent), new Recorded(intent, removals, Optional.empty(), false));
    }

    void conclude(Conclusion conclusion) {
        calls.computeIfPresent(Key.of(conclusion), (key, call) -> call.concluded(conclusion));
    }

    void settle(String run, List<Integer> numbers) {
        numbers.forEach(n -> calls.computeIfPresent(new Key(run, n), (key, call) -> call.closed()));
    }

    List<Call> open() {
        return calls.values().stream()
                .filter(Recorded::isOpen)
                .map(c -> new Call(c.intent, c.outcome))
                .toList();
    }

    List<Run> runs(int newest) {
        return List.copyOf(runs.subList(Math.max(0, runs.size() - newest), runs.size()));
    }

    List<StoreSummary.Ran> ran(int newest) {
        return runs(newest).stream().map(this::ran).toList();
    }

    private StoreSummary.Ran ran(Run run) {
        List<Recorded> made = calls.values().stream()
                .filter(c -> c.intent.run().equals(run.id()))
                .toList();
        List<Conclusion> known = made.stream().flatMap(c -> c.outcome.stream()).toList();
        return new StoreSummary.Ran(
                run,
                known.stream().collect(Collectors.groupingBy(Conclusion::result, Collectors.counting())),
                made.size() - known.size(),
                known.stream().map(Conclusion::at).max(Comparator.naturalOrder()));
    }

    boolean isApplied(String plan) {
        return runs.stream().anyMatch(r -> r.plan().equals(plan));
    }

    List<Removal> removals(Instant since) {
        return calls.values().stream()
                .filter(c -> !c.is(Result.FAILED))
                .flatMap(c -> c.removals.stream())
                .filter(r -> !r.at().isBefore(since))
                .toList();
    }

    void erase(Erasure erasure) {
        runs.replaceAll(r -> r.without(erasure));
        calls.replaceAll((key, call) -> call.without(erasure));
    }

    void forget(Instant before) {
        calls.values().removeIf(c -> !c.isOpen() && c.intent.at().isBefore(before));
        runs.removeIf(
                r -> r.startedAt().isBefore(before) && calls.keySet().stream().noneMatch(c -> c.run.equals(r.id())));
    }

    private record Key(String run, int number) {
        static Key of(Intent intent) {
            return new Key(intent.run(), intent.number());
        }

        static Key of(Conclusion conclusion) {
            return new Key(conclusion.run(), conclusion.number());
        }
    }

    private record Recorded(Intent intent, List<Removal> removals, Optional<Conclusion> outcome, boolean settled) {
        boolean is(Result result) {
            return outcome.map(Conclusion::result).equals(Optional.of(result));
        }

        boolean isOpen() {
            return outcome.isEmpty() || is(Result.UNKNOWN) || (is(Result.DONE) && !settled);
        }

        boolean admits(Conclusion next) {
            return outcome.isEmpty() || is(Result.UNKNOWN) || is(next.result());
        }

        Recorded concluded(Conclusion next) {
            return is(next.result()) ? this : new Recorded(intent, removals, Optional.of(next), settled);
        }

        Recorded closed() {
            return new Recorded(bare(), removals, outcome, true);
        }

        private Intent bare() {
            return new Intent(intent.run(), intent.number(), intent.what(), List.of(), intent.at());
        }

        Recorded without(Erasure erasure) {
            return new Recorded(intent.without(erasure), removals, outcome, settled);
        }
    }

    /** Tries writes on what is recorded, without changing it. */
    private final class Check implements StoreWrite.Cases {
        private final Map<Key, Recorded> now = new HashMap<>();

        @Override
        public void intend(Intent intent, List<Removal> removals) {
            Recorded next = new Recorded(intent, removals, Optional.empty(), false);
            Optional<Recorded> before = find(Key.of(intent));
            if (before.filter(b -> !b.bare().equals(next.bare())).isPresent()) {
                throw new StoreException(
                        Kind.REFUSED, "call " + intent.number() + " of run " + intent.run() + " is another call");
            }
            now.put(Key.of(intent), before.orElse(next));
        }

        @Override
        public void conclude(Conclusion conclusion) {
            Key key = Key.of(conclusion);
            Recorded call = find(key)
                    .filter(c -> c.admits(conclusion))
                    .orElseThrow(() -> new StoreException(
                            Kind.REFUSED,
                            "call " + key.number + " of run " + key.run
                                    + " was not recorded before, or has another outcome than "
                                    + conclusion.result()));
            now.put(key, call.concluded(conclusion));
        }

        private Optional<Recorded> find(Key key) {
            return Optional.ofNullable(now.getOrDefault(key, calls.get(key)));
        }

        @Override
        public void begin(Run run) {
            // A second time has no effect.
        }

        @Override
        public void audit(List<AuditTrail.Entry> entries) {
            // Any entry can be added.
        }

        @Override
        public void settle(String run, List<Integer> numbers) {
            // Has no effect on calls that are not recorded.
        }

        @Override
        public void link(IdentityId identity, AccountId account) {
            // Any link can be made.
        }

        @Override
        public void unlink(IdentityId identity) {
            // Has no effect without a link.
        }

        @Override
        public void mark(AccountId account, Mark mark) {
            // Any mark can be kept.
        }

        @Override
        public void keep(Note note) {
            // Any note can be kept.
        }

        @Override
        public void drop(String kind, String name) {
            // Has no effect without such a note.
        }
    }
}
