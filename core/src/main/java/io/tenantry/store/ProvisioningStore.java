// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Everything Tenantry remembers between runs. Implement this to keep it in your own database. Every method blocks and is
 * safe to call from several threads, interrupted ones too. All data enters by {@link #commit}: all writes of one call or
 * none, durable when it returns, as far as the store is durable at all. No method may be called from within a consumer
 * that another one calls. Times are kept to the microsecond.
 *
 * <p>Every method throws {@link StoreException}.
 */
public interface ProvisioningStore extends AutoCloseable {
    /**
     * Writes all of these in this order, or none.
     *
     * @throws StoreException if one of them is refused, or if the store cannot be written
     */
    void commit(List<StoreWrite> writes);

    /**
     * Writes all of these in this order, or none; only while the lease belongs to the holder of this fence. The check
     * is part of the write: a node that wakes up after its lease was taken over writes nothing.
     *
     * @throws StoreException of kind {@link StoreException.Kind#FENCED} if the lease is another's or has expired
     */
    void commit(Fence under, List<StoreWrite> writes);

    /**
     * Takes a lease, or extends the one that this holder has. A holder that had it without a gap keeps its fence.
     *
     * @param time how long it lasts by the clock of the store
     */
    Lease acquire(String name, String holder, Duration time);

    /** Extends a lease, and returns what is left of it; empty if it was lost. Never changes the fence. */
    Optional<Duration> renew(Fence fence, Duration time);

    /** Gives a lease back; if it is no longer this holder's, has no effect. */
    void release(Fence fence);

    /** Shows every link once, in any order. */
    void links(BiConsumer<IdentityId, AccountId> each);

    /** Returns the accounts linked to these identities. */
    Map<IdentityId, AccountId> accounts(Collection<IdentityId> of);

    /** Returns the identities linked to these accounts. */
    Map<AccountId, IdentityId> identities(Collection<AccountId> of);

    /** Returns the marks that earlier runs saw on these accounts. */
    Map<AccountId, Mark> marks(Collection<AccountId> of);

    /** Returns all notes as they were at one moment. */
    Notes notes();

    /**
     * Returns the calls of earlier runs without an outcome, those whose outcome is unknown, and those that
     * {@link StoreWrite.Settle} has not named although they did not fail; in the order in which they were recorded.
     */
    List<Journal.Call> open();

    /** Returns the newest runs, oldest first. */
    List<Journal.Run> runs(int newest);

    /** Returns what the store holds, with as many of the newest runs. */
    StoreSummary summary(int newest);

    /** Returns the leases that have not ended, by name. The default asks for the summary, which counts links too. */
    default List<StoreSummary.Taken> leases() {
        return summary(0).leases();
    }

    /** Returns whether a run that applied this plan has begun. */
    boolean isApplied(String plan);

    /** Returns what was removed or renamed at this time or later, without calls that failed; in any order. */
    List<Removal> removals(Instant since);

    /** Shows the rows of a tenant after the row of this number, oldest first. */
    void audit(TenantId tenant, long after, Consumer<Row> each);

    /**
     * Forgets a person: the link, and every clear text that identifies the person in the audit trail, in the journal
     * and in notes. The facts stay in the trail without the person, a new row in each trail concerned says which parts
     * were erased, and every chain and every earlier evidence still verifies. All of it happens or none; repeating it
     * has no effect.
     *
     * @return how many parts of the audit trail were erased
     */
    int erase(Erasure erasure);

    /**
     * Forgets settled calls, their removals, and runs of which no call is left, if they are older than this; never links,
     * notes or rows of the audit trail.
     */
    void forget(Instant before);

    /** Releases what the store holds open. The default does nothing. */
    @Override
    default void close() {}
}
