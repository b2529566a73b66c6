// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * What an organization is made of, as one read of it showed: its divisions, its groups and its roles. Immutable.
 *
 * @param groups all groups, with the proof that none is missing
 * @param roles all roles, with the proof that none is missing
 */
public record Structure(DivisionNames divisions, Listing<Group> groups, Listing<Role> roles) {
    /** Returns whether absence from this structure proves absence. */
    public boolean isComplete() {
        return divisions.isComplete()
                && groups.completeness().isComplete()
                && roles.completeness().isComplete();
    }
}
