// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Against the npm package {@code scimmy}, in a process of its own. Only in the profile {@code npm}, which installs it.
 */
@EnabledIfSystemProperty(named = "npm.home", matches = ".+")
class ScimmyServerIT extends GenericScimServer {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process server = started();
    private final int port = port(server);

    @AfterEach
    void end() {
        server.destroy();
    }

    /** It compares user names letter by letter, against RFC 7643. */
    @Override
    String searched(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    @Override
    FaultyWire.Reply answered(FaultyWire.Request request) {
        HttpRequest forwarded = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .header("Authorization", request.headers().get("Authorization"))
                .header("Content-Type", "application/json")
                .header("Accept", request.headers().get("Accept"))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(forwarded, HttpResponse.BodyHandlers.ofByteArray());
            return new FaultyWire.Reply(answer.statusCode(), answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process started() {
        try {
            return new ProcessBuilder(
                            "node",
                            Path.of("src", "test", "js", "scimmy-server.mjs").toString(),
                            System.getProperty("npm.home"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int port(Process server) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            return Integer.parseInt(lines.readLine());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
