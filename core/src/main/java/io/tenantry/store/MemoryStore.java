// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.StoreException.Kind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A store in memory, which keeps everything until the process ends. Safe for use by several threads. */
public final class MemoryStore implements ProvisioningStore {
    private final Map<IdentityId, AccountId> accounts = new HashMap<>();
    private final Map<AccountId, IdentityId> identities = new HashMap<>();
    private final Map<AccountId, Mark> marks = new HashMap<>();
    private final Map<List<String>, Note> notes = new LinkedHashMap<>();
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryAudit audit;
    private final MemoryLeases leases;

    /** Creates an empty store; its leases expire by the system clock. */
    public MemoryStore() {
        this(Clock.systemUTC());
    }

    /** Creates an empty store whose leases expire by this clock. */
    public MemoryStore(Clock clock) {
        this(clock, new SecureRandom());
    }

    /**
     * Creates an empty store whose leases expire by this clock.
     *
     * @param random where the salts of the audit trail come from
     */
    public MemoryStore(Clock clock, RandomGenerator random) {
        leases = new MemoryLeases(clock);
        audit = new MemoryAudit(new AuditChain(random));
    }

    @Override
    public synchronized void commit(List<StoreWrite> writes) {
        Keys.check(writes);
        journal.check(writes);
        Writer writer = new Writer();
        writes.forEach(w -> w.match(writer));
    }

    @Override
    public synchronized void commit(Fence under, List<StoreWrite> writes) {
        if (!leases.holds(under)) {
            throw new StoreException(
                    Kind.FENCED, "the lease \"" + under.name() + "\" was lost: plan again; fence " + under.number());
        }
        commit(writes);
    }

    @Override
    public synchronized Lease acquire(String name, String holder, Duration time) {
        Keys.check(name, holder);
        return leases.acquire(name, holder, time);
    }

    @Override
    public synchronized Optional<Duration> renew(Fence fence, Duration time) {
        return leases.renew(fence, time);
    }

    @Override
    public synchronized void release(Fence fence) {
        leases.release(fence);
    }

    // The consumers see a copy, so that they may do anything.
    @Override
    public void links(BiConsumer<IdentityId, AccountId> each) {
        Map<IdentityId, AccountId> now;
        synchronized (this) {
            now = Map.copyOf(accounts);
        }
        now.forEach(each);
    }

    @Override
    public synchronized Map<IdentityId, AccountId> accounts(Collection<IdentityId> of) {
        return found(of, accounts);
    }

    @Override
    public synchronized Map<AccountId, IdentityId> identities(Collection<AccountId> of) {
        return found(of, identities);
    }

    @Override
    public synchronized Map<AccountId, Mark> marks(Collection<AccountId> of) {
        return found(of, marks);
    }

    private static <K, V> Map<K, V> found(Collection<K> keys, Map<K, V> in) {
        Map<K, V> found = new HashMap<>();
        for (K key : keys) {
            V value = in.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    @Override
    public synchronized Notes notes() {
        return new Notes(new ArrayList<>(notes.values()));
    }

    @Override
    public synchronized List<Journal.Call> open() {
        return journal.open();
    }

    @Override
    public synchronized List<Journal.Run> runs(int newest) {
        return journal.runs(newest);
    }

    @Override
    public synchronized StoreSummary summary(int newest) {
        return new StoreSummary(0, 0, accounts.size(), journal.ran(newest), leases.taken());
    }

    @Override
    public synchronized boolean isApplied(String plan) {
        return journal.isApplied(plan);
    }

    @Override
    public synchronized List<Removal> removals(Instant since) {
        return journal.removals(since);
    }

    @Override
    public void audit(TenantId tenant, long after, Consumer<Row> each) {
        List<Row> rows;
        synchronized (this) {
            rows = audit.of(tenant, after);
        }
        rows.forEach(each);
    }

    /** Returns the rows of all tenants, in the order in which they were added. */
    synchronized List<Row> rows() {
        return audit.all();
    }

    @Override
    public synchronized int erase(Erasure erasure) {
        Erasure whole = audit.widened(erasure, Optional.ofNullable(accounts.get(erasure.identity())));
        unlink(erasure.identity());
        marks.values().removeIf(Mark.of(erasure.identity())::equals);
        journal.erase(whole);
        Map<List<String>, Note> left = new LinkedHashMap<>();
        notes.forEach((key, note) -> note.without(whole).ifPresent(n -> left.put(key, n)));
        notes.clear();
        notes.putAll(left);
        return audit.erase(whole);
    }

    @Override
    public synchronized void forget(Instant before) {
        journal.forget(before);
    }

    private void unlink(IdentityId identity) {
        AccountId account = accounts.remove(identity);
        if (account != null) {
            identities.remove(account);
            marks.remove(account);
        }
    }

    /** Carries out writes that were checked before. */
    private final class Writer implements StoreWrite.Cases {
        @Override
        public void begin(Journal.Run run) {
            journal.begin(run);
        }

        @Override
        public void intend(Journal.Intent intent, List<Removal> removals) {
            journal.intend(intent, removals);
        }

        @Override
        public void conclude(Journal.Conclusion conclusion) {
            journal.conclude(conclusion);
        }

        @Override
        public void audit(List<Entry> entries) {
            audit.record(entries);
        }

        @Override
        public void settle(String run, List<Integer> calls) {
            journal.settle(run, calls);
        }

        @Override
        public void link(IdentityId identity, AccountId account) {
            if (account.equals(accounts.get(identity))) {
                return;
            }
            unlink(identity);
            IdentityId before = identities.put(account, identity);
            if (before != null) {
                accounts.remove(before);
            }
            accounts.put(identity, account);
        }

        @Override
        public void unlink(IdentityId identity) {
            MemoryStore.this.unlink(identity);
        }

        @Override
        public void mark(AccountId account, Mark mark) {
            marks.put(account, mark);
        }

        @Override
        public void keep(Note note) {
            notes.put(List.of(note.kind(), note.name()), note);
        }

        @Override
        public void drop(String kind, String name) {
            notes.remove(List.of(kind, name));
        }
    }
}
