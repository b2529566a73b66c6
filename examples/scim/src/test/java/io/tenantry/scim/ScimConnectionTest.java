// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A token leads to the connection of its provider, and only its hash is kept. */
class ScimConnectionTest {
    private static void with(ScimStore.Builder place, Consumer<ScimStore> test) {
        try (ScimStore store = place.open()) {
            test.accept(store);
        }
    }

    private static Optional<String> holder(ScimStore store, String token) {
        return store.connectionOf(token).map(ScimConnection::name);
    }

    @OnBothDatabases
    void leadsEachTokenToItsConnection(ScimStore.Builder place) {
        with(place, store -> {
            String entra = store.connection("entra").issueToken("2026");
            String okta = store.connection("okta").issueToken("2026");

            assertThat(holder(store, entra)).contains("entra");
            assertThat(holder(store, okta)).contains("okta");
            assertThat(holder(store, entra + "x")).isEmpty();
            assertThat(holder(store, "")).isEmpty();
        });
    }

    @OnBothDatabases
    void takesTwoTokensUntilOneIsRevoked(ScimStore.Builder place) {
        with(place, store -> {
            ScimConnection entra = store.connection("entra");
            String old = entra.issueToken("old");
            String young = entra.issueToken("young");
            assertThat(holder(store, old)).contains("entra");
            assertThat(entra.tokenLabels()).containsExactly("old", "young");

            assertThat(store.connection("okta").revokeToken("old")).isFalse();
            assertThat(entra.revokeToken("old")).isTrue();

            assertThat(holder(store, old)).isEmpty();
            assertThat(holder(store, young)).contains("entra");
            assertThat(entra.revokeToken("old")).isFalse();
        });
    }

    @OnBothDatabases
    void keepsNoToken(ScimStore.Builder place) {
        with(place, store -> {
            String token = store.connection("entra").issueToken("old");

            List<String> kept = new ArrayList<>();
            store.tables().read(transaction -> {
                transaction.each("select hash from scim_token", row -> kept.add(row.getString(1)));
                return true;
            });
            assertThat(kept).hasSize(1).doesNotContain(token);
            assertThat(token).hasSizeGreaterThanOrEqualTo(43);
        });
    }

    @OnBothDatabases
    void refusesASecondTokenOfOneLabel(ScimStore.Builder place) {
        with(place, store -> {
            ScimConnection entra = store.connection("entra");
            entra.issueToken("old");

            assertThatIllegalArgumentException().isThrownBy(() -> entra.issueToken("old"));
            store.connection("okta").issueToken("old");
        });
    }

    @OnBothDatabases
    void listsConnectionsAndTheirState(ScimStore.Builder place) {
        with(place, store -> {
            store.connection("okta");
            Pusher entra = new Pusher(store.connection("entra"));
            entra.group("Sales", entra.user("ana@a.example"));

            assertThat(store.connections()).containsExactly("entra", "okta");
            assertThat(entra.connection().status().users()).isEqualTo(1);
            assertThat(entra.connection().status().groups()).isEqualTo(1);
            assertThat(entra.connection().status().lastChange()).isPresent();
            assertThat(store.connection("okta").status().lastChange()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> store.connection("Entra ID"));
        });
    }
}
