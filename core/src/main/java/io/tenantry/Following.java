// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.identity.IdentityId;
import io.tenantry.store.StoreSummary;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the organization follows the source, as the store knows it. Immutable.
 *
 * @param feed whether the source names the people who changed
 * @param due the people whose changes were planned and not carried out; empty without a feed
 * @param everybody when the last plan for everybody began that read the source completely; absent without a feed
 * @param proven when access was last read completely for a proof
 * @param writing the lease of the run that writes to the organization now
 */
public record Following(
        boolean feed,
        Set<IdentityId> due,
        Optional<Instant> everybody,
        Optional<Instant> proven,
        Optional<StoreSummary.Taken> writing) {
    /** Copies the people. */
    public Following {
        due = Collections.unmodifiableSet(new TreeSet<>(due));
    }
}
