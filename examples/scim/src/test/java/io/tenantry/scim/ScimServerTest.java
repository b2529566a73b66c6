// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScimServerTest {
    private static final String PASSWORD = "of-a-key-store";

    @TempDir
    private Path folder;

    private final ScimStore store = Places.sqlite().open();
    private final String token = store.connection("entra").issueToken("t");
    private final List<ScimServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(ScimServer::close);
        store.close();
    }

    private ScimServer started(ScimServer.Builder settings) {
        ScimServer server = settings.start();
        servers.add(server);
        return server;
    }

    private ScimServer plain() {
        return started(ScimServer.of(ScimEndpoint.of(store)));
    }

    private HttpRequest request(ScimServer server, String method, String target, String body) {
        return HttpRequest.newBuilder(URI.create(server.uri() + target))
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .build();
    }

    private HttpResponse<String> send(ScimServer server, String method, String target, String body) throws Exception {
        return HttpClient.newHttpClient().send(request(server, method, target, body), BodyHandlers.ofString());
    }

    @Test
    void takesAUserOverHttp() throws Exception {
        ScimServer server = plain();

        HttpResponse<String> made = send(server, "POST", "/Users", "{'userName':'ana@acme.example','active':'True'}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).contains("\"active\":true", "\"location\":\"" + server.uri() + "/Users/");
        assertThat(made.headers().firstValue("content-type")).contains("application/scim+json");
        assertThat(made.headers().firstValue("etag")).isPresent();
        assertThat(send(server, "GET", "/Users?filter=userName+eq+%22ANA@acme.example%22", "")
                        .body())
                .contains("\"totalResults\":1");
        assertThat(send(server, "HEAD", "/Users", "").statusCode()).isEqualTo(200);
    }

    @Test
    void namesResourcesByItsPublicAddress() throws Exception {
        ScimServer server = started(
                ScimServer.of(ScimEndpoint.of(store)).publicUri(URI.create("https://scim.acme.example/scim/v2")));

        URI address = URI.create("http://127.0.0.1:" + server.port() + "/scim/v2/ServiceProviderConfig");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.body()).contains("\"location\":\"https://scim.acme.example/scim/v2/ServiceProviderConfig\"");
    }

    @Test
    void answersWhatIsNotScimInTheFormOfScim() throws Exception {
        ScimServer server = plain();

        for (String path : List.of("/", "/scim/v1/Users", "/scim/v2x")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("\"status\":\"404\"");
        }
    }

    @Test
    void refusesALargeBodyWithoutWaitingForItsEnd() throws Exception {
        ScimServer server = plain();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Length: 900000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[Limits.LARGEST_BODY + 100_000]);

            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void refusesAWrongTokenBeforeTheBodyComes() throws Exception {
        ScimServer server = plain();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Length:"
                    + " 100\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[99]);

            assertThat(firstLine(socket)).startsWith("HTTP/1.1 401");
        }
    }

    private static String firstLine(Socket socket) throws Exception {
        socket.setSoTimeout(30_000);
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void asksToTryAgainWhenTooManyRequestsWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ScimEndpoint slow = ScimEndpoint.of(store, bearer -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of("entra");
        });
        ScimServer server = started(ScimServer.of(slow).concurrency(1).queue(2));
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(client.sendAsync(request(server, "GET", "/Users", ""), BodyHandlers.ofString()));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 6; i++) {
            answers.add(client.sendAsync(request(server, "GET", "/Users", ""), BodyHandlers.ofString()));
        }
        while (server.waiting() < 6) {
            Thread.onSpinWait();
        }
        go.countDown();

        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> response = answer.get(30, TimeUnit.SECONDS);
            statuses.add(response.statusCode());
            if (response.statusCode() == 503) {
                assertThat(response.headers().firstValue("Retry-After")).contains("1");
            }
        }
        assertThat(statuses).contains(200, 503).containsOnly(200, 503);
    }

    @Test
    void setsTheLimitsOfTheJdkServerUnlessTheHostDid() {
        plain();

        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("60");
        assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo("500");
    }

    @Test
    void sendsNoTokenInTheClearBeyondThisMachine() {
        ScimServer.Builder open = ScimServer.of(ScimEndpoint.of(store)).address(new InetSocketAddress("0.0.0.0", 0));

        assertThatThrownBy(open::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tlsByProxy");
        assertThat(started(open.tlsByProxy()).port()).isPositive();
    }

    @Test
    void takesFromAProxyOnlyWhatCameByHttps() throws Exception {
        ScimServer server = started(ScimServer.of(ScimEndpoint.of(store)).tlsByProxy());

        assertThat(statuses(server, "X-Forwarded-Proto", "https", "HTTPS", "https, http"))
                .containsExactly(200, 200, 200);
        assertThat(statuses(server, "Forwarded", "for=192.0.2.1;proto=https", "proto=\"https\"; by=a, proto=http"))
                .containsExactly(200, 200);
        assertThat(statuses(server, "X-Forwarded-Proto", "http", "http, https", "httpsx", ""))
                .containsExactly(403, 403, 403, 403);
        assertThat(statuses(server, "Forwarded", "for=192.0.2.1", "proto=http, proto=https", "xproto=https"))
                .containsExactly(403, 403, 403);
        HttpResponse<String> answer = send(server, "POST", "/Users", "{'userName':'ana@acme.example'}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"status\":\"403\"", "X-Forwarded-Proto");
        assertThat(store.connection("entra").status().users()).isZero();
    }

    private List<Integer> statuses(ScimServer server, String header, String... values) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (String value : values) {
            HttpRequest request = HttpRequest.newBuilder(request(server, "GET", "/Users", ""), (n, v) -> true)
                    .header(header, value)
                    .build();
            statuses.add(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .statusCode());
        }
        return statuses;
    }

    @Test
    void speaksTlsWithTheGivenCertificate() throws Exception {
        SSLContext tls = selfSigned();
        ScimServer server = started(
                ScimServer.of(ScimEndpoint.of(store)).tls(tls).publicUri(URI.create("https://localhost/scim/v2")));
        URI address = URI.create("https://localhost:" + server.port() + "/scim/v2/Users");

        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
    }

    private SSLContext selfSigned() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return tls;
    }
}
