// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * Somebody's word that one hold of exactly one plan is meant, although its removals are too many. Immutable. Another plan, even of
 * the same people a minute later, needs a word of its own.
 *
 * @param plan the fingerprint of the plan that was shown
 * @param code the hold's code
 * @param tenant the hold's tenant; absent if it is on the whole organization
 * @param by who says so, for the record
 * @param reason why, for the record
 */
public record LimitOverride(String plan, HoldCode code, Optional<TenantId> tenant, String by, String reason) {
    /** @throws IllegalArgumentException if nobody says so, or for no reason */
    public LimitOverride {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an override names who says so and why: the record has to show both");
        }
    }

    /** Returns the override of this hold of this plan. */
    public static LimitOverride of(Plan plan, Hold hold, String by, String reason) {
        return new LimitOverride(plan.fingerprint(), hold.code(), hold.tenant(), by, reason);
    }

    /** Returns whether it is an override of this hold. */
    public boolean isOf(Hold hold) {
        return hold.code() == code && hold.tenant().equals(tenant);
    }
}
