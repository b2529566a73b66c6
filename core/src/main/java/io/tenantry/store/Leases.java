// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Exclusive, expiring rights that keep two nodes from applying at once. */
public interface Leases {
    /** Returns the name of the lease that a run needs to write to an organization and to its audit trail. */
    static String ofOrganization(String id) {
        return "apply " + id;
    }

    /** Takes a lease, or extends the one this holder has; empty while another holder has it. */
    Optional<Lease> acquire(String name, String holder, Duration duration);

    /** Gives a lease back; if it is no longer this holder's, has no effect. */
    void release(Lease lease);

    /**
     * A lease that was granted. Immutable.
     *
     * @param fence a number that grows with each change of holder
     */
    record Lease(String name, String holder, long fence, Instant expiresAt) {}
}
