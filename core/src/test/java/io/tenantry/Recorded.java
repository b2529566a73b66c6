// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Mark;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A store that tells of every call that a run makes, before it and, if it writes, after it; the receiver may throw. */
final class Recorded extends ForwardingStore {
    private final Tap.Receiver told;

    Recorded(ProvisioningStore store, Tap.Receiver told) {
        super(store);
        this.told = told;
    }

    private void at(String point) {
        try {
            told.reached(point);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private <T> T write(String what, Supplier<T> write) {
        at("before " + what);
        T result = write.get();
        at(what);
        return result;
    }

    private <T> T read(String what, Supplier<T> read) {
        at("before select " + what);
        return read.get();
    }

    private void write(String what, Runnable write) {
        write(what, () -> {
            write.run();
            return true;
        });
    }

    private static String what(List<StoreWrite> writes) {
        Names names = new Names(new ArrayList<>());
        writes.forEach(w -> w.match(names));
        return "commit " + names.all.stream().distinct().collect(Collectors.joining(", "));
    }

    /** Names each kind of write. */
    private record Names(List<String> all) implements StoreWrite.Cases {
        @Override
        public void begin(Journal.Run run) {
            all.add("begin");
        }

        @Override
        public void intend(Journal.Intent intent, List<Removal> removals) {
            all.add("intend " + intent.number());
        }

        @Override
        public void conclude(Journal.Conclusion conclusion) {
            all.add("conclude " + conclusion.number() + " " + conclusion.result());
        }

        @Override
        public void audit(List<AuditTrail.Entry> entries) {
            all.add("audit");
        }

        @Override
        public void settle(String run, List<Integer> calls) {
            all.add("settle");
        }

        @Override
        public void link(IdentityId identity, AccountId account) {
            all.add("link " + identity);
        }

        @Override
        public void unlink(IdentityId identity) {
            all.add("unlink " + identity);
        }

        @Override
        public void mark(AccountId account, Mark mark) {
            all.add("mark");
        }

        @Override
        public void keep(Note note) {
            all.add("keep " + note.kind());
        }

        @Override
        public void drop(String kind, String name) {
            all.add("drop " + kind);
        }
    }

    @Override
    public void commit(List<StoreWrite> writes) {
        write(what(writes), () -> super.commit(writes));
    }

    @Override
    public void commit(Fence under, List<StoreWrite> writes) {
        write(what(writes), () -> super.commit(under, writes));
    }

    @Override
    public Lease acquire(String name, String holder, Duration time) {
        return write("lease", () -> super.acquire(name, holder, time));
    }

    @Override
    public Optional<Duration> renew(Fence fence, Duration time) {
        return write("renewal", () -> super.renew(fence, time));
    }

    @Override
    public void release(Fence fence) {
        write("release", () -> super.release(fence));
    }

    @Override
    public Notes notes() {
        return read("notes", super::notes);
    }

    @Override
    public List<Journal.Call> open() {
        return read("open calls", super::open);
    }

    @Override
    public boolean isApplied(String plan) {
        return read("applied plans", () -> super.isApplied(plan));
    }
}
