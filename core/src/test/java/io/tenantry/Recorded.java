// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baselines;
import io.tenantry.store.Erasure;
import io.tenantry.store.Holds;
import io.tenantry.store.Journal;
import io.tenantry.store.Leases;
import io.tenantry.store.Links;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantines;
import io.tenantry.store.Removals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A store that reports every write before it and after it; the receiver may throw. */
final class Recorded implements ProvisioningStore {
    private final ProvisioningStore store;
    private final Consumer<String> told;

    Recorded(ProvisioningStore store, Consumer<String> told) {
        this.store = store;
        this.told = told;
    }

    private void tell(String what, Runnable write) {
        told.accept("before " + what);
        write.run();
        told.accept(what);
    }

    @Override
    public Journal journal() {
        Journal journal = store.journal();
        return new Journal() {
            @Override
            public void begin(Run run) {
                tell("begin", () -> journal.begin(run));
            }

            @Override
            public void intend(Intent intent) {
                tell("intend " + intent.batch(), () -> journal.intend(intent));
            }

            @Override
            public void conclude(Conclusion conclusion) {
                tell("conclude " + conclusion.batch() + " " + conclusion.result(), () -> journal.conclude(conclusion));
            }

            @Override
            public List<Intent> unfinished() {
                return journal.unfinished();
            }

            @Override
            public List<Run> runs() {
                return journal.runs();
            }

            @Override
            public void open(List<Gain> gains) {
                tell("open", () -> journal.open(gains));
            }

            @Override
            public void close(List<Gain> gains) {
                tell("close", () -> journal.close(gains));
            }

            @Override
            public List<Gain> openGains() {
                return journal.openGains();
            }
        };
    }

    @Override
    public Links links() {
        Links links = store.links();
        return new Links() {
            @Override
            public void forEach(BiConsumer<IdentityId, AccountId> action) {
                links.forEach(action);
            }

            @Override
            public Optional<AccountId> account(IdentityId identity) {
                return links.account(identity);
            }

            @Override
            public Optional<IdentityId> identity(AccountId account) {
                return links.identity(account);
            }

            @Override
            public void link(IdentityId identity, AccountId account) {
                tell("link " + identity, () -> links.link(identity, account));
            }

            @Override
            public void unlink(IdentityId identity) {
                tell("unlink " + identity, () -> links.unlink(identity));
            }

            @Override
            public Optional<Mark> mark(AccountId account) {
                return links.mark(account);
            }

            @Override
            public void mark(AccountId account, Mark mark) {
                tell("mark " + account, () -> links.mark(account, mark));
            }
        };
    }

    @Override
    public AuditTrail audit() {
        AuditTrail audit = store.audit();
        return new AuditTrail() {
            @Override
            public void record(List<Entry> entries) {
                tell("audit", () -> audit.record(entries));
            }

            @Override
            public List<Row> of(TenantId tenant) {
                return audit.of(tenant);
            }

            @Override
            public List<Row> all() {
                return audit.all();
            }
        };
    }

    @Override
    public Removals removals() {
        Removals removals = store.removals();
        return new Removals() {
            @Override
            public void add(List<Removal> more) {
                tell("removals", () -> removals.add(more));
            }

            @Override
            public List<Removal> since(Instant from) {
                return removals.since(from);
            }
        };
    }

    @Override
    public Quarantines quarantines() {
        return store.quarantines();
    }

    @Override
    public Leases leases() {
        Leases leases = store.leases();
        return new Leases() {
            @Override
            public Optional<Lease> acquire(String name, String holder, Duration duration) {
                told.accept("before lease");
                Optional<Lease> lease = leases.acquire(name, holder, duration);
                told.accept("lease");
                return lease;
            }

            @Override
            public void release(Lease lease) {
                tell("release", () -> leases.release(lease));
            }
        };
    }

    @Override
    public Pins pins() {
        return store.pins();
    }

    @Override
    public Baselines baselines() {
        return store.baselines();
    }

    @Override
    public int erase(Erasure erasure) {
        return store.erase(erasure);
    }

    @Override
    public Holds holds() {
        return store.holds();
    }
}
