// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bundle of access inside a tenant: one Genesys group, and the roles that group holds in the tenant's division. Immutable.
 *
 * @param id unique within the tenant
 * @param when who has it; everybody in the tenant, if absent
 * @param genesysGroup the group's name in the organization, used by this profile alone
 * @param roles names of roles, sorted
 * @param privileged whether one of the roles may be able to change people's access; without it such a role is given to nobody
 */
public record AccessProfile(
        String id, Optional<Condition> when, String genesysGroup, Set<String> roles, boolean privileged) {
    /** Creates a profile whose roles change nobody's access. */
    public AccessProfile(String id, Optional<Condition> when, String genesysGroup, Set<String> roles) {
        this(id, when, genesysGroup, roles, false);
    }

    /** Copies and sorts the roles. */
    public AccessProfile {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
}
