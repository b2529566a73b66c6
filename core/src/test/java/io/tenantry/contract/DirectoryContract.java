// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link io.tenantry.directory.Directory} does, as tests. Extend this in the tests of a directory of your own and say how an
 * organization is set up; each test gets a new one. A clause that cannot hold for a service is overridden and disabled there with the
 * reason.
 */
public abstract class DirectoryContract
        implements OrganizationClauses, DivisionClauses, AccountReads, AccountWrites, GroupClauses, GrantClauses {
    private DirectoryWorld world;

    /** Creates the contract. */
    protected DirectoryContract() {}

    /** Returns a new organization with nothing in it that a clause could make again. */
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
