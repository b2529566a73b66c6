// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Plan;

/**
 * Somebody's word that exactly one plan may be applied. Immutable.
 *
 * @param fingerprint of the plan that was shown
 * @param by who approved, for the record
 */
public record Approval(String fingerprint, String by) {
    /** Returns the approval of this plan by this person or system. */
    public static Approval of(Plan plan, String by) {
        return new Approval(plan.fingerprint(), by);
    }
}
