// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** The state of an account in its life cycle. */
public enum AccountState {
    /** Can log in. */
    ACTIVE,
    /** Cannot log in; memberships stay, roles of its own are gone. */
    INACTIVE,
    /** Removed, but kept by Genesys with its user name reserved; can be restored. */
    DELETED
}
