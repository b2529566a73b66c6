// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.store.ProvisioningStore;
import java.time.Duration;

/** An empty store for one test of the {@link StoreContract}, and what the test needs around it. */
public interface StoreWorld extends AutoCloseable {
    /** Returns the store; after {@link #reopen} another object may be returned. */
    ProvisioningStore store();

    /**
     * Closes the store and opens it again as a new process would. The default does nothing, for a store that ends with
     * its process.
     */
    default void reopen() {}

    /** Lets this much time pass by the clock of the store: sets its clock, or waits. */
    void pass(Duration time);

    /** Removes the store. The default does nothing. */
    @Override
    default void close() {}
}
