// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Postgres;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Notes are parsed once, and are never older than the database. */
class ParsedNotesTest {
    private static Feed.Due due(String plan, String person) {
        return Feed.Due.again("entra", plan, Set.of(new IdentityId(person)));
    }

    private static void keep(ProvisioningStore store, Note note) {
        store.commit(List.of(new StoreWrite.Keep(note)));
    }

    @Test
    void parsesNoTextAgainThatIsAsItWas() {
        try (JdbcWorld world = JdbcWorld.sqlite()) {
            keep(world.store(), due("plan", "ana"));
            Feed.Due before = world.store().notes().due("entra").get(0);
            keep(world.store(), due("other", "eva"));

            List<Feed.Due> after = world.store().notes().due("entra");

            assertThat(after).containsExactlyInAnyOrder(due("plan", "ana"), due("other", "eva"));
            assertThat(after).filteredOn(d -> d.plan().equals("plan")).first().isSameAs(before);
        }
    }

    @Test
    void readsWhatAnotherNodeWrote() {
        String schema = Postgres.newSchema();
        try (JdbcStore one = JdbcStore.on(Postgres.pool()).schema(schema).open();
                JdbcStore other = JdbcStore.on(Postgres.pool()).schema(schema).open()) {
            keep(one, due("plan", "ana"));
            keep(one, due("dropped", "ana"));
            assertThat(one.notes().all()).hasSize(2);

            keep(other, due("plan", "eva"));
            other.commit(List.of(StoreWrite.Drop.of(due("dropped", "ana"))));

            assertThat(one.notes().all()).containsExactly(due("plan", "eva"));
        }
    }
}
