// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.store.JdbcStore;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the tables stand, who shares them, and what an error of the database does to a write. */
class ScimStoreTest {
    @TempDir
    private Path dir;

    @Test
    void keepsWhatWasPushedInAFile() {
        Path file = dir.resolve("scim.db");
        String ana;
        try (ScimStore store = ScimStore.file(file)) {
            ana = new Pusher(store.connection("entra")).user("ana@a.example");
        }

        try (ScimStore store = ScimStore.file(file)) {
            assertThat(new Pusher(store.connection("entra")).find(ana).userName())
                    .isEqualTo("ana@a.example");
        }
    }

    @Test
    void isRefusedAFileThatAnotherOneHas() {
        Path file = dir.resolve("scim.db");
        try (ScimStore store = ScimStore.file(file)) {
            assertThat(store.connections()).isEmpty();
            assertThatExceptionOfType(ScimStoreException.class)
                    .isThrownBy(() -> ScimStore.file(file))
                    .withMessageContaining("another process has it open")
                    .matches(e -> !e.mayTryAgain());
        }
    }

    @OnBothDatabases
    void namesTheStepThatIsMissingIfItMayNotMakeTables(ScimStore.Builder place) {
        assertThatExceptionOfType(ScimStoreException.class)
                .isThrownBy(() -> place.migrate(false).open())
                .withMessageContaining("io/tenantry/scim/1.sql");
    }

    @Test
    void sharesTheTablesWithAnotherNode() {
        ScimStore.Builder place = Places.postgres();
        try (ScimStore one = place.open();
                ScimStore other = place.open()) {
            Pusher here = new Pusher(one.connection("entra"));
            Pusher there = new Pusher(other.connection("entra"));
            String token = here.connection().issueToken("2026");
            String before = there.feed().latest();

            String ana = here.user("ana@a.example");

            assertThat(there.find(ana).userName()).isEqualTo("ana@a.example");
            assertThat(there.changedSince(before)).containsExactly(ana);
            assertThat(other.connectionOf(token)).isPresent();
            here.connection().revokeToken("2026");
            assertThat(other.connectionOf(token)).isEmpty();
        }
    }

    @Test
    void standsBesideTheTablesOfTheEngine() {
        String schema = Places.newSchema();
        try (ScimStore store = Places.postgres(schema).open();
                JdbcStore engine = JdbcStore.on(Places.pool()).schema(schema).open()) {
            String ana = new Pusher(store.connection("entra")).user("ana@a.example");

            assertThat(engine.runs(1)).isEmpty();
            assertThat(new Pusher(store.connection("entra")).find(ana).userName())
                    .isEqualTo("ana@a.example");
        }
    }

    @OnBothDatabases
    void keepsNothingOfAWriteThatHidesAnErrorOfTheDatabase(ScimStore.Builder place) {
        try (ScimStore store = place.open()) {
            Pusher entra = new Pusher(store.connection("entra"));
            String ana = entra.user("ana@a.example");
            String group = entra.group("Sales");
            store.tables().write(transaction -> transaction.update("drop table scim_member"));

            assertThatExceptionOfType(ScimStoreException.class)
                    .isThrownBy(() -> entra.connection().write(resources -> {
                        resources.change(Kind.USER, ana, OptionalLong.empty(), before -> before.put("title", "Lead"));
                        try {
                            return resources.members(group);
                        } catch (IllegalStateException hidden) {
                            return List.of();
                        }
                    }));

            assertThat(entra.get(Kind.USER, ana).document())
                    .isEqualTo(Json.read(json("{'userName':'ana@a.example','active':true}")));
        }
    }
}
