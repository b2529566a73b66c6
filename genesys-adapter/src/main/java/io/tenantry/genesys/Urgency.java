// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/** Which calls go first when the budget is short. */
public enum Urgency {
    /** A call that takes access away: it overtakes those that wait. */
    REVOKING,
    /** Any other call. */
    ORDINARY
}
