// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.directory.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Every way in which an answer can fail, and what each kind of call ends with. */
final class FaultTable {
    private static final Set<Moment> BEFORE = Set.of(Moment.BEFORE);
    private static final Set<Moment> AFTER = Set.of(Moment.AFTER);
    private static final Set<Moment> BOTH = Set.of(Moment.values());

    private static final byte[] BOMB = gzip(new byte[64 << 20]);

    private static final Endings WELL = (kind, when) -> null;

    /** What may have happened is read, or repeated where that makes no difference, until the tries are used. */
    private static final Endings DOUBT = (kind, when) -> switch (kind) {
        case READ -> Failure.RETRY_LATER;
        case IDEMPOTENT -> Failure.OUTCOME_UNKNOWN;
        case CREATE -> when == Moment.AFTER ? null : Failure.OUTCOME_UNKNOWN;
    };

    private final List<Row> rows = new ArrayList<>();

    private FaultTable() {}

    /** The three meanings, each by one call of the port. */
    enum Kind {
        READ("GET", "/api/v2/groups"),
        IDEMPOTENT("PATCH", "/api/v2/scim/v2/users"),
        CREATE("POST", "/api/v2/scim/v2/users");

        final String method;
        final String path;

        Kind(String method, String path) {
            this.method = method;
            this.path = path;
        }
    }

    /** Whether the service has done what was asked when the fault strikes. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** Answers on a socket; {@code sound} is what a service would have said that is not damaged. */
    @FunctionalInterface
    interface Damage {
        void answer(Socket socket, byte[] sound) throws IOException;
    }

    /** What a call ends with; nothing if it ends well. */
    @FunctionalInterface
    interface Endings {
        @Nullable
        Failure of(Kind kind, Moment when);
    }

    /**
     * One way to fail.
     *
     * @param when the moments at which it can strike: a refusal says that nothing was done
     * @param times how often it strikes, where it passes
     * @param keeps whether the connection can be used again
     * @param passing what it ends with if it passes
     * @param lasting what it ends with if it never does
     */
    record Row(
            String name, Set<Moment> when, int times, Damage damage, boolean keeps, Endings passing, Endings lasting) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns the table; one row sends the client to this place. */
    static List<Row> rows(URI elsewhere) {
        FaultTable table = new FaultTable();
        table.refusals(elsewhere);
        table.conflicts();
        table.throttling();
        table.cuts();
        table.bodies();
        table.encodings();
        return table.rows;
    }

    private void refusals(URI elsewhere) {
        refusedUnlessWithFewerRows("400", status(400, "{}"));
        refused("403", status(403, "{\"code\":\"missing.permissions\"}"), Failure.NOT_PERMITTED);
        // One that passes waits out a cache only where a write names what was made just now: FaultTableTest.Fresh.
        refused("404", status(404, "{\"code\":\"not.found\"}"), Failure.NOT_FOUND);
        refusedUnlessWithFewerRows("413", status(413, "{}"));
        refused("redirect to the same host", redirect("/api/v2/groups"), Failure.REJECTED);
        refused("redirect to another host", redirect(elsewhere.toString()), Failure.REJECTED);
        Endings notAuthenticated = always(Failure.NOT_AUTHENTICATED);
        rows.add(new Row("401", BEFORE, 1, status(401, "{}"), true, WELL, notAuthenticated));
        rows.add(new Row("401 twice", BEFORE, 2, status(401, "{}"), true, notAuthenticated, notAuthenticated));
    }

    private void conflicts() {
        conflict("409", status(409, "{\"code\":\"general.conflict\"}"), Failure.ALREADY_EXISTS);
        conflict("412", status(412, "{}"), Failure.CONFLICT);
        conflict("400 for a stale version", status(400, "{\"scimType\":\"invalidVers\"}"), Failure.CONFLICT);
        conflict(
                "400 for a stale version, in the platform's words",
                status(400, "{\"message\":\"1 does not match the current version 2\"}"),
                Failure.CONFLICT);
        conflict("408 for a stale version", status(408, "{\"scimType\":\"invalidVers\"}"), Failure.CONFLICT);
    }

    /** An update reads again, and writes what is still missing: nothing, if the refusal came although it was done. */
    private void conflict(String name, Damage damage, Failure created) {
        Endings passing = (kind, when) -> switch (kind) {
            case READ -> Failure.CONFLICT;
            case IDEMPOTENT -> null;
            case CREATE -> created;
        };
        Endings lasting = (kind, when) ->
                kind == Kind.IDEMPOTENT && when == Moment.BEFORE ? Failure.CONFLICT : passing.of(kind, when);
        rows.add(new Row(name, BOTH, 1, damage, true, passing, lasting));
    }

    private void throttling() {
        throttled("429", status(429, "{}"));
        for (String header : List.of("Retry-After", "retry-after", "RETRY-AFTER")) {
            throttled("429 " + header, status(429, "{}", header, "2"));
        }
        for (String value :
                List.of("Thu, 01 Jan 2026 00:00:05 GMT", "0", "-5", "soon", "1.5", "99999999999999999999x")) {
            throttled("429 Retry-After: " + value, status(429, "{}", "Retry-After", value));
        }
        refused("429 Retry-After: 3600", status(429, "{}", "Retry-After", "3600"), Failure.RETRY_LATER);
        for (int status : new int[] {408, 500, 502, 503, 504}) {
            kept(Integer.toString(status), status(status, "<html>oops</html>"));
        }
    }

