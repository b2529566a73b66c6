// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * The number of removals and of changed names, and their times, so that limits count over a window of runs and hold a
 * mass removal in small parts too. A store may forget removals older than {@link io.tenantry.policy.Governance#LONGEST_WINDOW}.
 */
public interface Removals {
    /** Adds what one call removed or renamed, certainly or possibly. */
    void add(List<Removal> removals);

    /** Returns what was removed or renamed at this time or later, in any order. */
    List<Removal> since(Instant from);

    /**
     * What one call removed or renamed. Immutable.
     *
     * @param tenant the tenant against whose limits they count
     */
    record Removal(String run, TenantId tenant, LimitKind kind, int count, Instant at) {}
}
