// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * How much was taken away and when, so that limits count over a window of runs and a mass removal in slices is one too. What is
 * older than {@link io.tenantry.policy.Governance#LONGEST_WINDOW} may be forgotten.
 */
public interface Removals {
    /** Adds what one call took away, or may have taken away. */
    void add(List<Removal> removals);

    /** Returns what was taken away at this moment or later, in any order. */
    List<Removal> since(Instant from);

    /**
     * What one call took away. Immutable.
     *
     * @param tenant against whose limits it counts
     */
    record Removal(String run, TenantId tenant, EntitlementKind kind, int count, Instant at) {}
}
