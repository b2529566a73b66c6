// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link io.tenantry.identity.IdentitySource} does, as tests. Extend this in the tests of a source of your own and say how it
 * is filled; each test gets a new one. A clause that cannot hold for a source is overridden and disabled there with the reason.
 */
public abstract class IdentitySourceContract implements SourceReads, SourceSearches, SourceChanges {
    private SourceWorld world;

    /** Creates the contract. */
    protected IdentitySourceContract() {}

    /** Returns a new source and the hands that fill it. */
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
