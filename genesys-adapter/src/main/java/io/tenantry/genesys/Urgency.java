// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/** The priority of a call when the budget is short. */
public enum Urgency {
    /** A call that removes access: it overtakes waiting calls. */
    REVOKING,
    /** Any other call. */
    ORDINARY
}
