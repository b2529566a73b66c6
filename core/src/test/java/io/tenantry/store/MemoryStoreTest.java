// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.contract.SetClock;
import io.tenantry.contract.StoreContract;
import io.tenantry.contract.StoreWorld;
import java.time.Duration;

/** The store in memory keeps the contract. */
class MemoryStoreTest extends StoreContract {
    @Override
    protected StoreWorld open() {
        SetClock clock = new SetClock();
        MemoryStore store = new MemoryStore(clock);
        return new StoreWorld() {
            @Override
            public ProvisioningStore store() {
                return store;
            }

            @Override
            public void pass(Duration time) {
                clock.pass(time);
            }
        };
    }
}
