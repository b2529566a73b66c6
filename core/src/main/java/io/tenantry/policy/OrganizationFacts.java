// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import java.util.List;

/**
 * The listings of an organization that a policy is checked against. Immutable.
 *
 * @param grants the grants of the groups that the policy names, in any division, {@code *} included, and the grants in
 *     tenants' divisions; other grants are ignored
 * @param permissions the catalogue of permissions
 * @param rules the rules of the groups that the policy names or that hold one of the grants
 * @param known the ids that earlier runs found; they win over names
 * @param missing the permissions that the credential lacks for this policy
 */
public record OrganizationFacts(
        Organization organization,
        Listing<Division> divisions,
        Listing<Role> roles,
        Listing<Group> groups,
        Listing<Grant> grants,
        Listing<Permission> permissions,
        Listing<GroupRule> rules,
        KnownIds known,
        List<MissingPermission> missing) {
    /** Copies the list. */
    public OrganizationFacts {
        missing = List.copyOf(missing);
    }
}
