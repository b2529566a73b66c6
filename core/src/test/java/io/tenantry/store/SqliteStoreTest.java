// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.contract.StoreContract;
import io.tenantry.contract.StoreWorld;

/** The store in a SQLite file keeps the contract. */
class SqliteStoreTest extends StoreContract {
    @Override
    protected StoreWorld open() {
        return JdbcWorld.sqlite();
    }
}
