// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Entitlement;
import io.tenantry.store.AuditTrail;
import java.util.List;

/**
 * An entitlement that was given in a tenant and not taken away since, with the row that gave it. Immutable.
 *
 * @param who the account's id, or the identity's if no account is known; empty for the roles of groups
 * @param since the row of the run that gave it, or of the complete read that found it
 */
public record HeldEntitlement(String who, Entitlement entitlement, AuditTrail.Row since) {
    /**
     * Returns the entitlements held in a tenant after these rows of its trail, sorted by holder; the rows come oldest
     * first. Erased people are left out.
     */
    public static List<HeldEntitlement> after(List<AuditTrail.Row> rows) {
        return EntitlementTrail.after(rows);
    }

    /** Returns a phrase for the entitlement, such as {@code member of group "Tenant_A_Agents"}. */
    public String what() {
        return entitlement.what();
    }
}
