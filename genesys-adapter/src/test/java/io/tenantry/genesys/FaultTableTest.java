// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.User;
import io.tenantry.genesys.FaultTable.Damage;
import io.tenantry.genesys.FaultTable.Kind;
import io.tenantry.genesys.FaultTable.Moment;
import io.tenantry.genesys.FaultTable.Row;
import io.tenantry.host.Sleeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way a call can fail, for a read, a write that may be repeated and one that may not, before the service did it
 * and after: the outcome is right, no effect is lost or doubled, and neither a thread nor a connection is left behind.
 */
class FaultTableTest {
    private static final ServerSocket ELSEWHERE = listener();
    private static final ThreadPoolExecutor WORKERS = (ThreadPoolExecutor) Executors.newFixedThreadPool(4);
    private static final HttpClient CLIENT =
            client().connectTimeout(Duration.ofMinutes(1)).build();
    private static final HttpClient IMPATIENT =
            client().connectTimeout(Duration.ofMillis(150)).build();
    /** What stands in an answer of a service that did not do what was asked; neither rows nor a user. */
    private static final byte[] IDLE_WORDS = "{\"message\":\"nobody is at home just now\"}".getBytes(UTF_8);

    private static final Damage NOT_FOUND = FaultTable.status(404, "{\"code\":\"not.found\"}");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);
    private final User person =
            fake.createUser("Person", "person@acme.example", acme.id().value());
    private final FaultyWire wire = new FaultyWire(fake);
    private final GenesysCloud genesys =
            reaching(wire.uri(), CLIENT, fake::advance).build();

    FaultTableTest() {
        fake.createGroup("a");
        fake.createGroup("b");
    }

    /** Lets every thread begin that the virtual machine or a client has once, so that any other is one of a call. */
    @BeforeAll
    static void begin() throws IOException {
        WORKERS.prestartAllCoreThreads();
        FaultTableTest first = new FaultTableTest();
        first.perform(Kind.READ);
        first.wire.close();
    }

    @AfterAll
    static void end() throws IOException {
        ELSEWHERE.close();
        WORKERS.shutdown();
    }

    @AfterEach
    void leavesNoThread() throws Exception {
        wire.close();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(5_000);
        }
        assertThat(left).filteredOn(Thread::isAlive).isEmpty();
    }

    static Stream<Arguments> rows() {
        List<Arguments> arguments = new ArrayList<>();
        for (Row row : FaultTable.rows(URI.create("http://127.0.0.1:" + ELSEWHERE.getLocalPort() + "/"))) {
            for (Kind kind : Kind.values()) {
                row.when().stream().sorted().forEach(when -> arguments.add(Arguments.of(row, kind, when)));
            }
        }
        return arguments.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, {2} the service did it")
    @MethodSource("rows")
    void endsRightWhereItPasses(Row row, Kind kind, Moment when) throws Exception {
        strike(row, kind, when, row.times());

        assertEnding(kind, row.passing().of(kind, when), when);
        assertConnections(row);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} the service did it")
    @MethodSource("rows")
    void endsHonestlyWhereItNeverStops(Row row, Kind kind, Moment when) throws Exception {
        strike(row, kind, when, Integer.MAX_VALUE);

        assertEnding(kind, row.lasting().of(kind, when), when);
        assertConnections(row);
    }

    /** Faults that need time to show are few, so that the suite stays quick. */
    static Stream<Arguments> slow() {
        List<Arguments> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Moment when : Moment.values()) {
                rows.add(Arguments.of("never answers", kind, when));
                rows.add(Arguments.of("drips", kind, when));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("slow")
    void doesNotWaitForever(String how, Kind kind, Moment when) throws Exception {
        damage(kind, when, 1, how.equals("drips") ? FaultTable::drip : FaultTable::silence);
        GenesysCloud hurried = reaching(wire.uri(), CLIENT, fake::advance)
                .answerTimeout(Duration.ofMillis(700))
                .build();

        perform(hurried, kind);

        assertEffect(kind, true);
        assertThat(wire.held(1)).isEqualTo(1);
    }

    @Test
    void looksForALostCreationBeforeItSendsItAgain() {
        damage(Kind.CREATE, Moment.BEFORE, 1, (socket, sound) -> socket.close());

        perform(Kind.CREATE);

        assertThat(wire.requests())
                .extracting(r -> r.method() + " " + r.target().replaceAll("\\?.*", ""))
                .containsSubsequence(
                        "POST /api/v2/scim/v2/users", "GET /api/v2/scim/v2/users", "POST /api/v2/scim/v2/users");
        assertEffect(Kind.CREATE, true);
    }

    /** Ways in which no connection is made. */
    enum Unconnected {
        REFUSED,
        TIMED_OUT;

        Door door() throws IOException {
            return this == REFUSED ? new ClosedPort() : new FullListener();
        }
    }

    static Stream<Arguments> unconnected() {
        return Arrays.stream(Unconnected.values())
                .flatMap(how -> Arrays.stream(Kind.values()).map(kind -> Arguments.of(how, kind)));
    }

    @ParameterizedTest
    @MethodSource("unconnected")
    void sendsACallOnceWhoseFirstConnectionFailed(Unconnected how, Kind kind) throws Exception {
        try (Door door = how.door()) {
            GenesysCloud slow = reaching(door.uri(), IMPATIENT, wait -> {
                        fake.advance(wait);
                        door.openInto(wire);
                    })
                    .build();

            perform(slow, kind);

            assertEffect(kind, true);
            assertThat(requestsOf(kind)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("unconnected")
    void saysThatNothingWasSentWhereNoConnectionIsToBeHad(Unconnected how, Kind kind) throws Exception {
        try (Door door = how.door()) {
            List<Duration> waits = new ArrayList<>();
            GenesysCloud slow = reaching(door.uri(), IMPATIENT, waits::add).build();

            DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(slow, kind));

            assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
            assertThat(failed)
                    .hasMessageContaining(
                            how == Unconnected.REFUSED
                                    ? "could not be reached: the host takes no connection"
                                    : "could not be reached: HTTP connect timed out");
            assertThat(waits).hasSize(4);
            assertEffect(kind, false);
            assertThat(wire.requests()).extracting(FaultyWire.Request::line).containsExactly("POST /oauth/token");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsACallOnceWhoseConnectionWasClosedWhileIdle(Kind kind) throws Exception {
        wire.damage("GET", "/api/v2/groups", 1, (socket, good) -> {
            FaultyWire.write(socket.getOutputStream(), good.reply(), Map.of());
            socket.close();
        });
        perform(Kind.READ);
        int requests = requestsOf(kind).size();

        perform(kind);

        assertEffect(kind, true);
        assertThat(requestsOf(kind)).hasSize(requests + 1);
        assertThat(wire.held(1)).isEqualTo(1);
    }

    /** A write that names what was made just now, which a cache of the service may not know yet. */
    record Fresh(String path, Runnable send, BooleanSupplier isDone) {
        @Override
        public String toString() {
            return path.replaceAll(".*/", "");
        }
    }

    private Stream<Fresh> fresh() {
        RoleId role =
                new RoleId(fake.createRole("Agent", "conversation:call:add").id());
        Division made = genesys.divisions().create("New");
        return Stream.of(
                new Fresh(
                        "/api/v2/authorization/subjects/" + person.id() + "/bulkadd",
                        () -> genesys.grants()
                                .add(
                                        new SubjectId(person.id()),
                                        SubjectKind.ACCOUNT,
                                        List.of(new RoleInDivision(role, acme.id()))),
                        () -> !fake.grants(person.id()).isEmpty()),
                new Fresh(
                        "/api/v2/authorization/divisions/" + made.id() + "/objects/USER",
                        () -> genesys.divisions().move(made, List.of(new AccountId(person.id()))),
                        () -> fake.user(person.id())
                                .divisionId()
                                .equals(made.id().value())));
    }

    @TestFactory
    Stream<DynamicTest> waitsOutACacheThatDoesNotKnowWhatIsNew() {
        return DynamicTest.stream(fresh(), Fresh::toString, fresh -> {
            wire.damage("POST", fresh.path, 5, (socket, good) -> NOT_FOUND.answer(socket, IDLE_WORDS));

            fresh.send.run();

            assertThat(fresh.isDone.getAsBoolean()).isTrue();
            assertThat(requests("POST", fresh.path)).hasSize(6);
        });
    }

    @TestFactory
    Stream<DynamicTest> saysThatSomethingNewIsNotThereWhereItStaysUnknown() {
        return DynamicTest.stream(fresh(), Fresh::toString, fresh -> {
            wire.damage("POST", fresh.path, 9, (socket, good) -> NOT_FOUND.answer(socket, IDLE_WORDS));

            DirectoryException failed = catchThrowableOfType(DirectoryException.class, fresh.send::run);

            assertThat(failed.failure()).isEqualTo(Failure.NOT_FOUND);
            assertThat(fresh.isDone.getAsBoolean()).isFalse();
            assertThat(requests("POST", fresh.path)).hasSize(6);
        });
    }

    @Test
    void namesTheWaitThatTheServiceAskedFor() {
        damage(Kind.READ, Moment.BEFORE, 9, FaultTable.status(429, "{}", "Retry-After", "3600"));

        DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(Kind.READ));

        assertThat(failed.retryAfter()).contains(Duration.ofHours(1));
        assertThat(requestsOf(Kind.READ)).hasSize(1);
    }

    @Test
    void waitsAsLongAsAServiceAsks() {
        Instant start = fake.clock().instant();
        damage(Kind.READ, Moment.BEFORE, 1, FaultTable.status(429, "{}", "rEtRy-aFtEr", "17"));

        perform(Kind.READ);

        assertThat(Duration.between(start, fake.clock().instant()))
                .isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
    }

    private void strike(Row row, Kind kind, Moment when, int times) {
        damage(kind, when, times, row.damage());
    }

    private void damage(Kind kind, Moment when, int times, Damage damage) {
        wire.damage(
                kind.method,
                kind.path,
                times,
                (socket, good) -> damage.answer(
                        socket, when == Moment.AFTER ? good.reply().body() : IDLE_WORDS));
    }

    private void assertEnding(Kind kind, @Nullable Failure expected, Moment when) {
        DirectoryException failed = catchThrowableOfType(DirectoryException.class, () -> perform(kind));

        assertThat(failed == null ? null : failed.failure()).isEqualTo(expected);
        assertEffect(kind, expected == null || when == Moment.AFTER);
    }

    private void assertEffect(Kind kind, boolean done) {
        assertThat(fake.user(person.id()).attribute("title"))
                .isEqualTo(done && kind == Kind.IDEMPOTENT ? Optional.of("Lead") : Optional.empty());
        assertThat(fake.usersByEmail("new@acme.example")).hasSize(done && kind == Kind.CREATE ? 1 : 0);
    }

    /** A client that sends one call at a time keeps one connection for the next, if the last answer left it one. */
    private void assertConnections(Row row) throws Exception {
        int kept = wire.lastWasSound() || row.keeps() ? 1 : 0;
        assertThat(wire.held(kept)).isEqualTo(kept);
        assertThatThrownBy(ELSEWHERE::accept).isInstanceOf(SocketTimeoutException.class);
    }

    private List<FaultyWire.Request> requestsOf(Kind kind) {
        return requests(kind.method, kind.path);
    }

    private List<FaultyWire.Request> requests(String method, String path) {
        return wire.requests().stream()
                .filter(r -> r.method().equals(method) && r.target().startsWith(path))
                .toList();
    }

    private void perform(Kind kind) {
        perform(genesys, kind);
    }

    private void perform(GenesysCloud by, Kind kind) {
        switch (kind) {
            case READ -> {
                Listing<Group> groups = by.groups().list();
                assertThat(groups.completeness().doubts()).isEmpty();
                assertThat(groups.entries()).extracting(Group::name).containsExactly("a", "b");
            }
            case IDEMPOTENT -> {
                Account changed = by.accounts()
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
                        by.accounts().create(new NewAccount("hr-1", "new@acme.example", "New", acme, Map.of()));
                assertThat(created.division()).isEqualTo(acme.id());
            }
        }
    }

    private GenesysCloud.Builder reaching(URI api, HttpClient client, Sleeper sleeper) {
        return Reach.through(wire, fake)
                .hosts(api, wire.uri())
                .httpClient(client)
                .sleeper(sleeper)
                .largestAnswer(1 << 20);
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(WORKERS);
    }

    private static ServerSocket listener() {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(1);
            return listener;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
