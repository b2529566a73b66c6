// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * The order of a plan. All operations of one phase are done before any of the next. So a person's removals come before
 * the same person's gains, and an account is in its division before it joins a group.
 */
public enum Phase {
    /** Log-ins of leavers are switched off. */
    SHUT,
    /** Deleted accounts are restored, so that the access they still hold can be removed. */
    RESTORE,
    /** Memberships and roles are removed. A read confirms this before the same people gain anything. */
    REVOKE,
    /** Divisions are created. */
    DIVIDE,
    /** Groups are created. */
    GROUP,
    /** Groups are given their roles. */
    EQUIP,
    /** Accounts are created. */
    CREATE,
    /** Accounts are moved into their divisions. A read confirms this before the same people join a group. */
    PLACE,
    /** User names are freed for their next holders. */
    FREE,
    /** Attributes are written and log-ins are switched on. */
    UPDATE,
    /** People join their groups. */
    JOIN
}
