// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bundle of access inside a tenant: one Genesys group, and the roles that group holds in the tenant's division.
 * Immutable.
 *
 * @param id unique within the tenant
 * @param when the rule for who has it; all people of the tenant if absent
 * @param genesysGroup the name of the group in the organization; no other profile uses this group
 * @param roles names of roles, sorted
 * @param privileged whether the profile may contain a role that can change people's access; if not, such a role is
 *     never given
 */
public record AccessProfile(
        String id, Optional<Condition> when, String genesysGroup, Set<String> roles, boolean privileged) {
    /** Creates a profile that is not privileged. */
    public AccessProfile(String id, Optional<Condition> when, String genesysGroup, Set<String> roles) {
        this(id, when, genesysGroup, roles, false);
    }

    /** Copies and sorts the roles. */
    public AccessProfile {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
}
