// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A role that a subject holds in a division. Immutable.
 *
 * @param subject the holder; for an inherited grant the group, not the account that the read asked for
 * @param division where it counts; {@link DivisionId#EVERYWHERE} for all divisions
 */
public record Grant(SubjectId subject, RoleId role, DivisionId division) {
    /** Returns what is held, without the holder. */
    public RoleInDivision roleInDivision() {
        return new RoleInDivision(role, division);
    }
}
