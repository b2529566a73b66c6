// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.List;

/**
 * The policy of one tenant: who is in it, which division it owns, and which access its people have. Immutable.
 *
 * @param name for people
 * @param match the rule for who is in it
 * @param profiles in the order of the document
 * @param governance authority and limits; those of the organization where the tenant sets none
 */
public record TenantPolicy(
        TenantId id,
        String name,
        DivisionRef division,
        Condition match,
        List<AccessProfile> profiles,
        Governance governance) {
    /** Copies the profiles. */
    public TenantPolicy {
        profiles = List.copyOf(profiles);
    }
}
