// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.store.Leases;
import io.tenantry.store.Leases.Lease;
import java.time.Clock;
import java.util.Optional;

/** The right to write to the organization, prolonged in time. A run whose right was lost halts. */
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

    /** To be called before each call, reads included: a long confirmation must not outlive the lease. */
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

    /** Gives the right back. */
    void end() {
        leases.release(lease);
    }
}
