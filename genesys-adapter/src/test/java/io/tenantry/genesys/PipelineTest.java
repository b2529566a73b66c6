// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.GroupId;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call meets on its way: the budget, the circuit, the listeners, the checks of addresses. */
class PipelineTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
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
        assertThat(refused.retryAfter()).isPresent();
        assertThat(wire.requests()).hasSize(sent);

        fake.advance(refused.retryAfter().orElseThrow());
        assertThat(genesys.roles().list().completeness().isComplete()).isTrue();
        assertThat(genesys.roles().list().completeness().isComplete()).isTrue();
    }

    @Test
    void doesNotLeaveAHostAloneForOneDamagedGroup() {
        GenesysCloud genesys = overTheWire().build();
        GroupId damaged = new GroupId(fake.createGroup("damaged").id());
        GroupId sound = new GroupId(fake.createGroup("sound").id());
        wire.damage(
                "GET",
                "/api/v2/groups/" + damaged.value(),
                Integer.MAX_VALUE,
                (socket, good) ->
                        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(500, new byte[0]), Map.of()));

        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(() -> genesys.groups().members(damaged));
        }

        assertThat(genesys.groups().members(sound).completeness().isComplete()).isTrue();
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
    void sharesOneBudgetAmongSeveralNodes() {
        RateBudget shared = RateBudget.perMinute(
                11,
                () -> Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos());
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
                .budgets(i -> new StuckBudget(Duration.ofMinutes(30)))
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
                1,
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
        return GenesysCloud.builder()
                .hosts(wire.uri(), wire.uri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .clock(fake.clock())
                .nanoTime(() ->
                        Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos())
                .sleeper(fake::advance);
    }

    private record StuckBudget(Duration length) implements RateBudget {
        @Override
        public Duration ask(Urgency urgency) {
            return length;
        }

        @Override
        public void heard(Announcement announcement) {}

        @Override
        public void pause(Duration pause) {}

        @Override
        public int callsPerMinute() {
            return 1;
        }
    }
}
