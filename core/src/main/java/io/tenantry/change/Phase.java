// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * The order of a plan. All operations of one phase are done before any of the next. So a person's removals come before
 * the same person's gains, and an account is in its division before it joins a group.
 */
public enum Phase {
    /** Log-ins of leavers are switched off. */
    SHUT(true),
    /** Deleted accounts are restored, so that the access they still hold can be removed. */
    RESTORE(false),
    /** Memberships and roles are removed. A read confirms this before the same people gain anything. */
    REVOKE(true),
    /** Divisions are created. */
    DIVIDE(false),
    /** Groups are created. */
    GROUP(false),
    /** Accounts are created. */
    CREATE(false),
    /** Accounts are moved into their divisions. A read confirms this before the same people join a group. */
    PLACE(false),
    /** Groups are given their roles, when the members who had to leave or to move have done so. */
    EQUIP(false),
    /** User names are freed for their next holders. */
    FREE(false),
    /** Attributes are written and log-ins are switched on. */
    UPDATE(false),
    /** People join their groups. */
    JOIN(false),
    /** What a former policy gave within the same tenant is taken away, once the new access is confirmed. */
    CLEAR(true);

    private final boolean takes;

    Phase(boolean takes) {
        this.takes = takes;
    }

    /** Returns whether its changes remove access. */
    public boolean takes() {
        return takes;
    }
}
