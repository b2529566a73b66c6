// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.store.ProvisioningStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The promises of every {@link ProvisioningStore}, as tests. Extend this in the tests of your own store; each test gets a
 * new, empty one. If a clause cannot hold for a store, override it there and disable it with the reason.
 */
@ExtendWith(Promise.class)
public abstract class StoreContract implements StoreCommits, StoreJournal, StoreNotes, StoreTrails, StoreLeases {
    private StoreWorld world;

    /** Creates the contract. */
    protected StoreContract() {}

    /** Returns a new, empty store. */
    protected abstract StoreWorld open();

    /** Opens the store of one test. */
    @BeforeEach
    void openWorld() {
        world = open();
    }

    /** Closes the store of one test. */
    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Override
    public StoreWorld world() {
        return world;
    }
}
