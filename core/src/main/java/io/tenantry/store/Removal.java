// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one call removed or renamed. Limits count over a window of runs, so that they hold a mass removal in small parts
 * too. Immutable.
 *
 * @param tenant the tenant against whose limits they count
 * @param at the time, cut to microseconds
 */
public record Removal(String run, TenantId tenant, LimitKind kind, int count, Instant at) {
    /** Cuts the time. */
    public Removal {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
