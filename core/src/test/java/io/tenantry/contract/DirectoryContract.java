// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The promises of every {@link io.tenantry.directory.Directory}, as tests. Extend this in the tests of your own
 * directory, and write how an organization is set up; each test gets a new one. If a clause cannot hold for a service,
 * override it there and disable it with the reason.
 */
@ExtendWith(Promise.class)
public abstract class DirectoryContract
        implements OrganizationClauses, DivisionClauses, AccountReads, AccountWrites, GroupClauses, GrantClauses {
    private DirectoryWorld world;

    /** Creates the contract. */
    protected DirectoryContract() {}

    /** Returns a new organization without divisions, groups, roles and accounts that a clause could create again. */
    protected abstract DirectoryWorld open();

    /** Opens the world of one test. */
    @BeforeEach
    void openWorld() {
        world = open();
    }

    /** Closes the world of one test. */
    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Override
    public DirectoryWorld world() {
        return world;
    }
}
