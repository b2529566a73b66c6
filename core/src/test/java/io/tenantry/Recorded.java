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
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A store that reports every commit before it and after it; the receiver may throw. */
final class Recorded extends ForwardingStore {
    private final Consumer<String> told;

    Recorded(ProvisioningStore store, Consumer<String> told) {
        super(store);
        this.told = told;
    }

    private void tell(String what, Runnable write) {
        told.accept("before " + what);
        write.run();
        told.accept(what);
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
        tell(what(writes), () -> super.commit(writes));
    }

    @Override
    public void commit(Fence under, List<StoreWrite> writes) {
        tell(what(writes), () -> super.commit(under, writes));
    }

    @Override
    public Lease acquire(String name, String holder, Duration time) {
        told.accept("before lease");
        Lease lease = super.acquire(name, holder, time);
        told.accept("lease");
        return lease;
    }

    @Override
    public void release(Fence fence) {
        tell("release", () -> super.release(fence));
    }
}
