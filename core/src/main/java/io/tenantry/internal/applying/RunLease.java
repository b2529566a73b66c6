// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.store.Leases;
import io.tenantry.store.Leases.Lease;
import java.time.Clock;
import java.util.Optional;

/** The lease on the organization, which a run extends in time. A run that loses its lease ends. */
final class RunLease {
    private final Leases leases;
    private final Clock clock;
    private final Halt halt;
    private Lease lease;

    RunLease(Leases leases, Lease lease, Clock clock, Halt halt) {
        this.leases = leases;
        this.lease = lease;
        this.clock = clock;
        this.halt = halt;
    }

    /**
     * Extends the lease; call it before each call, reads included, because a long confirmation must not outlive the
     * lease.
     */
    void keep() {
        if (clock.instant().isBefore(lease.expiresAt().minus(Executor.LEASE.dividedBy(2)))) {
            return;
        }
        Optional<Lease> renewed = leases.acquire(lease.name(), lease.holder(), Executor.LEASE);
        if (renewed.filter(l -> l.fence() == lease.fence()).isEmpty()) {
            halt.halt("the lease on the organization was lost to another run");
        }
        lease = renewed.orElse(lease);
    }

    /** Gives the lease back. */
    void end() {
        leases.release(lease);
    }
}
