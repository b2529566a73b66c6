// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A Genesys organization, as the engine sees it. Implement this to reach one by another road than the shipped adapter. Every
 * method of its parts is blocking, safe to call from several threads, and throws {@link DirectoryException} when it fails.
 */
public interface Directory {
    /** Reads which organization the credential belongs to. */
    Organization organization();

    /** Returns the divisions. */
    Divisions divisions();

    /** Returns the accounts. */
    Accounts accounts();

    /** Returns the groups and their members. */
    Groups groups();

    /** Returns the roles. */
    Roles roles();

    /** Returns the grants. */
    Grants grants();

    /** Returns how much one call carries and how many calls a minute there are, known without a call. */
    DirectoryLimits limits();
}
