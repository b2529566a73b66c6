// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.contract.IdentitySourceContract;
import io.tenantry.contract.SourceWorld;

/** A connection of a store in PostgreSQL keeps the promises of a source and of its feed. */
class PostgresSourceContractTest extends IdentitySourceContract {
    @Override
    protected SourceWorld open() {
        return new PushedWorld(Places.postgres());
    }
}
