// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The promises of every {@link io.tenantry.identity.IdentitySource}, as tests. Extend this in the tests of your own
 * source, and write how it is filled; each test gets a new one. If a clause cannot hold for a source, override it there
 * and disable it with the reason.
 */
@ExtendWith(Promise.class)
public abstract class IdentitySourceContract implements SourceReads, SourceSearches, SourceChanges {
    private SourceWorld world;

    /** Creates the contract. */
    protected IdentitySourceContract() {}

    /** Returns a new source and the way to fill it. */
    protected abstract SourceWorld open();

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
    public SourceWorld world() {
        return world;
    }
}
