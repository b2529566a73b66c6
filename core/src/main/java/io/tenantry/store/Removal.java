// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What one call removed or renamed. Limits count over a window of runs, so that they hold a mass removal in small parts
 * too. Immutable.
 *
 * @param tenant the tenant against whose limits they count
 * @param division the division of that tenant then, by which it is known under another id; absent if it is not known
 * @param at the time, cut to microseconds
 */
public record Removal(
        String run, TenantId tenant, Optional<DivisionId> division, LimitKind kind, int count, Instant at) {
    /** Cuts the time. */
    public Removal {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns this removal against the limits of a tenant. */
    public Removal of(TenantId tenant) {
        return new Removal(run, tenant, division, kind, count, at);
    }
}
