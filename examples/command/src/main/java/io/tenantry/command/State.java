// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.ProvisioningStore;

/**
 * An open state.
 *
 * @param made whether a database that was there had no state in it before
 */
record State(ProvisioningStore store, boolean made, Runnable end) implements AutoCloseable {
    State(ProvisioningStore store) {
        this(store, () -> {});
    }

    State(ProvisioningStore store, Runnable end) {
        this(store, false, end);
    }

    @Override
    public void close() {
        store.close();
        end.run();
    }
}
