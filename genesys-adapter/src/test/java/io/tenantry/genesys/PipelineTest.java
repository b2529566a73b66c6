// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.host.Sleeper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call meets on its way: the budget, the circuit, the listeners, the checks of addresses. */
class PipelineTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.builder()
            .with(Quirk.RateHeaders.ONLY_WHEN_LIMITED) // the budgets of these tests are their own
            .build();
    private final FaultyWire wire = new FaultyWire(fake);
    private final List<Duration> waits = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        wire.close();
        fake.close();
    }

    @Test
    void leavesAHostAloneThatDoesNotAnswerAndThenTriesOneCall() {
        GenesysCloud genesys = overTheWire().build();
        wire.damage("GET", "/api/v2/groups", Integer.MAX_VALUE, (socket, good) -> socket.close());
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(() -> genesys.groups().list());
        }
        int sent = wire.requests().size();

        DirectoryException refused = catchThrowableOfType(
                DirectoryException.class, () -> genesys.roles().list());
        assertThat(refused.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(refused).hasMessageContaining("no call is sent to this host for the next 15 s");
        assertThat(refused.retryAfter()).as("the service asked for nothing").isEmpty();
        assertThat(wire.requests()).hasSize(sent);

        fake.advance(Duration.ofSeconds(15));
        assertThat(genesys.roles().list().completeness().isComplete()).isTrue();
        assertThat(genesys.roles().list().completeness().isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void doesNotLeaveAHostAloneForOneDamagedGroup(int status) {
        GenesysCloud genesys = overTheWire().build();
        GroupId damaged = new GroupId(fake.createGroup("damaged").id());
        GroupId sound = new GroupId(fake.createGroup("sound").id());
        wire.damage(
                "GET",
                "/api/v2/groups/" + damaged.value(),
                Integer.MAX_VALUE,
                (socket, good) -> answer(socket, status, ""));

        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(() -> genesys.groups().members(damaged));
        }

        assertThat(genesys.groups().members(sound).completeness().isComplete()).isTrue();
    }

    @Test
    void leavesAHostAloneThatIsOverloadedOnSeveralPaths() {
        GenesysCloud genesys = overTheWire().build();
        genesys.organization();
        wire.damage("GET", "/api/v2/", Integer.MAX_VALUE, (socket, good) -> answer(socket, 503, ""));
        for (int i = 0; i < 3; i++) {
            GroupId group = new GroupId("g" + i);
            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(() -> genesys.groups().members(group));
        }
        int sent = wire.requests().size();

        assertThatExceptionOfType(DirectoryException.class).isThrownBy(genesys::organization);

        assertThat(wire.requests()).hasSize(sent);
    }

    @Test
    void leavesALogInHostAloneThatDoesNotAnswer() {
        GenesysCloud genesys = overTheWire().build();
        wire.damage("POST", "/oauth/token", Integer.MAX_VALUE, (socket, good) -> socket.close());
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(DirectoryException.class).isThrownBy(genesys::organization);
        }
        int asked = wire.requests().size();

        DirectoryException failed = catchThrowableOfType(DirectoryException.class, genesys::organization);

        assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(failed.retryAfter()).isEmpty();
        assertThat(wire.requests()).hasSize(asked);
    }

    @Test
    void spreadsCallsOverThePoolSoThatEachCredentialKeepsItsBudget() {
        Role admin = fake.org().rolesNamed("Master Admin").get(0);
        OAuthClient second = fake.createClient("second", List.of(admin), List.of(Division.ALL));
        GenesysCloud genesys = Reach.MEMORY
                .to(fake)
                .credentials(ClientCredentials.of(second.id(), second.secret().toCharArray()))
                .budgets(i -> RateBudget.perMinute(11, System::nanoTime))
                .sleeper(waits::add)
                .build();

        for (int i = 0; i < 20; i++) {
            genesys.roles().list();
        }

        Map<String, Long> calls = fake.recorder().matching("GET", "/api/v2/authorization/roles").stream()
                .collect(Collectors.groupingBy(e -> e.clientId(), Collectors.counting()));
        assertThat(calls).isEqualTo(Map.of(fake.rootClient().id(), 10L, second.id(), 10L));
        assertThat(waits).isEmpty();
        assertThat(genesys.limits().callsPerMinute()).isEqualTo(22);
    }

    @Test
    void sendsWithAnotherCredentialWhatOneIsRefusedForItsBudget() {
        Role admin = fake.org().rolesNamed("Master Admin").get(0);
        OAuthClient second = fake.createClient("second", List.of(admin), List.of(Division.ALL));
        GenesysCloud genesys = overTheWire()
                .credentials(ClientCredentials.of(second.id(), second.secret().toCharArray()))
                .sleeper(wait -> {
                    waits.add(wait);
                    fake.advance(wait);
                })
                .build();
        wire.damage("GET", "/api/v2/groups", 1, (socket, good) -> answer(socket, 429, "{}", "Retry-After", "3600"));

        assertThat(genesys.groups().list().completeness().isComplete()).isTrue();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(1)));
    }

    @Test
    void goesOnWithTheOthersWhereACredentialOfThePoolIsRefused() throws IOException {
        GenesysCloud genesys = pool(fake.rootClient().id(), "mistyped-1");

        for (int i = 0; i < 20; i++) {
            genesys.roles().list();
        }

        assertThat(fake.recorder().count("POST", "/oauth/token")).isEqualTo(2);
        assertThat(genesys.limits().callsPerMinute()).isEqualTo(300);
        assertThat(Files.readAllLines(Path.of("target", "trace.log")))
                .filteredOn(line -> line.contains(" WARN ") && line.contains("mistyped-1"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("a credential of the pool is set aside for PT10M")
                .contains("status 4")
                .doesNotContain(fake.rootClient().secret());
    }

    @Test
    void triesACredentialAgainThatWasSetAside() {
        GenesysCloud genesys = pool(fake.rootClient().id(), "mistyped-2");
        genesys.roles().list();
        fake.advance(Duration.ofMinutes(10));

        genesys.roles().list();
        genesys.roles().list();

        assertThat(fake.recorder().matching("POST", "/oauth/token"))
                .extracting(Exchange::status)
                .filteredOn(status -> status >= 400)
                .hasSize(2);
    }

    @Test
    void saysWhatIsWrongWhereEveryCredentialOfThePoolIsRefused() {
        GenesysCloud genesys = pool("mistyped-3", "mistyped-4");

        for (int i = 0; i < 3; i++) {
            DirectoryException failed = catchThrowableOfType(
                    DirectoryException.class, () -> genesys.roles().list());

            assertThat(failed.failure()).isEqualTo(Failure.NOT_AUTHENTICATED);
            assertThat(failed).hasMessageContaining("POST /oauth/token failed").hasMessageContaining("mistyped-3");
        }
    }

    private GenesysCloud pool(String... clients) {
        GenesysCloud.Builder pool = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .httpClient(fake.httpClient())
                .nanoTime(Reach.nanoTime(fake));
        for (String client : clients) {
            pool.credentials(
                    ClientCredentials.of(client, fake.rootClient().secret().toCharArray()));
        }
        return pool.build();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void saysThatTheOutcomeIsUnknownWhereALostWriteIsRefusedTheSecondTime(int status) {
        GroupId group = new GroupId(fake.createGroup("g").id());
        AccountId ana = new AccountId(fake.createUser("Ana", "ana@acme.example").id());
        fake.addMembers(group.value(), ana.value());
        boolean[] lost = {false};
        wire.damage("DELETE", "/api/v2/groups/", 2, (socket, good) -> {
            if (lost[0]) {
                answer(socket, status, "{}");
            } else {
                lost[0] = true;
                good.reply();
                socket.close();
            }
        });

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> overTheWire().build().groups().remove(group, List.of(ana)));

        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(fake.members(group.value())).isEmpty();
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereNoTokenIsToBeHadForTheSecondTime() {
        GroupId group = new GroupId(fake.createGroup("g").id());
        AccountId ana = new AccountId(fake.createUser("Ana", "ana@acme.example").id());
        char[][] secret = {fake.rootClient().secret().toCharArray()};
        GenesysCloud genesys = GenesysCloud.builder()
                .hosts(wire.uri(), wire.uri())
                .credentials(ClientCredentials.of(fake.rootClient().id(), () -> secret[0].clone()))
                .sleeper(fake::advance)
                .build();
        wire.damage("POST", "/api/v2/groups/", 1, (socket, good) -> {
            good.reply();
            fake.revokeTokens(fake.rootClient());
            secret[0] = "changed meanwhile".toCharArray();
            socket.close();
        });

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.groups().add(group, List.of(ana)));

        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(fake.members(group.value())).containsExactly(ana.value());
    }

    @Test
    void beginsNoAttemptFiveMinutesAfterTheFirst() {
        Instant began = fake.clock().instant();
        List<Instant> sent = new ArrayList<>();
        GenesysCloud genesys = overTheWire().build();
        wire.damage("GET", "/api/v2/groups", Integer.MAX_VALUE, (socket, good) -> {
            sent.add(fake.clock().instant());
            answer(socket, 429, "{}", "Retry-After", "70");
        });

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.groups().list());

        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(70));
        assertThat(sent)
                .hasSizeBetween(4, 5)
                .allSatisfy(at -> assertThat(at).isBeforeOrEqualTo(began.plus(Duration.ofMinutes(5))));
    }

    @Test
    void waitsAnotherTimeEachTimeWithinTheBoundOfTheAttempt() {
        GenesysCloud genesys = overTheWire()
                .sleeper(wait -> {
                    waits.add(wait);
                    fake.advance(wait);
                })
                .random(new Random(7))
                .build();
        for (int i = 0; i < 3; i++) {
            wire.damage("GET", "/api/v2/groups", 3, (socket, good) -> answer(socket, 500, "{}"));
            genesys.groups().list();
        }

        assertThat(waits).hasSize(9).doesNotHaveDuplicates();
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isLessThanOrEqualTo(Duration.ofMillis(500L << (i % 3)));
        }
    }

    @Test
    void letsWhatTakesAccessAwayGoFirst() {
        GroupId group = new GroupId(fake.createGroup("g").id());
        AccountId ana = new AccountId(fake.createUser("Ana", "ana@acme.example").id());
        RoleInDivision role = new RoleInDivision(
                new RoleId(fake.createRole("Agent").id()),
                new DivisionId(fake.createDivision("Acme").id()));
        List<Urgency> asked = new ArrayList<>();
        for (MembershipWrites way : MembershipWrites.values()) {
            GenesysCloud genesys = Reach.MEMORY
                    .to(fake)
                    .membershipWrites(way)
                    .budgets(i -> new FixedBudget(Duration.ZERO, asked))
                    .build();
            genesys.organization();
            asked.clear();
            genesys.groups().remove(group, List.of(ana));
            genesys.grants().remove(SubjectId.of(ana), List.of(role));
            genesys.grants().remove(SubjectId.of(ana), List.of(role, role));
            assertThat(asked).as("%s", way).isNotEmpty().containsOnly(Urgency.REVOKING);
            asked.clear();
            genesys.accounts().update(ana, AccountChange.deactivation());
            assertThat(asked.get(0)).isEqualTo(Urgency.REVOKING);
            asked.clear();
            genesys.groups().add(group, List.of(ana));
            assertThat(asked).containsOnly(Urgency.ORDINARY);
        }
    }

    @Test
    void namesTheCorrelationOfEachAnswerToTheListeners() {
        List<CallReport> heard = new ArrayList<>();
        GenesysCloud genesys = Reach.MEMORY
                .to(fake)
                .listener(new CallListener() {
                    @Override
                    public void answered(CallReport call) {
                        heard.add(call);
                    }
                })
                .build();

        genesys.organization();

        assertThat(heard)
                .extracting(CallReport::route)
                .containsExactly("POST /oauth/token", "GET /api/v2/organizations/me");
        assertThat(heard)
                .extracting(CallReport::correlationId)
                .doesNotHaveDuplicates()
                .noneMatch(String::isEmpty);
    }

    @Test
    void sharesOneBudgetAmongSeveralNodes() {
        RateBudget shared = RateBudget.perMinute(11, Reach.nanoTime(fake));
        Sleeper counting = wait -> {
            waits.add(wait);
            fake.advance(wait);
        };
        GenesysCloud one =
                Reach.MEMORY.to(fake).budgets(i -> shared).sleeper(counting).build();
        GenesysCloud other =
                Reach.MEMORY.to(fake).budgets(i -> shared).sleeper(counting).build();
        for (int i = 0; i < 5; i++) {
            one.roles().list();
            other.roles().list();
        }
        assertThat(waits).isEmpty();

        other.roles().list();

        assertThat(waits).isNotEmpty();
    }

    @Test
    void givesUpInsteadOfWaitingLongForTheBudget() {
        GenesysCloud genesys = Reach.MEMORY
                .to(fake)
                .budgets(i -> new FixedBudget(Duration.ofMinutes(30), new ArrayList<>()))
                .build();

        DirectoryException failed = catchThrowableOfType(DirectoryException.class, genesys::organization);

        assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(failed.retryAfter()).contains(Duration.ofMinutes(30));
        assertThat(fake.recorder().count()).isZero();
    }

    @Test
    void tellsListenersWhatHappenedAndLetsNoneDoHarm() {
        List<String> heard = new ArrayList<>();
        GenesysCloud genesys = overTheWire()
                .listener(new CallListener() {
                    @Override
                    public void answered(CallReport call) {
                        throw new IllegalStateException("a listener's own mistake");
                    }
                })
                .listener(new CallListener() {
                    @Override
                    public void answered(CallReport call) {
                        heard.add(call.attempt() + " " + call.route() + " " + call.status());
                    }

                    @Override
                    public void failed(CallReport call) {
                        heard.add("failed " + call.route());
                    }

                    @Override
                    public void retrying(CallReport call, Duration wait) {
                        heard.add("retrying " + call.route());
                    }
                })
                .build();
        GroupId group = new GroupId(fake.createGroup("g").id());
        wire.damage(
                "GET",
                "/api/v2/groups",
                1,
                (socket, good) -> FaultyWire.write(
                        socket.getOutputStream(),
                        new FaultyWire.Reply(200, "<html>".getBytes(StandardCharsets.UTF_8)),
                        Map.of()));

        genesys.groups().members(group);

        assertThat(heard)
                .containsExactly(
                        "1 POST /oauth/token 200",
                        "1 GET /api/v2/groups/{}/individuals 200",
                        "failed GET /api/v2/groups/{}/individuals",
                        "retrying GET /api/v2/groups/{}/individuals",
                        "2 GET /api/v2/groups/{}/individuals 200");
    }

    @Test
    void keepsTheInterruptOfAThreadAndSaysWhatIsUnknown() {
        GenesysCloud genesys = overTheWire().build();
        genesys.organization();
        Thread.currentThread().interrupt();

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.groups().create("g"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
    }

    @Test
    void masksWhatTheServiceQuotesOfPeople() {
        GenesysCloud genesys = overTheWire().build();
        wire.damage(
                "GET",
                "/api/v2/groups",
                3, // a listing asks for fewer rows twice
                (socket, good) -> FaultyWire.write(
                        socket.getOutputStream(),
                        new FaultyWire.Reply(
                                400,
                                "{\"code\":\"bad.request\",\"message\":\"no ana@acme.example\\r\\nFAKE \\u202e line\"}"
                                        .getBytes(StandardCharsets.UTF_8)),
                        Map.of("ININ-Correlation-Id", "c-1")));

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.groups().list());

        assertThat(failed)
                .hasMessage("GET /api/v2/groups failed: status 400, bad.request: no (address)??FAKE ? line,"
                        + " correlation c-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.mypurecloud.com",
                "https://user@api.mypurecloud.com",
                "https://api.mypurecloud.com/path",
                "https://api.mypurecloud.com?x=1",
                "https://api.mypurecloud.com#x",
                "ftp://127.0.0.1",
                "http://127.0.0.1.evil.example",
                "https:opaque",
                "/relative"
            })
    void refusesAnAddressThatATokenMustNotBeSentTo(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenesysCloud.builder().hosts(URI.create(address), URI.create("https://login.x.y")));
    }

    @Test
    void refusesAClientThatFollowsRedirects() {
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenesysCloud.builder().httpClient(follows));
    }

    @Test
    void saysWhatIsStillToBeSaid() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> GenesysCloud.builder().region(Region.EU_WEST_1).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "a%2Fb", "a?b", "a;b", "a#b", "ä", "a b"})
    void putsNoIdIntoAPathThatIsNoId(String id) {
        GenesysCloud genesys = overTheWire().build();

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.groups().members(new GroupId(id)));

        assertThat(failed.failure()).isEqualTo(Failure.REJECTED);
        assertThat(wire.requests()).isEmpty();
    }

    private GenesysCloud.Builder overTheWire() {
        return Reach.through(wire, fake);
    }

    private static void answer(Socket socket, int status, String body, String... header) throws IOException {
        FaultyWire.write(
                socket.getOutputStream(),
                new FaultyWire.Reply(status, body.getBytes(StandardCharsets.UTF_8)),
                header.length == 0 ? Map.of() : Map.of(header[0], header[1]));
    }

    /** A budget that lets every call wait equally long, and remembers their urgency. */
    private record FixedBudget(Duration length, List<Urgency> asked) implements RateBudget {
        @Override
        public Duration ask(Urgency urgency) {
            asked.add(urgency);
            return length;
        }

        @Override
        public void heard(Announcement announcement) {}

        @Override
        public void pause(Duration pause) {}

        @Override
        public int callsPerMinute() {
            return 300;
        }
    }
}
