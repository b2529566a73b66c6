// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint and the loop in one process, on one SQLite file: a person who is pushed has access seconds later. */
@NullUnmarked
class ServeVerbTest {
    @TempDir
    Path directory;

    private CommandHarness command;
    private String place;
    private String token;
    private int port;
    private final TreeMap<Instant, Runnable> later = new TreeMap<>();

    @BeforeEach
    void start() throws IOException {
        command = new CommandHarness(directory);
        place = command.file("pushes.db").toString();
        Result issued = command.runExactly(
                "scim", "token", "issue", "--label", "entra", "--scim", place, "--connection", "entra", "--json");
        token = issued.json("token").get(0).path("token").asText();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        command.sleeping = () -> {
            while (!later.isEmpty()
                    && !later.firstKey().isAfter(command.fake.clock().instant())) {
                later.pollFirstEntry().getValue().run();
            }
        };
    }

    private void after(int seconds, Runnable what) {
        later.put(command.fake.clock().instant().plusSeconds(seconds), what);
    }

    private HttpResponse<String> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/scim/v2" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String user(String name) {
        HttpResponse<String> made = post(
                "/Users",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name
                        + "@bpo.example\",\"displayName\":\"" + name + "\",\"active\":true}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return made.body().replaceFirst("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private void group(String name, String member) {
        String members = member.isEmpty() ? "" : ",\"members\":[{\"value\":\"" + member + "\"}]";
        HttpResponse<String> made = post(
                "/Groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name + "\""
                        + members + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void whoIsPushedHasAccessSecondsLater() {
        after(30, () -> {
            group("Account-A", user("ana"));
            group("Account-B", "");
        });
        after(120, () -> {
            assertThat(command.fake.usersByEmail("ana@bpo.example")).hasSize(1);
            command.interruption.ask();
        });

        Result result = command.runExactly(
                "serve",
                "--watch",
                "--scim",
                place,
                "--connection",
                "entra",
                "--port",
                Integer.toString(port),
                "--policy",
                command.policy.toString(),
                "--domain",
                "mypurecloud.com");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(Exit.INTERRUPTED);
        assertThat(result.out())
                .contains("Taking pushes at http://127.0.0.1:" + port + "/scim/v2\n", " applied")
                .doesNotContain("bpo.example", token);
    }

    @Test
    void takesPushesAloneWithoutAPolicyAndWithoutAnOrganization() {
        after(10, () -> group("Account-A", user("ana")));
        after(20, () -> command.interruption.ask());

        Result result = command.runExactly("serve", "--scim", place, "--port", Integer.toString(port));

        assertThat(result.exit()).isEqualTo(Exit.INTERRUPTED);
        assertThat(command.runExactly("scim", "status", "--scim", place, "--connection", "entra")
                        .out())
                .startsWith("Connection entra: 1 user, 1 group, ");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(command.runExactly("serve").err()).contains("add --scim FILE or --scim URL");
        assertThat(command.runExactly("serve", "--watch", "--scim", place, "--connection", "entra")
                        .err())
                .contains("the policy is missing", "the organization is missing");
        assertThat(command.runExactly("serve", "--scim", place, "--port", "x").err())
                .contains("--port needs a number of port from 0 to 65535");
    }
}
