// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.contract.StoreContract;
import io.tenantry.contract.StoreWorld;

/** The store in PostgreSQL keeps the contract. */
class PostgresStoreTest extends StoreContract {
    @Override
    protected StoreWorld open() {
        return JdbcWorld.postgres();
    }
}
