// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Ids;
import java.time.LocalDate;
import java.util.List;

/**
 * A named person allowed in several named tenants. Immutable.
 *
 * @param identity the identity's id or user name; upper and lower case of the user name count as equal. A user name
 *     means the identity that was found first under it
 * @param home the tenant in whose division the account lives, one of {@code tenants}
 * @param until the last day; from the day after, the person is a mover to the one tenant that matches, or keeps no more
 *     than one of these, {@code home} before others
 */
public record JointAgent(
        String identity, List<TenantId> tenants, TenantId home, String reason, String approvedBy, LocalDate until) {
    /** Copies the tenants, and writes an identity that is a GUID in lower case. */
    public JointAgent {
        identity = Ids.canonical(identity);
        tenants = List.copyOf(tenants);
    }

    /** Returns this line for an identity, in place of its name. */
    JointAgent of(IdentityId person) {
        return new JointAgent(person.value(), tenants, home, reason, approvedBy, until);
    }

    /** Returns whether the line names this identity by its id. */
    public boolean isFor(IdentityId person) {
        return identity.equals(person.value());
    }

    /** Returns whether the exception applies on this day. */
    public boolean isInForce(LocalDate today) {
        return !today.isAfter(until);
    }
}
