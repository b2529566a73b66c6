// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code provision watch} on the virtual time of the fake. */
@NullUnmarked
class WatchVerbTest {
    @TempDir
    Path directory;

    private CommandHarness command;
    private Instant begun;
    private int port;
    private final TreeMap<Instant, Runnable> later = new TreeMap<>();

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        begun = command.fake.clock().instant();
        command.sleeping = () -> {
            while (!later.isEmpty()
                    && !later.firstKey().isAfter(command.fake.clock().instant())) {
                later.pollFirstEntry().getValue().run();
            }
        };
    }

    private void after(int minutes, Runnable what) {
        later.put(begun.plus(Duration.ofMinutes(minutes)), what);
    }

    private void stopsAfter(int minutes) {
        after(minutes, () -> command.interruption.ask());
    }

    private boolean hasAccount(String name) {
        return !command.fake.usersByEmail(name + "@bpo.example").isEmpty();
    }

    @Test
    void followsTheFileOfPeopleUntilItIsStopped() {
        after(10, () -> {
            assertThat(hasAccount("ana")).isTrue();
            command.people("ana A", "ben A", "eva B", "zoe B");
        });
        stopsAfter(20);

        Result result = command.run("watch");

        assertThat(result.exit()).isEqualTo(Exit.INTERRUPTED);
        assertThat(hasAccount("zoe")).isTrue();
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(1)).isEqualTo("Watching");
        assertThat(lines.get(2)).contains("everybody (no plan for everybody", " applied");
        assertThat(result.out())
                .contains(
                        "everybody (the source cannot say what changed: a file of people is another one): ", "proof: ")
                .doesNotContain("zoe", "bpo.example");
        assertThat(lines).hasSizeLessThan(12);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("interrupted");
    }

    @Test
    void fileThatIsStillWrittenIsNotReadYet() {
        for (int minute = 10; minute < 30; minute++) {
            int now = minute;
            after(minute, () -> {
                List<String> people = new ArrayList<>(List.of("ana A", "ben A", "eva B"));
                for (int i = 10; i <= now; i++) {
                    people.add("new" + i + " B");
                }
                command.people(people.toArray(String[]::new));
            });
        }
        later.put(
                begun.plus(Duration.ofMinutes(29)).plusSeconds(50),
                () -> assertThat(hasAccount("new10")).isFalse());
        stopsAfter(40);

        command.run("watch");

        assertThat(hasAccount("new29")).isTrue();
    }

    @Test
    void fileOfMembersThatIsNewIsRead() throws IOException {
        command.write("users.csv", """
                id,userPrincipalName,displayName,accountEnabled
                1,ana@bpo.example,Ana,True
                2,eva@bpo.example,Eva,True
                """);
        Files.createDirectory(command.file("members"));
        command.write("members/Account-A.csv", "id,userPrincipalName\n1,ana@bpo.example\n");
        after(10, () -> command.write("members/Account-B.csv", "id,userPrincipalName\n2,eva@bpo.example\n"));
        stopsAfter(20);

        command.runExactly(
                "watch",
                "--policy",
                command.policy.toString(),
                "--users",
                command.file("users.csv").toString(),
                "--members-dir",
                command.file("members").toString(),
                "--domain",
                "mypurecloud.com");

        assertThat(hasAccount("eva")).isTrue();
    }

    @Test
    void policyThatIsEditedIsUsedAndABrokenOneIsSaidOnce() {
        String right = read(command.policy);
        after(10, () -> command.write("policy.yaml", right.replace("tenants:", "tenant:")));
        after(40, () -> command.write("policy.yaml", right.replace("A_Agents", "A_Team")));
        stopsAfter(60);

        Result result = command.run("watch");

        assertThat(result.out().lines().filter(line -> line.contains("the policy cannot be used")))
                .hasSize(1);
        assertThat(result.out()).contains("another policy is in force", "everybody (the policy has changed): ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysOneObjectForEachThingDone() {
        after(10, () -> command.people("ben A", "eva B"));
        stopsAfter(20);

        Result result = command.run("watch", "--json", "--prove", "never");

        assertThat(result.json("watch").stream().map(e -> e.path("event").asText()))
                .startsWith("reconciled")
                .endsWith("stopped")
                .doesNotContain("proven", "failed");
        assertThat(result.json("end"))
                .singleElement()
                .satisfies(e -> assertThat(e.path("exitCode").asInt()).isEqualTo(130));
        assertThat(result.out()).doesNotContain("bpo.example");
    }

    @Test
    void healthSaysHowItStandsAndNamesNobody() {
        List<HttpResponse<String>> answers = new ArrayList<>();
        command.people("ana A", "ben AB", "eva B");
        after(5, () -> answers.add(get("")));
        after(10, () -> command.write("policy.yaml", "no policy"));
        after(15, () -> {
            answers.add(get(""));
            answers.add(get("/other"));
        });
        stopsAfter(16);

        watchWithHealth();

        JsonNode well = json(answers.get(0).body());
        assertThat(answers.get(0).statusCode()).isEqualTo(200);
        assertThat(well.path("status").asText()).isEqualTo("well");
        assertThat(well.path("due").asInt()).isEqualTo(1);
        assertThat(well.has("lastSweep")).isTrue();
        assertThat(answers.get(0).body()).doesNotContain("ben", "bpo.example");
        assertThat(answers.get(1).statusCode()).isEqualTo(503);
        assertThat(json(answers.get(1).body()).path("reasons")).hasSize(1);
        assertThat(answers.get(2).statusCode()).isEqualTo(404);
    }

    private void watchWithHealth() {
        port = freePort();

        Result result = command.run("watch", "--health", Integer.toString(port));

        assertThat(result.out()).contains("Watching; health at http://127.0.0.1:" + port + "/health");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        URI address = URI.create("http://127.0.0.1:" + port + "/health" + path);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void beginsAlthoughTheOrganizationIsDownAndSaysWhenItIsTriedAgain() {
        command.fake.faults().on("GET", "/api/v2/**").always().answer(503);
        after(30, () -> command.fake.faults().clear());
        stopsAfter(60);

        Result result = command.run("watch");

        assertThat(result.out().lines().filter(line -> line.contains("look failed: ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("; next try at "));
        assertThat(hasAccount("ana")).isTrue();
    }

    @Test
    void portThatIsTakenIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = command.run("watch", "--health", Integer.toString(taken.getLocalPort()));

            assertThat(result.exit()).isEqualTo(Exit.REFUSED);
            assertThat(result.err()).contains("--health " + taken.getLocalPort() + " cannot be used");
        }
    }

    @Test
    void sweepsAtTimesOfDayInAZone() {
        stopsAfter(24 * 60);

        Result result = command.run("watch", "--sweep", "02:00,14:00@Europe/Madrid", "--prove", "6h", "--every", "10m");

        assertThat(result.out().lines().filter(line -> line.contains(" proof: ")))
                .hasSizeBetween(3, 4);
        assertThat(result.out()).doesNotContain("failed");
    }

    @Test
    void namesEachMistakeOfItsOptions() {
        Result result = command.run(
                "watch", "--every", "0s", "--sweep", "25:00", "--prove", "02:00@Europe/Nowhere", "--health", "70000");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err().lines())
                .containsExactlyInAnyOrder(
                        "--every needs a time such as 30s, 5m or 1h, not 0s",
                        "--sweep needs a time such as 6h, times of day such as 02:00,14:00 or 02:00@Europe/Madrid, or never, "
                                + "not 25:00",
                        "--prove needs a time such as 6h, times of day such as 02:00,14:00 or 02:00@Europe/Madrid, or never, "
                                + "not 02:00@Europe/Nowhere",
                        "--health needs a port from 0 to 65535, or an IP address of this machine and a port such as 0.0.0.0:8081");
        assertThat(command.run("plan", "--every", "5m").err()).contains("--every goes with watch, serve only");
    }
}
