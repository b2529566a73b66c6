// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * The divisions, groups and roles of an organization, as one read of it showed them. Immutable.
 *
 * @param groups the groups, and whether any may be missing
 * @param roles the roles, and whether any may be missing
 */
public record Structure(DivisionNames divisions, Listing<Group> groups, Listing<Role> roles) {
    /** Returns whether absence from this structure proves absence. */
    public boolean isComplete() {
        return divisions.isComplete()
                && groups.completeness().isComplete()
                && roles.completeness().isComplete();
    }
}
