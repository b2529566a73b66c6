// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.UserState;
import java.util.List;

/** A SCIM endpoint that listens, and what came of what was pushed, seen from behind. */
interface ListeningEndpoint extends AutoCloseable {
    /** Returns the address that a client is given. */
    String address();

    String token();

    /** Makes a group, which not every endpoint lets a client do, and returns its id. */
    String group(String name);

    /** Returns the display name of a user, with a word behind it if the user may not log in. */
    String user(String id);

    /** Returns the ids of the members of a group. */
    List<String> members(String group);

    @Override
    void close();

    private static String shown(String name, boolean active) {
        return name + (active ? "" : ", inactive");
    }

    /** Ours, with one connection. */
    final class Ours implements ListeningEndpoint {
        private final ScimStore store;
        private final ScimConnection connection;
        private final String token;
        private final ScimServer server;

        Ours(ScimStore.Builder place) {
            store = place.open();
            connection = store.connection("entra");
            token = connection.issueToken("t");
            server = ScimServer.of(ScimEndpoint.of(store)).start();
        }

        @Override
        public String address() {
            return server.uri().toString();
        }

        @Override
        public String token() {
            return token;
        }

        @Override
        public String group(String name) {
            return new Pusher(connection).group(name);
        }

        @Override
        public String user(String id) {
            StoredResource user = new Pusher(connection).get(Kind.USER, id);
            return shown(user.document().path("displayName").asText(), user.active());
        }

        @Override
        public List<String> members(String group) {
            return new Pusher(connection)
                    .membersOf(group).stream().map(Rows.Reference::id).toList();
        }

        @Override
        public void close() {
            server.close();
            store.close();
        }
    }

    /** That of the fake of Genesys Cloud, by which the vendor's own applications push. */
    final class Genesys implements ListeningEndpoint {
        private final FakeGenesysCloud fake = FakeGenesysCloud.create().start();

        @Override
        public String address() {
            return fake.baseUri() + "/api/v2/scim/v2";
        }

        @Override
        public String token() {
            return fake.bearerToken();
        }

        @Override
        public String group(String name) {
            return fake.createGroup(name).id();
        }

        @Override
        public String user(String id) {
            return shown(fake.user(id).name(), fake.user(id).state() == UserState.ACTIVE);
        }

        @Override
        public List<String> members(String group) {
            return List.copyOf(fake.members(group));
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
