// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.Governance;
import io.tenantry.policy.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A store in memory, which keeps everything until the process ends. Safe for use by several threads. */
public final class MemoryStore implements ProvisioningStore {
    private final MemoryLinks links = new MemoryLinks();
    private final MemoryPins pins = new MemoryPins();
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryBaselines baselines = new MemoryBaselines();
    private final MemoryRemovals removals = new MemoryRemovals();
    private final MemoryQuarantines quarantines = new MemoryQuarantines();
    private final MemoryHolds holds = new MemoryHolds();
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
    public Links links() {
        return links;
    }

    @Override
    public Pins pins() {
        return pins;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Baselines baselines() {
        return baselines;
    }

    @Override
    public Removals removals() {
        return removals;
    }

    @Override
    public Quarantines quarantines() {
        return quarantines;
    }

    @Override
    public Holds holds() {
        return holds;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public AuditTrail audit() {
        return audit;
    }

    @Override
    public int erase(Erasure erasure) {
        Erasure whole = audit.widened(erasure, links.account(erasure.identity()));
        links.erase(erasure.identity());
        journal.erase(whole);
        quarantines.erase(whole);
        holds.erase(whole);
        return audit.erase(whole);
    }

    private static final class MemoryLinks implements Links {
        private final Map<IdentityId, AccountId> accounts = new HashMap<>();
        private final Map<AccountId, IdentityId> identities = new HashMap<>();
        private final Map<AccountId, Mark> marks = new HashMap<>();

        @Override
        public synchronized Optional<AccountId> account(IdentityId identity) {
            return Optional.ofNullable(accounts.get(identity));
        }

        @Override
        public synchronized Optional<IdentityId> identity(AccountId account) {
            return Optional.ofNullable(identities.get(account));
        }

        @Override
        public synchronized void forEach(BiConsumer<IdentityId, AccountId> action) {
            accounts.forEach(action);
        }

        @Override
        public synchronized void link(IdentityId identity, AccountId account) {
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
        public synchronized void unlink(IdentityId identity) {
            AccountId account = accounts.remove(identity);
            if (account != null) {
                identities.remove(account);
                marks.remove(account);
            }
        }

        @Override
        public synchronized Optional<Mark> mark(AccountId account) {
            return Optional.ofNullable(marks.get(account));
        }

        @Override
        public synchronized void mark(AccountId account, Mark mark) {
            marks.put(account, mark);
        }

        synchronized void erase(IdentityId identity) {
            unlink(identity);
            marks.values().removeIf(Mark.of(identity)::equals);
        }
    }

    private static final class MemoryPins implements Pins {
        private final Map<Name, DivisionId> divisions = new ConcurrentHashMap<>();
        private final Map<Name, GroupId> groups = new ConcurrentHashMap<>();

        @Override
        public Optional<DivisionId> division(TenantId tenant, String name) {
            return Optional.ofNullable(divisions.get(new Name(tenant, name)));
        }

        @Override
        public Optional<GroupId> group(TenantId tenant, String name) {
            return Optional.ofNullable(groups.get(new Name(tenant, name)));
        }

        @Override
        public void pin(TenantId tenant, String name, DivisionId division) {
            divisions.put(new Name(tenant, name), division);
        }

        @Override
        public void pin(TenantId tenant, String name, GroupId group) {
            groups.put(new Name(tenant, name), group);
        }

        @Override
        public Map<TenantId, Set<DivisionId>> divisions() {
            return byTenant(divisions);
        }

        @Override
        public Map<TenantId, Set<GroupId>> groups() {
            return byTenant(groups);
        }

        private static <T> Map<TenantId, Set<T>> byTenant(Map<Name, T> pins) {
            return pins.entrySet().stream()
                    .collect(Collectors.groupingBy(
                            e -> e.getKey().tenant(), Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
        }

        private record Name(TenantId tenant, String name) {}
    }

    private static final class MemoryJournal implements Journal {
        private final List<Run> runs = new ArrayList<>();
        private final Map<List<Object>, Intent> unfinished = new LinkedHashMap<>();
        private final Set<Gain> open = new LinkedHashSet<>();

        @Override
        public synchronized void begin(Run run) {
            runs.add(run);
        }

        @Override
        public synchronized void intend(Intent intent) {
            unfinished.put(List.of(intent.run(), intent.batch()), intent);
        }

        @Override
        public synchronized void conclude(Conclusion conclusion) {
            if (conclusion.result() != Result.UNKNOWN) {
                unfinished.remove(List.<Object>of(conclusion.run(), conclusion.batch()));
            }
        }

        @Override
        public synchronized List<Intent> unfinished() {
            return List.copyOf(unfinished.values());
        }

        @Override
        public synchronized List<Run> runs() {
            return List.copyOf(runs);
        }

        @Override
        public synchronized void open(List<Gain> gains) {
            open.addAll(gains);
        }

        @Override
        public synchronized void close(List<Gain> gains) {
            gains.forEach(open::remove);
        }

        @Override
        public synchronized List<Gain> openGains() {
            return List.copyOf(open);
        }

        synchronized void erase(Erasure erasure) {
            open.removeIf(g -> g.isOf(erasure.identity(), erasure.accounts()));
            runs.replaceAll(r -> r.without(erasure));
            unfinished.replaceAll((call, intent) -> intent.without(erasure));
        }
    }

    private static final class MemoryBaselines implements Baselines {
        private final Map<Key, Baseline> kept = new LinkedHashMap<>();

        @Override
        public synchronized Known known() {
            return new Known(List.copyOf(kept.values()));
        }

        @Override
        public synchronized void keep(List<Baseline> baselines) {
            baselines.forEach(b -> kept.put(new Key(b.getClass(), b.name()), b));
        }

        private record Key(Class<?> kind, String name) {}
    }

    private static final class MemoryRemovals implements Removals {
        private final List<Removal> removals = new ArrayList<>();

        @Override
        public synchronized void add(List<Removal> more) {
            more.stream()
                    .map(r -> r.at().minus(Governance.LONGEST_WINDOW))
                    .max(Instant::compareTo)
                    .ifPresent(oldest -> removals.removeIf(r -> r.at().isBefore(oldest)));
            removals.addAll(more);
        }

        @Override
        public synchronized List<Removal> since(Instant from) {
            return removals.stream().filter(r -> !r.at().isBefore(from)).toList();
        }
    }

    private static final class MemoryQuarantines implements Quarantines {
        private final Map<String, Quarantine> quarantines = new ConcurrentHashMap<>();

        @Override
        public List<Quarantine> all() {
            return quarantines.values().stream()
                    .sorted(Comparator.comparing(Quarantine::scope))
                    .toList();
        }

        @Override
        public void put(Quarantine quarantine) {
            quarantines.put(quarantine.scope(), quarantine);
        }

        @Override
        public void lift(String scope) {
            quarantines.remove(scope);
        }

        void erase(Erasure erasure) {
            quarantines.replaceAll((scope, quarantine) -> quarantine.without(erasure));
        }
    }

    private static final class MemoryHolds implements Holds {
        private List<Held> held = List.of();

        @Override
        public synchronized List<Held> all() {
            return held;
        }

        @Override
        public synchronized void replace(List<Held> now) {
            held = List.copyOf(now);
        }

        synchronized void erase(Erasure erasure) {
            held = held.stream().map(h -> h.without(erasure)).toList();
        }
    }

    private static final class MemoryLeases implements Leases {
        private final Clock clock;
        private final Map<String, Lease> leases = new HashMap<>();

        MemoryLeases(Clock clock) {
            this.clock = clock;
        }

        @Override
        public synchronized Optional<Lease> acquire(String name, String holder, Duration duration) {
            Instant now = clock.instant();
            Lease current = leases.get(name);
            boolean mine = current != null && current.holder().equals(holder);
            boolean live = current != null && now.isBefore(current.expiresAt());
            if (live && !mine) {
                return Optional.empty();
            }
            long fence = current == null ? 1 : mine && live ? current.fence() : current.fence() + 1;
            Lease granted = new Lease(name, holder, fence, now.plus(duration));
            leases.put(name, granted);
            return Optional.of(granted);
        }

        @Override
        public synchronized void release(Lease lease) {
            Lease current = leases.get(lease.name());
            if (current != null && current.holder().equals(lease.holder()) && current.fence() == lease.fence()) {
                leases.put(lease.name(), new Lease(lease.name(), lease.holder(), lease.fence(), Instant.MIN));
            }
        }
    }
}
