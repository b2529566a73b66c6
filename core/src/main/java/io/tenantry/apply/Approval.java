// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Plan;

/**
 * The approval of exactly one plan. Immutable.
 *
 * @param fingerprint the fingerprint of the plan that was shown
 * @param by the approver, for the record
 */
public record Approval(String fingerprint, String by) {
    /** Creates the approval of this plan by this person or system. */
    public static Approval of(Plan plan, String by) {
        return new Approval(plan.fingerprint(), by);
    }
}
