// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.contract.StoreContract;
import io.tenantry.contract.StoreWorld;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The store in PostgreSQL keeps the contract. */
class PostgresStoreTest extends StoreContract {
    @Override
    protected StoreWorld open() {
        return JdbcWorld.postgres();
    }

    @Test
    void summaryHasTheVersionOfTheTablesAndTheirRoom() {
        StoreSummary empty = world().store().summary(1);
        List<StoreWrite> links = IntStream.range(0, 5_000)
                .<StoreWrite>mapToObj(
                        i -> new StoreWrite.Link(new IdentityId("identity " + i), new AccountId("account " + i)))
                .toList();
        world().store().commit(links);

        StoreSummary full = world().store().summary(1);

        assertThat(full.version()).isEqualTo(2);
        assertThat(full.links()).isEqualTo(5_000);
        assertThat(full.bytes() - empty.bytes()).isBetween(5_000 * 50L, 5_000 * 500L);
    }
}
