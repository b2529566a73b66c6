// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last: what this module logs in all tests, at the finest level, names nobody and holds no secret. */
@Order(Integer.MAX_VALUE)
class LogSecretsTest {
    private static final Path LOG = Path.of("target", "trace.log");

    private static List<String> ours() throws IOException {
        return Files.readAllLines(LOG).stream()
                .filter(line -> line.contains(" io.tenantry."))
                .toList();
    }

    @Test
    void theLogNamesNobodyAndHoldsNoSecret() throws IOException {
        String token;
        String named = "/Users/marker-name@log.example";
        try (ScimStore store = Places.sqlite().open()) {
            token = store.connection("logged").issueToken("t");
            ProviderClient provider = new ProviderClient(ScimEndpoint.of(store), token);
            String id = provider.post(
                            "/Users",
                            "{'userName':'marker-name@log.example','displayName':'Marker Name','password':'marker-secret'}")
                    .id();
            provider.post("/Users", "{'userName':'marker-name@log.example'}");
            provider.patch("/Users/" + id, "{'op':'replace','path':'active','value':'marker-value'}");
            provider.patch("/Users/" + id, "{'op':'replace','path':'marker path\\n[','value':'marker-value'}");
            provider.patch(named, "{'op':'replace','path':'title','value':'marker-value'}");
            provider.get("/Users/marker%0Aname");
            provider.send("MARKER\nname", "/Users", "");
            provider.find("/Users", "userName eq \"marker-name@log.example\" and");
            provider.post("/Users", "{'marker-name'");
            new ProviderClient(
                            ScimEndpoint.of(store, bearer -> {
                                throw new IllegalStateException("marker-secret " + bearer);
                            }),
                            token)
                    .get("/Users");
        }

        assertThat(ours()).anyMatch(line -> line.contains("connection logged: PATCH /Users/"));
        assertThat(String.join("\n", ours()))
                .contains("failed here with java.lang.IllegalStateException")
                .doesNotContain(token)
                .doesNotContainIgnoringCase("marker", "bearer ")
                .doesNotContain("@acme.example");
    }
}
