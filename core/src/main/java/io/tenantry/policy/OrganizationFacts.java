// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Role;

/**
 * What was read of an organization, for a policy to be checked against. Immutable.
 *
 * @param grants those of the groups that the policy names, in whatever division, {@code *} among them; others are ignored
 */
public record OrganizationFacts(
        Organization organization,
        Listing<Division> divisions,
        Listing<Role> roles,
        Listing<Group> groups,
        Listing<Grant> grants) {}
