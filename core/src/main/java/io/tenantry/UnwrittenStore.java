// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Erasure;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Mark;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreSummary;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A read-only view of a store; what a comparison of policies writes is discarded. */
record UnwrittenStore(ProvisioningStore store) implements ProvisioningStore {
    @Override
    public void commit(List<StoreWrite> writes) {
        // The next real plan compares with the facts of the last real plan.
    }

    @Override
    public void commit(Fence under, List<StoreWrite> writes) {
        throw unwritten();
    }

    @Override
    public Lease acquire(String name, String holder, Duration time) {
        throw unwritten();
    }

    @Override
    public Optional<Duration> renew(Fence fence, Duration time) {
        throw unwritten();
    }

    @Override
    public void release(Fence fence) {
        throw unwritten();
    }

    @Override
    public void links(BiConsumer<IdentityId, AccountId> each) {
        store.links(each);
    }

    @Override
    public Map<IdentityId, AccountId> accounts(Collection<IdentityId> of) {
        return store.accounts(of);
    }

    @Override
    public Map<AccountId, IdentityId> identities(Collection<AccountId> of) {
        return store.identities(of);
    }

    @Override
    public Map<AccountId, Mark> marks(Collection<AccountId> of) {
        return store.marks(of);
    }

    @Override
    public Notes notes() {
        return store.notes();
    }

    @Override
    public List<Journal.Call> open() {
        return store.open();
    }

    @Override
    public List<Journal.Run> runs(int newest) {
        return store.runs(newest);
    }

    @Override
    public StoreSummary summary(int newest) {
        return store.summary(newest);
    }

    @Override
    public List<StoreSummary.Taken> leases() {
        return store.leases();
    }

    @Override
    public boolean isApplied(String plan) {
        return store.isApplied(plan);
    }

    @Override
    public List<Removal> removals(Instant since) {
        return store.removals(since);
    }

    @Override
    public void audit(TenantId tenant, long after, Consumer<Row> each) {
        store.audit(tenant, after, each);
    }

    @Override
    public int erase(Erasure erasure) {
        throw unwritten();
    }

    @Override
    public void forget(Instant before) {
        throw unwritten();
    }

    private static UnsupportedOperationException unwritten() {
        return new UnsupportedOperationException("a what-if comparison applies nothing");
    }
}
