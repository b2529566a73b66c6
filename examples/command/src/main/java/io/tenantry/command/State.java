// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.ProvisioningStore;

/** An open state. */
record State(ProvisioningStore store, Runnable end) implements AutoCloseable {
    State(ProvisioningStore store) {
        this(store, () -> {});
    }

    @Override
    public void close() {
        store.close();
        end.run();
    }
}
