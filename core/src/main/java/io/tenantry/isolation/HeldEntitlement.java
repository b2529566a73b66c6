// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditTrail;

/**
 * Something that somebody was given in a tenant and has not lost since, with the entry that says since when and why. Immutable.
 *
 * @param who the account's id, or the identity's if no account is known; empty for what groups hold
 * @param what in words, such as {@code member of group "Tenant_A_Agents"}
 * @param since the entry of the run that gave it
 */
public record HeldEntitlement(String who, String what, AuditTrail.Entry since) {}
