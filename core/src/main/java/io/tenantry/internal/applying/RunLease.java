// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.store.Fence;
import io.tenantry.store.ProvisioningStore;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease on the organization, which a run extends in time. A run that loses its lease ends. Only the store judges
 * whether it holds; the run counts what was left from before it asked.
 */
final class RunLease {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final ProvisioningStore store;
    private final LongSupplier ticker;
    private final Halt halt;
    private Fence fence;
    private long asked;
    private boolean lost;

    RunLease(ProvisioningStore store, Fence fence, LongSupplier ticker, long asked, Halt halt) {
        this.store = store;
        this.fence = fence;
        this.ticker = ticker;
        this.asked = asked;
        this.halt = halt;
    }

    Fence fence() {
        keep();
        return fence;
    }

    /**
     * Extends the lease; call it before each call, reads included, because a long confirmation must not outlive the
     * lease.
     */
    void keep() {
        long now = ticker.getAsLong();
        if (lost || now - asked < Executor.LEASE.dividedBy(2).toNanos()) {
            return;
        }
        boolean asks = halt.guard(() -> {
            if (store.renew(fence, Executor.LEASE).isEmpty() && !retake()) {
                lost = true;
                halt.halt("the lease on the organization was lost to another run");
            }
            asked = now;
        });
        lost |= !asks;
    }

    // The service may have asked for a wait that is longer than the lease. If the fence is the next one, nobody had the
    // lease meanwhile, so nothing was done beside this run.
    private boolean retake() {
        Optional<Fence> next =
                store.acquire(fence.name(), fence.holder(), Executor.LEASE).fence();
        boolean mine = next.filter(f -> f.number() == fence.number() + 1).isPresent();
        next.ifPresent(f -> {
            if (mine) {
                fence = f;
            } else {
                store.release(f);
            }
        });
        return mine;
    }

    /** Returns why this run may not write any more, which is so if the store cannot be asked either. */
    Optional<String> refusal() {
        keep();
        return lost ? Optional.of(halt.why()) : Optional.empty();
    }

    /** Gives the lease back; if the store fails, it ends by itself. */
    void end() {
        if (!halt.guard(() -> store.release(fence))) {
            LOG.warn("the lease {} was not given back and ends by itself", fence.name());
        }
    }
}
