// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * The number of removals and their times, so that limits count over a window of runs and hold a mass removal in small
 * parts too. A store may forget removals older than {@link io.tenantry.policy.Governance#LONGEST_WINDOW}.
 */
public interface Removals {
    /** Adds the removals of one call, certain or possible. */
    void add(List<Removal> removals);

    /** Returns the removals at this time or later, in any order. */
    List<Removal> since(Instant from);

    /**
     * The removals of one call. Immutable.
     *
     * @param tenant the tenant against whose limits they count
     */
    record Removal(String run, TenantId tenant, EntitlementKind kind, int count, Instant at) {}
}
