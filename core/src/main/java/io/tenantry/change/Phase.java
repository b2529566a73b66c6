// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * The order of a plan. Everything of one phase is done before anything of the next, so that whatever a person loses is lost
 * before the same person gains anything, and an account is in its division before it is in any group.
 */
public enum Phase {
    /** Log-ins of leavers are taken away. */
    SHUT,
    /** Deleted accounts are brought back, so that what they still hold can be taken away. */
    RESTORE,
    /** Memberships and roles are taken away. Confirmed by a read before anybody concerned gains anything. */
    REVOKE,
    /** Divisions are created. */
    DIVIDE,
    /** Groups are created. */
    GROUP,
    /** Groups are given their roles. */
    EQUIP,
    /** Accounts are created. */
    CREATE,
    /** Accounts are moved into their divisions. Confirmed by a read before anybody concerned joins a group. */
    PLACE,
    /** User names are freed for whoever is to have them. */
    FREE,
    /** Attributes are written and log-ins given. */
    UPDATE,
    /** People join their groups. */
    JOIN
}
