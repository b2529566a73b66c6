// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * A person's statement that the removals of one hold of one plan are intended, although there are too many. Immutable.
 * Another plan needs its own override, even one for the same people a minute later.
 *
 * @param plan the fingerprint of the plan that was shown
 * @param code the hold's code
 * @param tenant the hold's tenant; absent if it is on the whole organization
 * @param by the person who overrides, for the record
 * @param reason why, for the record
 */
public record LimitOverride(String plan, HoldCode code, Optional<TenantId> tenant, String by, String reason) {
    /** @throws IllegalArgumentException if the person or the reason is blank */
    public LimitOverride {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an override needs its author and a reason: the record shows both");
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