    private void cuts() {
        dropped("reset before the head", (socket, sound) -> reset(socket));
        dropped("reset in the head", (socket, sound) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Le");
            reset(socket);
        });
        dropped("reset in the body", (socket, sound) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"entities\":[");
            reset(socket);
        });
        dropped("empty reply", (socket, sound) -> socket.shutdownOutput());
        dropped("half a body", (socket, sound) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + sound.length + "\r\n\r\n");
            socket.getOutputStream().write(sound, 0, sound.length / 2);
            socket.shutdownOutput();
        });
        dropped("a length that is too short", (socket, sound) -> {
            byte[] half = Arrays.copyOf(sound, sound.length / 2);
            answer(socket, half, "Connection", "close");
            socket.shutdownOutput();
        });
        dropped("a chunk cut", (socket, sound) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"entities\":[");
            socket.shutdownOutput();
        });
        dropped("an invalid chunk", (socket, sound) -> {
            raw(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
            socket.shutdownOutput();
        });
    }

    private void bodies() {
        body("invalid UTF-8", "{\"entities\":[{\"id\":\"\u00ff\u00fe\"}],\"total\":1}".getBytes(ISO_8859_1));
        body("truncated JSON", "{\"entities\":[{\"id\":\"1\"");
        body("{}", "{}");
        body("null", "null");
        body("no byte", "");
        body("HTML with 200", "<html><body>Welcome</body></html>");
        body("two values", "{\"entities\":[],\"total\":0}{}");
        body("null rows", "{\"entities\":null,\"total\":0}");
        body("null in rows", "{\"entities\":[null],\"total\":1}");
        body(
                "duplicate keys",
                "{\"entities\":[],\"total\":0,\"entities\":[],\"id\":\"x\",\"active\":true,\"active\":false,"
                        + "\"userName\":\"n\"}");
        body("deep nesting", "[".repeat(100_000));
        dropped(
                "200 with more than the limit",
                (socket, sound) ->
                        answer(socket, "[\"".concat("x".repeat(2 << 20)).getBytes(UTF_8)));
        kept("204 where a body is due", status(204, ""));
    }

    private void encodings() {
        kept("gzip announced and not sent", (socket, sound) -> answer(socket, sound, "Content-Encoding", "gzip"));
        kept("gzip sent and not announced", (socket, sound) -> answer(socket, gzip(sound)));
        kept("a gzip bomb", (socket, sound) -> answer(socket, BOMB, "Content-Encoding", "gzip"));
        // Before the service acted, such an answer could not be recognized as false.
        rows.add(new Row(
                "wrong content type",
                AFTER,
                1,
                (socket, sound) -> answer(socket, sound, "Content-Type", "text/plain"),
                true,
                WELL,
                WELL));
    }

    private void refused(String name, Damage damage, Failure failure) {
        rows.add(new Row(name, BEFORE, 1, damage, true, always(failure), always(failure)));
    }

    /** A listing asks for fewer rows. */
    private void refusedUnlessWithFewerRows(String name, Damage damage) {
        Endings passing = (kind, when) -> kind == Kind.READ ? null : Failure.REJECTED;
        rows.add(new Row(name, BEFORE, 1, damage, true, passing, always(Failure.REJECTED)));
    }

    private void throttled(String name, Damage damage) {
        rows.add(new Row(name, BEFORE, 1, damage, true, WELL, always(Failure.RETRY_LATER)));
    }

    private void kept(String name, Damage damage) {
        rows.add(new Row(name, BOTH, 1, damage, true, WELL, DOUBT));
    }

    private void dropped(String name, Damage damage) {
        rows.add(new Row(name, BOTH, 1, damage, false, WELL, DOUBT));
    }

    private void body(String name, String body) {
        body(name, body.getBytes(UTF_8));
    }

    private void body(String name, byte[] body) {
        kept("200 with " + name, (socket, sound) -> answer(socket, body));
    }

    private static Endings always(Failure failure) {
        return (kind, when) -> failure;
    }

    static Damage status(int status, String body, String... header) {
        return (socket, sound) -> answer(socket, status, body.getBytes(UTF_8), header);
    }

    private static Damage redirect(String location) {
        return status(307, "", "Location", location);
    }

    /** Never answers, until the client has had enough. */
    static void silence(Socket socket, byte[] sound) throws IOException {
        socket.getInputStream().read();
        socket.close();
    }

    /** Sends a byte now and then, each within the time-out, until the client has had enough. */
    static void drip(Socket socket, byte[] sound) throws IOException {
        raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        socket.setSoTimeout(40);
        boolean gone = false;
        while (!gone) {
            raw(socket, " ");
            try {
                gone = socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                // The client has not given up yet.
            }
        }
        socket.close();
    }

    private static void answer(Socket socket, byte[] body, String... header) throws IOException {
        answer(socket, 200, body, header);
    }

    private static void answer(Socket socket, int status, byte[] body, String... header) throws IOException {
        Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(status, body), headers);
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

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
