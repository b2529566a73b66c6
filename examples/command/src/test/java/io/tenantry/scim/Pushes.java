// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.util.List;
import java.util.OptionalLong;

/** What a provider has pushed to a connection, written as its endpoint does. */
public final class Pushes {
    private final ScimConnection connection;

    public Pushes(ScimConnection connection) {
        this.connection = connection;
    }

    private String create(Kind kind, String document) {
        return connection
                .write(resources -> resources.create(kind, Json.read(document)))
                .resource()
                .id();
    }

    /** Creates a group, and returns its id. */
    public String group(String name) {
        return create(Kind.GROUP, "{\"displayName\":\"" + name + "\"}");
    }

    /** Creates a user in a group, and returns its id. */
    public String user(String name, String group) {
        String id = create(
                Kind.USER,
                "{\"userName\":\"" + name + "@bpo.example\",\"displayName\":\"" + name + "\",\"active\":true}");
        connection.write(resources -> resources.join(group, OptionalLong.empty(), List.of(id)));
        return id;
    }

    /** Deletes a user. */
    public void delete(String user) {
        connection.write(resources -> {
            resources.delete(Kind.USER, user, OptionalLong.empty());
            return true;
        });
    }
}
