// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.Listing;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.User;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way a call can fail, for a read, a write that may be repeated and one that may not, before the service did it and
 * after: the outcome is right, no effect is lost or doubled, and nothing is left behind.
 */
class FaultTableTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String OTHER_HOST = "other-host";

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);
    private final User person =
            fake.createUser("Person", "person@acme.example", acme.id().value());
    private final FaultyWire wire = new FaultyWire(fake);
    private final GenesysCloud genesys = GenesysCloud.builder()
            .hosts(wire.uri(), wire.uri())
            .credentials(ClientCredentials.of(
                    fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
            .httpClient(CLIENT)
            .clock(fake.clock())
            .nanoTime(() ->
                    Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos())
            .sleeper(fake::advance)
            .answerTimeout(Duration.ofMillis(700))
            .largestAnswer(1 << 20)
            .build();

    FaultTableTest() {
        fake.createGroup("a");
        fake.createGroup("b");
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
    }

    /** The three meanings, each by one call of the port. */
    enum Kind {
        READ("GET", "/api/v2/groups"),
        IDEMPOTENT("PATCH", "/api/v2/scim/v2/users"),
        CREATE("POST", "/api/v2/scim/v2/users");

        private final String method;
        private final String path;

        Kind(String method, String path) {
            this.method = method;
            this.path = path;
        }
    }

    /**
     * One way to fail.
     *
     * @param expected what each kind of call ends with when it happens once; nothing if it ends well
     */
    record Case(String name, boolean afterToo, FaultyWire.Fault fault, Map<Kind, Failure> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> once() {
        List<Arguments> rows = new ArrayList<>();
        for (Case one : cases()) {
            for (Kind kind : Kind.values()) {
                rows.add(Arguments.of(one, kind, false));
                if (one.afterToo) {
                    rows.add(Arguments.of(one, kind, true));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, after the service did it: {2}")
    @MethodSource("once")
    void endsRightWhenItHappensOnce(Case one, Kind kind, boolean after) throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0)) {
            wire.damage(kind.method, kind.path, 1, fault(one, after, elsewhere));

            DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(kind));

            Failure expected = one.expected.get(kind);
            assertThat(failed == null ? null : failed.failure()).isEqualTo(expected);
            if (expected == null) {
                assertDone(kind);
            } else {
                assertNotDone(kind);
            }
            assertThat(wire.released()).isTrue();
            elsewhere.setSoTimeout(1);
            assertThat(connects(elsewhere)).isFalse();
        }
    }

    static Stream<Arguments> always() {
        return once().filter(row -> {
            Case one = (Case) row.get()[0];
            return one.expected.isEmpty() && !one.name.contains("wrong content type");
        });
    }

    @ParameterizedTest(name = "{0}, {1}, after the service did it: {2}")
    @MethodSource("always")
    void endsWithAnHonestFailureWhenItNeverStops(Case one, Kind kind, boolean after) throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0)) {
            wire.damage(kind.method, kind.path, Integer.MAX_VALUE, fault(one, after, elsewhere));

            DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(kind));

            boolean refused = Stream.of("429", "401", "409", "412").anyMatch(one.name::startsWith);
            if (!fake.usersByEmail("new@acme.example").isEmpty()) {
                // It was made, although no answer ever said so: the look-up finds it.
                assertThat(failed).isNull();
            } else if (kind == Kind.READ || refused) {
                assertThat(failed.failure()).isIn(Failure.RETRY_LATER, Failure.NOT_PERMITTED, Failure.CONFLICT);
            } else {
                assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
            }
            assertThat(fake.usersByEmail("new@acme.example")).hasSizeLessThan(2);
            assertThat(wire.released()).isTrue();
        }
    }

    @Test
    void looksForALostCreationBeforeItSendsItAgain() {
        wire.damage("POST", "/api/v2/scim/v2/users", 1, (socket, good) -> socket.close());

        perform(Kind.CREATE);

        assertThat(wire.requests())
                .extracting(r -> r.method() + " " + r.target().replaceAll("\\?.*", ""))
                .containsSubsequence(
                        "POST /api/v2/scim/v2/users", "GET /api/v2/scim/v2/users", "POST /api/v2/scim/v2/users");
        assertDone(Kind.CREATE);
    }

    @Test
    void repeatsACallThatTheServiceNeverGot() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        java.net.URI nobody = java.net.URI.create("http://127.0.0.1:" + port);
        List<Duration> waits = new ArrayList<>();
        GenesysCloud unreachable = GenesysCloud.builder()
                .hosts(nobody, wire.uri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .httpClient(CLIENT)
                .sleeper(waits::add)
                .build();

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> unreachable.groups().create("g"));

        assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(waits).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void sendsACallOnceWhoseFirstConnectionTimedOut(Kind kind) throws Exception {
        try (FullListener full = new FullListener()) {
            GenesysCloud slow = throughA(full, wait -> {
                fake.advance(wait);
                full.emptyInto(wire);
            });

            perform(slow, kind);

            assertDone(kind);
            assertThat(wire.requests().stream()
                            .filter(r ->
                                    r.method().equals(kind.method) && r.target().startsWith(kind.path)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNothingWasSentWhereEveryConnectionTimesOut(Kind kind) throws Exception {
        try (FullListener full = new FullListener()) {
            GenesysCloud slow = throughA(full, fake::advance);

            DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(slow, kind));

            assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
            assertNotDone(kind);
            assertThat(wire.requests()).extracting(FaultyWire.Request::line).containsOnly("POST /oauth/token");
        }
    }

    /** The token comes by the open door, everything else has to go through this one. */
    private GenesysCloud throughA(FullListener full, Sleeper sleeper) {
        return GenesysCloud.builder()
                .hosts(full.uri(), wire.uri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .httpClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofMillis(150))
                        .build())
                .clock(fake.clock())
                .nanoTime(() ->
                        Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos())
                .sleeper(sleeper)
                .build();
    }

    @Test
    void survivesAConnectionThatWasClosedWhileIdle() {
        wire.damage("GET", "/api/v2/groups", 1, (socket, good) -> {
            FaultyWire.write(socket.getOutputStream(), good.reply(), Map.of());
            socket.close();
        });
        perform(Kind.READ);

        perform(Kind.CREATE);

        assertDone(Kind.CREATE);
    }

    @Test
    void namesTheWaitThatTheServiceAskedFor() {
        wire.damage("GET", "/api/v2/groups", 9, status(429, "{}", "Retry-After", "3600"));

        DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(Kind.READ));

        assertThat(failed.retryAfter()).contains(Duration.ofHours(1));
        assertThat(wire.requests())
                .filteredOn(r -> r.target().startsWith("/api/v2/groups"))
                .hasSize(1);
    }

    @Test
    void waitsAsLongAsAServiceAsks() {
        Instant before = fake.clock().instant();
        wire.damage("GET", "/api/v2/groups", 1, status(429, "{}", "rEtRy-aFtEr", "17"));

        perform(Kind.READ);

        assertThat(Duration.between(before, fake.clock().instant()))
                .isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(lasting("400", status(400, "{}"), Failure.REJECTED));
        cases.add(lasting("403", status(403, "{\"code\":\"missing.permissions\"}"), Failure.NOT_PERMITTED));
        cases.add(lasting("404", status(404, "{\"code\":\"not.found\"}"), Failure.NOT_FOUND));
        cases.add(lasting("413", status(413, "{}"), Failure.REJECTED));
        cases.add(lasting("redirect to the same host", redirect("/api/v2/groups"), Failure.REJECTED));
        cases.add(lasting("redirect to another host", redirect(OTHER_HOST), Failure.REJECTED));
        cases.add(lasting("429 for hours", status(429, "{}", "Retry-After", "3600"), Failure.RETRY_LATER));
        cases.add(new Case(
                "409",
                false,
                status(409, "{\"code\":\"general.conflict\"}"),
                Map.of(Kind.READ, Failure.CONFLICT, Kind.CREATE, Failure.ALREADY_EXISTS)));
        cases.add(new Case(
                "412", false, status(412, "{}"), Map.of(Kind.READ, Failure.CONFLICT, Kind.CREATE, Failure.CONFLICT)));
        cases.add(new Case(
                "400 for a stale version",
                false,
                status(400, "{\"scimType\":\"invalidVers\"}"),
                Map.of(Kind.READ, Failure.CONFLICT, Kind.CREATE, Failure.CONFLICT)));
        cases.add(passing("401", status(401, "{}")));
        cases.add(passing("429", status(429, "{}")));
        for (String header : List.of("Retry-After", "retry-after", "RETRY-AFTER")) {
            cases.add(passing("429 " + header, status(429, "{}", header, "2")));
        }
        for (String value :
                List.of("Thu, 01 Jan 2026 00:00:05 GMT", "0", "-5", "soon", "1.5", "99999999999999999999x")) {
            cases.add(passing("429 Retry-After: " + value, status(429, "{}", "Retry-After", value)));
        }
        for (int status : new int[] {408, 500, 502, 503, 504}) {
            cases.add(passingToo(Integer.toString(status), status(status, "<html>oops</html>")));
        }
        cases.add(passingToo("reset before the head", (socket, good) -> reset(socket)));
        cases.add(passingToo("reset in the head", (socket, good) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Le");
            reset(socket);
        }));
        cases.add(passingToo("reset in the body", (socket, good) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"entities\":[");
            reset(socket);
        }));
        cases.add(passingToo("empty reply", (socket, good) -> socket.close()));
        cases.add(passingToo("half a body", (socket, good) -> {
            byte[] body = good.reply().body();
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            socket.getOutputStream().write(body, 0, body.length / 2);
            socket.close();
        }));
        cases.add(passingToo("a length that is too short", (socket, good) -> {
            byte[] body = good.reply().body();
            FaultyWire.write(
                    socket.getOutputStream(),
                    new FaultyWire.Reply(200, Arrays.copyOf(body, body.length / 2)),
                    Map.of("Connection", "close"));
            socket.close();
        }));
        cases.add(passingToo("a chunk cut", (socket, good) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"entities\":[");
            socket.close();
        }));
        cases.add(passingToo("an invalid chunk", (socket, good) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
            socket.close();
        }));
        cases.add(body("invalid UTF-8", "{\"entities\":[{\"id\":\"\u00ff\u00fe\"}],\"total\":1}".getBytes(ISO_8859_1)));
        cases.add(body("truncated JSON", "{\"entities\":[{\"id\":\"1\"".getBytes(UTF_8)));
        cases.add(body("{}", "{}".getBytes(UTF_8)));
        cases.add(body("null", "null".getBytes(UTF_8)));
        cases.add(body("no byte", new byte[0]));
        cases.add(body("HTML with 200", "<html><body>Welcome</body></html>".getBytes(UTF_8)));
        cases.add(body("two values", "{\"entities\":[],\"total\":0}{}".getBytes(UTF_8)));
        cases.add(body("null rows", "{\"entities\":null,\"total\":0}".getBytes(UTF_8)));
        cases.add(body("null in rows", "{\"entities\":[null],\"total\":1}".getBytes(UTF_8)));
        cases.add(body(
                "duplicate keys",
                ("{\"entities\":[],\"total\":0,\"entities\":[],\"id\":\"x\",\"active\":true,\"active\":false,"
                                + "\"userName\":\"n\"}")
                        .getBytes(UTF_8)));
        cases.add(body("deep nesting", "[".repeat(100_000).getBytes(UTF_8)));
        cases.add(body("more than the limit", "[\"".concat("x".repeat(2 << 20)).getBytes(UTF_8)));
        cases.add(passingToo("204 where a body is due", (socket, good) -> {
            good.reply();
            FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(204, new byte[0]), Map.of());
        }));
        cases.add(passingToo("gzip announced and not sent", (socket, good) -> {
            FaultyWire.write(
                    socket.getOutputStream(),
                    new FaultyWire.Reply(200, good.reply().body()),
                    Map.of("Content-Encoding", "gzip"));
        }));
        cases.add(passingToo("gzip sent and not announced", (socket, good) -> {
            FaultyWire.write(
                    socket.getOutputStream(),
                    new FaultyWire.Reply(200, gzip(good.reply().body())),
                    Map.of());
        }));
        cases.add(passingToo("a gzip bomb", (socket, good) -> {
            good.reply();
            FaultyWire.write(
                    socket.getOutputStream(),
                    new FaultyWire.Reply(200, gzip(new byte[64 << 20])),
                    Map.of("Content-Encoding", "gzip"));
        }));
        cases.add(passingToo("wrong content type", (socket, good) -> {
            FaultyWire.Reply reply = good.reply();
            FaultyWire.write(socket.getOutputStream(), reply, Map.of("Content-Type", "text/plain"));
        }));
        return cases;
    }

    /** Faults that need time to show are few, so that the suite stays quick. */
    static Stream<Arguments> slow() {
        List<Arguments> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            rows.add(Arguments.of("never answers", kind));
            rows.add(Arguments.of("drips", kind));
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("slow")
    void doesNotWaitForever(String how, Kind kind) throws Exception {
        wire.damage(kind.method, kind.path, 1, (socket, good) -> {
            good.reply();
            CountDownLatch gone = new CountDownLatch(1);
            wire.expectRelease(socket, gone);
            try {
                if (how.equals("drips")) {
                    drip(socket);
                }
                socket.getInputStream().read();
            } finally {
                gone.countDown();
                socket.close();
            }
        });

        perform(kind);

        assertDone(kind);
        assertThat(wire.released()).isTrue();
    }

    private static void drip(Socket socket) throws IOException {
        raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        socket.setSoTimeout(40);
        while (true) {
            raw(socket, " ");
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException e) {
                // The client has not given up yet.
            }
        }
    }

    private FaultyWire.Fault fault(Case one, boolean after, ServerSocket elsewhere) {
        return (socket, good) -> {
            if (after) {
                FaultyWire.Reply done = good.reply();
                one.fault.answer(socket, () -> done);
            } else if (one.name.equals("redirect to another host")) {
                redirect("http://127.0.0.1:" + elsewhere.getLocalPort() + "/").answer(socket, good);
            } else {
                one.fault.answer(socket, good);
            }
        };
    }

    private void perform(Kind kind) {
        perform(genesys, kind);
    }

    private void perform(GenesysCloud genesys, Kind kind) {
        switch (kind) {
            case READ -> {
                Listing<Group> groups = genesys.groups().list();
                assertThat(groups.completeness().doubts()).isEmpty();
                assertThat(groups.entries()).extracting(Group::name).containsExactly("a", "b");
            }
            case IDEMPOTENT -> {
                Account changed = genesys.accounts()
                        .update(
                                new AccountId(person.id()),
                                new AccountChange(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of(AccountAttribute.TITLE, "Lead")));
                assertThat(changed.attributes()).containsEntry(AccountAttribute.TITLE, "Lead");
            }
            case CREATE -> {
                Account created =
                        genesys.accounts().create(new NewAccount("hr-1", "new@acme.example", "New", acme, Map.of()));
                assertThat(created.division()).isEqualTo(acme.id());
            }
        }
    }

    private void assertDone(Kind kind) {
        if (kind == Kind.IDEMPOTENT) {
            assertThat(fake.user(person.id()).attribute("title")).contains("Lead");
        }
        if (kind == Kind.CREATE) {
            assertThat(fake.usersByEmail("new@acme.example")).hasSize(1);
        }
    }

    private void assertNotDone(Kind kind) {
        if (kind != Kind.READ) {
            assertThat(fake.user(person.id()).attribute("title")).isEmpty();
            assertThat(fake.usersByEmail("new@acme.example")).isEmpty();
        }
    }

    private static Case lasting(String name, FaultyWire.Fault fault, Failure failure) {
        return new Case(name, false, fault, Map.of(Kind.READ, failure, Kind.IDEMPOTENT, failure, Kind.CREATE, failure));
    }

    private static Case passing(String name, FaultyWire.Fault fault) {
        return new Case(name, false, fault, Map.of());
    }

    private static Case passingToo(String name, FaultyWire.Fault fault) {
        return new Case(name, true, fault, Map.of());
    }

    /** A body that is none; the service has done what was asked. */
    private static Case body(String name, byte[] body) {
        return passing("200 with " + name, (socket, good) -> {
            good.reply();
            FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(200, body), Map.of());
        });
    }

    private static FaultyWire.Fault status(int status, String body, String... header) {
        Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
        return (socket, good) ->
                FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(status, body.getBytes(UTF_8)), headers);
    }

    private static FaultyWire.Fault redirect(String location) {
        return status(307, "", "Location", location);
    }

    private static void raw(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static boolean connects(ServerSocket elsewhere) throws IOException {
        try (Socket visitor = elsewhere.accept()) {
            return visitor.isConnected();
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }
}
