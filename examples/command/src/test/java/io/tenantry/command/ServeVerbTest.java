// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.scim.ScimStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint and the loop in one process, on one SQLite file: a person who is pushed has access seconds later. */
@NullUnmarked
class ServeVerbTest {
    private static final String PUBLIC = "https://scim.acme.example/scim/v2";

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

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(request("http", path), (name, value) -> true)
                .header("Content-Type", "application/scim+json")
                .POST(BodyPublishers.ofString(body));
        return sent(HttpClient.newHttpClient(), (headers.length == 0 ? request : request.headers(headers)).build());
    }

    private HttpRequest request(String scheme, String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/scim/v2" + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private static HttpResponse<String> sent(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
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

    /** No other process can make it while this one has the file open. */
    @Test
    void connectionThatNoFileHasIsRefusedBeforeItWatches() {
        after(60, () -> command.interruption.ask());

        Result result = command.runExactly(("serve --watch --connection entrra --domain mypurecloud.com --scim " + place
                        + " --policy " + command.policy)
                .split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).isEqualTo(place + " has no connection \"entrra\"; did you mean entra?\n");
    }

    @Test
    void tokenIsRevokedAndFirstCycleFinishedWhileTheFileIsServed() {
        Path other = directory.resolve("other");
        assertThat(other.toFile().mkdir()).isTrue();
        CommandHarness operator = new CommandHarness(other);
        List<Result> results = new ArrayList<>();
        after(30, () -> {
            group("Account-A", user("ana"));
            results.add(scim(operator, "status"));
            results.add(scim(operator, "finished"));
            results.add(scim(operator, "token revoke", "--label", "entra"));
            assertThat(post("/Users", "{}").statusCode()).isEqualTo(401);
            results.add(scim(operator, "token issue", "--label", "next", "--json"));
            token = results.get(3).json("token").get(0).path("token").asText();
            user("ben");
            results.add(scim(operator, "token revoke", "--label", "nexd"));
            command.interruption.ask();
        });

        Result result = command.runExactly("serve", "--scim", place, "--port", Integer.toString(port));

        assertThat(result.exit()).isEqualTo(Exit.INTERRUPTED);
        assertThat(results)
                .extracting(Result::exit)
                .containsExactly(Exit.SHOWN, Exit.DONE, Exit.DONE, Exit.DONE, Exit.REFUSED);
        assertThat(results.get(0).out()).contains("1 user", "The first cycle is not finished");
        assertThat(results.get(1).out()).contains("1 user").doesNotContain("is not finished");
        assertThat(results.get(4).err()).contains("has no token \"nexd\"; did you mean next?");
        assertThat(directory.resolve("pushes.db.desk")).doesNotExist();
        assertThat(scim(operator, "token list").out()).contains("next");
    }

    private Result scim(CommandHarness operator, String deed, String... options) {
        List<String> words = new ArrayList<>(List.of("scim"));
        words.addAll(List.of(deed.split(" ", -1)));
        words.addAll(List.of("--scim", place, "--connection", "entra"));
        words.addAll(List.of(options));
        return operator.runExactly(words.toArray(String[]::new));
    }

    /** A process that was killed leaves its socket, to which nobody listens. */
    @Test
    void socketThatADeadProcessLeftIsInNobodysWay() throws IOException {
        Path socket = Files.createDirectory(directory.resolve("pushes.db.desk")).resolve("socket");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        List<Result> results = new ArrayList<>();
        CommandHarness operator = new CommandHarness(Files.createDirectory(directory.resolve("other")));
        after(30, () -> {
            results.add(scim(operator, "status"));
            command.interruption.ask();
        });

        assertThat(scim(operator, "token list").out()).contains("entra");
        command.runExactly("serve", "--scim", place, "--port", Integer.toString(port));

        assertThat(results).extracting(Result::exit).containsExactly(Exit.SHOWN);
        assertThat(socket).doesNotExist();
    }

    @Test
    void fileIsServedAlsoWhereItsPathIsTooLongForASocket() throws IOException {
        Path deep = Files.createDirectory(directory.resolve("d".repeat(120)));
        String issued = deep.resolve("pushes.db").toString();
        command.runExactly("scim", "token", "issue", "--label", "a", "--scim", issued, "--connection", "entra");
        after(30, () -> command.interruption.ask());

        Result result = command.runExactly("serve", "--scim", issued, "--port", Integer.toString(port));

        assertThat(result.out()).contains("Taking pushes at");
        assertThat(result.exit()).isEqualTo(Exit.INTERRUPTED);
    }

    @Test
    void deskBesideTheFileIsItsOwnersAlone() throws IOException {
        List<String> rights = new ArrayList<>();
        after(30, () -> {
            try {
                rights.add(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("pushes.db.desk"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            command.interruption.ask();
        });

        command.runExactly("serve", "--scim", place, "--port", Integer.toString(port));

        assertThat(rights).containsExactly("rwx------");
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

    @Test
    void servesBehindAProxyOnAnotherMachineWhatCameThereByHttps() {
        List<Integer> answers = new ArrayList<>();
        after(10, () -> answers.add(post("/Users", "{\"userName\":\"ana\"}").statusCode()));
        after(
                11,
                () -> answers.add(post("/Users", "{\"userName\":\"ana\"}", "X-Forwarded-Proto", "https")
                        .statusCode()));
        after(20, () -> command.interruption.ask());

        Result result = serve("--address", "0.0.0.0", "--tls-by-proxy", "--public-url", PUBLIC + "/");

        assertThat(result.exit()).as(result.err()).isEqualTo(Exit.INTERRUPTED);
        assertThat(result.out())
                .contains("Taking pushes at " + PUBLIC + ", listening at http://0.0.0.0:" + port + "/scim/v2\n");
        assertThat(answers).containsExactly(403, 201);
    }

    @Test
    void saysWithoutALoopThatItCanKeepPushes() throws IOException {
        int health;
        try (ServerSocket free = new ServerSocket(0)) {
            health = free.getLocalPort();
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        after(10, () -> user("ana"));
        after(
                11,
                () -> answers.add(sent(
                        HttpClient.newHttpClient(),
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + "/health"))
                                .build())));
        after(20, () -> command.interruption.ask());

        Result result = serve("--health", "0.0.0.0:" + health);

        assertThat(result.out()).contains("; health at http://0.0.0.0:" + health + "/health\n");
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).matches("\\{\"status\":\"well\",\"reasons\":\\[],\"lastPush\":\"[^\"]+Z\"}\n");
        });
    }

    @Test
    void isNotWellWhileItCannotKeepPushes() {
        ScimStore store = ScimStore.file(command.file("other.db"));
        assertThat(Health.of(store)).hasToString("Health[well=true, json={\"status\":\"well\",\"reasons\":[]}]");
        store.close();

        Health ill = Health.of(store);

        assertThat(ill.well()).isFalse();
        assertThat(ill.json().path("status").asText()).isEqualTo("not well");
        assertThat(ill.json().path("reasons").path(0).asText()).startsWith("the pushes cannot be read or written: ");
    }

    @Test
    void speaksTlsWithAKeyStore() throws Exception {
        String keys = SelfSigned.in(directory, "changeit").toString();
        command.environment.put(TlsKeys.PASSWORD, "changeit\n");
        List<Integer> answers = new ArrayList<>();
        after(
                10,
                () -> answers.add(sent(SelfSigned.trusting(Path.of(keys), "changeit"), request("https", "/Users"))
                        .statusCode()));
        after(20, () -> command.interruption.ask());

        Result result = serve("--tls-keystore", keys, "--address", "0.0.0.0", "--public-url", PUBLIC, "--json");

        assertThat(result.exit()).as(result.out()).isEqualTo(Exit.INTERRUPTED);
        assertThat(result.json("serving"))
                .singleElement()
                .extracting(
                        n -> n.path("address").asText(),
                        n -> n.path("listening").asText())
                .containsExactly(PUBLIC, "https://0.0.0.0:" + port + "/scim/v2");
        assertThat(answers).containsExactly(200);
        assertThat(result.out() + result.err()).doesNotContain("changeit");
    }

    @Test
    void sendsNoTokenInTheClearByAccident() {
        assertThat(serve("--address", "0.0.0.0").err())
                .contains(
                        "tokens would travel in the clear: add --tls-by-proxy if a proxy ends TLS before it, or"
                                + " --tls-keystore FILE",
                        "--address 0.0.0.0 is not what providers call: add --public-url https://HOST/scim/v2");
        assertThat(serve("--address", "::", "--tls-by-proxy", "--public-url", "http://scim.acme.example/scim/v2")
                        .err())
                .contains("--public-url must begin with https:// unless its host is this machine")
                .doesNotContain("--tls-keystore");
        assertThat(serve("--public-url", "https://ana:secret@scim.acme.example/scim/v2?x")
                        .err())
                .contains("--public-url is not a valid address")
                .doesNotContain("secret");
        assertThat(serve("--public-url", "not an address").err()).contains("--public-url is not a valid address");
        assertThat(serve("--address", "scim.acme.example").err())
                .contains("--address needs an IP address of this machine, such as 10.0.0.7");
        assertThat(serve("--tls-by-proxy", "--tls-keystore", command.policy.toString())
                        .err())
                .contains("--tls-by-proxy and --tls-keystore contradict each other: keep one");
        assertThat(command.run("watch", "--tls-by-proxy").err()).contains("--tls-by-proxy goes with serve only");
        assertThat(serve("--sweep", "6h").err()).contains("--sweep is about the loop: add --watch");
    }

    @Test
    void refusesAKeyStoreThatIsOfNoUse() throws Exception {
        String keys = SelfSigned.in(directory, "changeit").toString();
        assertThat(serve("--tls-keystore", keys).err())
                .contains("environment variable TENANTRY_TLS_PASSWORD is not set: --tls-keystore needs its password");
        command.environment.put(TlsKeys.PASSWORD, "another");
        assertThat(serve("--tls-keystore", keys).err())
                .contains("--tls-keystore " + keys + " cannot be opened")
                .doesNotContain("another");
        assertThat(serve("--tls-keystore", command.policy.toString()).err()).contains("it has to be a PKCS12 file");
        command.environment.put(TlsKeys.PASSWORD, "changeit");
        assertThat(serve(
                                "--tls-keystore",
                                SelfSigned.withoutKey(directory, "changeit").toString())
                        .err())
                .contains("holds no private key");
    }

    private Result serve(String... words) {
        List<String> all = new ArrayList<>(List.of("serve", "--scim", place, "--port", Integer.toString(port)));
        all.addAll(List.of(words));
        return command.runExactly(all.toArray(String[]::new));
    }
}
