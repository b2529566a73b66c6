// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import java.util.List;

/** The OAuth client that the page on going live describes. */
final class DocumentedClient {
    private DocumentedClient() {}

    /** Creates it for the divisions of an organization, and takes all permissions from the client that was there first. */
    static OAuthClient of(FakeGenesysCloud fake) {
        Role reading = fake.createRole(
                "Tenantry reads",
                "directory:user:view",
                "directory:group:view",
                "authorization:grant:view",
                "authorization:role:view");
        Role writing = fake.createRole(
                "Tenantry writes",
                "directory:user:add",
                "directory:user:edit",
                "authorization:grant:add",
                "authorization:grant:delete",
                "directory:group:add",
                "directory:group:edit");
        OAuthClient client = fake.createClient("Tenantry", List.of(reading), List.of(Division.ALL));
        fake.org().divisions().forEach(d -> fake.grant(client.id(), writing.id(), d.id()));
        Grant root = fake.grants(fake.rootClient().id()).get(0);
        fake.change("the first client is done", org -> org.without(root));
        return client;
    }
}
