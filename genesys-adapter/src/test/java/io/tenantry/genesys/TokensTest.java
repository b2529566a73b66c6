// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When tokens are requested, by which thread, and how they end. */
class TokensTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void asksForNoneUntilItIsNeeded() {
        Reach.SOCKET.to(fake).build();

        assertThat(minted()).isZero();
    }

    @Test
    void asksOnceForManyThreads() throws Exception {
        GenesysCloud genesys = Reach.SOCKET.to(fake).build();

        together(16, genesys::organization);

        assertThat(minted()).isEqualTo(1);
        assertThat(fake.recorder().count("GET", "/api/v2/organizations/me")).isEqualTo(16);
    }

    @Test
    void asksOnceMoreForManyThreadsWhenTheTokenDied() throws Exception {
        GenesysCloud genesys = Reach.SOCKET.to(fake).build();
        genesys.organization();
        fake.revokeTokens(fake.rootClient());

        together(16, genesys::organization);

        assertThat(minted()).isEqualTo(2);
    }

    @Test
    void asksAgainShortlyBeforeTheTokenEnds() {
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();
        genesys.organization();
        fake.advance(Duration.ofSeconds(86_400 - 61));
        genesys.organization();
        assertThat(minted()).isEqualTo(1);

        fake.advance(Duration.ofSeconds(1));
        genesys.organization();

        assertThat(minted()).isEqualTo(2);
    }

    @Test
    void keepsATokenWithoutAnEndUntilItIsRefused() throws IOException {
        try (FaultyWire wire = new FaultyWire(fake)) {
            String token = fake.bearerToken(fake.rootClient());
            GenesysCloud genesys = to(wire, new ArrayList<>());
            wire.damage(
                    "POST",
                    "/oauth/token",
                    1,
                    (socket, good) -> FaultyWire.write(
                            socket.getOutputStream(),
                            new FaultyWire.Reply(
                                    200, ("{\"access_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8)),
                            Map.of()));

            genesys.organization();
            genesys.organization();

            assertThat(wire.requests())
                    .filteredOn(r -> r.line().contains("/oauth/token"))
                    .hasSize(1);
        }
    }

    @Test
    void isNotMisledByAWallClockThatIsSet() {
        long[] nanos = {0};
        GenesysCloud genesys = Reach.MEMORY.to(fake).nanoTime(() -> nanos[0]).build();
        genesys.organization();

        fake.advance(Duration.ofHours(20));
        genesys.organization();

        assertThat(minted()).isEqualTo(1);
    }

    @Test
    void waitsWhenTheEndpointIsThrottledInEitherWay() throws IOException {
        try (FaultyWire wire = new FaultyWire(fake)) {
            List<Duration> waits = new ArrayList<>();
            GenesysCloud genesys = to(wire, waits);
            int[] turn = {0};
            wire.damage("POST", "/oauth/token", 2, (socket, good) -> {
                boolean first = turn[0]++ == 0;
                String body = "{\"error\":\"invalid_request\",\"description\":\"rate limit exceeded; wait\"}";
                FaultyWire.write(
                        socket.getOutputStream(),
                        new FaultyWire.Reply(first ? 400 : 429, body.getBytes(StandardCharsets.UTF_8)),
                        first ? Map.of() : Map.of("Retry-After", "9"));
            });

            genesys.organization();

            assertThat(waits).hasSize(2);
            assertThat(waits.get(1)).isEqualTo(Duration.ofSeconds(9));
        }
    }

    @Test
    void endsWhenTheEndpointAnswersWithNoToken() throws IOException {
        try (FaultyWire wire = new FaultyWire(fake)) {
            wire.damage(
                    "POST",
                    "/oauth/token",
                    Integer.MAX_VALUE,
                    (socket, good) -> FaultyWire.write(
                            socket.getOutputStream(),
                            new FaultyWire.Reply(200, "{}".getBytes(StandardCharsets.UTF_8)),
                            Map.of()));

            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(() -> to(wire, new ArrayList<>()).organization())
                    .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.RETRY_LATER));
        }
    }

    @Test
    void namesTheClientWhoseSecretIsWrongAndNotTheSecret() {
        GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .httpClient(fake.httpClient())
                .credentials(ClientCredentials.of(fake.rootClient().id(), "wrong-marker".toCharArray()))
                .build();

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(genesys::organization)
                .withMessageContaining(fake.rootClient().id())
                .withMessageContaining("authentication failed")
                .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.NOT_AUTHENTICATED))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wrong-marker"));
        assertThat(minted()).isEqualTo(1);
    }

    @Test
    void overwritesTheSecretThatItWasHanded() {
        AtomicReference<char[]> handed = new AtomicReference<>();
        GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .httpClient(fake.httpClient())
                .credentials(ClientCredentials.of(fake.rootClient().id(), () -> {
                    char[] fresh = fake.rootClient().secret().toCharArray();
                    handed.set(fresh);
                    return fresh;
                }))
                .build();

        genesys.organization();

        assertThat(handed.get()).containsOnly('\0');
    }

    @Test
    void givesTheTokenBackOnCloseIfAsked() {
        GenesysCloud kept = Reach.MEMORY.to(fake).build();
        GenesysCloud given = Reach.MEMORY.to(fake).revokeTokensOnClose().build();
        kept.organization();
        given.organization();

        kept.close();
        given.close();
        given.close();

        assertThat(fake.recorder().count("DELETE", "/api/v2/tokens/me")).isEqualTo(1);
    }

    private GenesysCloud to(FaultyWire wire, List<Duration> waits) {
        return Reach.through(wire, fake).sleeper(waits::add).build();
    }

    private long minted() {
        return fake.recorder().count("POST", "/oauth/token");
    }

    private static void together(int threads, Runnable work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
