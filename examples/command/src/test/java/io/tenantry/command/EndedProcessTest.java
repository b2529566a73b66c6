// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.command.Processes.Run;
import io.tenantry.command.Processes.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is asked to end closes its files first, so that a copy of a file alone is a backup. */
@NullUnmarked
class EndedProcessTest {
    @TempDir
    Path directory;

    private CommandHarness command;
    private Processes processes;
    private String pushes;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        processes = new Processes(command);
        pushes = command.file("pushes.db").toString();
    }

    @AfterEach
    void end() {
        processes.close();
    }

    @Test
    void watchThatWaitsClosesTheState() throws Exception {
        Started watch = processes.provision("watch", "--every", "1s", "--prove", "never");
        watch.await(() -> hasAccount("ana") && hasAccount("ben") && hasAccount("eva"));
        watch.await(() -> says(watch, " applied"));

        requireClosed(terminated(watch));

        assertThat(copied("policy.state.db", "state", "--state").out())
                .contains("3 people linked to accounts", "9 DONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "prove", "lint", "watch", "offboard retail"})
    void commandThatReadsClosesTheState(String words) throws Exception {
        processes.provision("plan").ended();
        command.fake.recorder().clear();
        command.fake.faults().on("GET", "/api/v2/**").always().stall();
        Started process = processes.provision(words.split(" ", -1));
        process.await(() -> command.fake.recorder().count("GET", "/api/v2/**") > 0);

        requireClosed(terminated(process));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "watch"})
    void commandThatWritesEndsBetweenTwoCallsAndClosesTheState(String verb) throws Exception {
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/users")
                .always()
                .running(() -> LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()))
                .pass();
        Started process = processes.provision(verb);
        process.await(() -> command.fake.recorder().count("POST", "/api/v2/scim/v2/users") > 0);

        requireClosed(terminated(process));

        assertThat(copied("policy.state.db", "state", "--state").out())
                .contains(" linked to accounts", "Calls without a known outcome: none", "Leases: none");
    }

    @Test
    void serveClosesThePushesAndItsDesk() throws Exception {
        String token = issued();
        Started serve = processes.exactly(List.of(), List.of("serve", "--scim", pushes));
        serve.await(() -> says(serve, "/scim/v2\n"));
        push(serve, token, "ana");

        requireClosed(terminated(serve));

        assertThat(copied("pushes.db", "scim status --connection entra", "--scim")
                        .out())
                .contains("1 user");
    }

    @Test
    void serveThatWatchesClosesBothFilesAndItsDesk() throws Exception {
        String token = issued();
        List<String> words = new ArrayList<>(List.of("serve", "--watch", "--scim", pushes, "--connection", "entra"));
        words.addAll(processes.organization());
        Started serve = processes.exactly(List.of(), words);
        serve.await(() -> says(serve, "/scim/v2\n"));
        push(serve, token, "ana");

        requireClosed(terminated(serve));

        assertThat(copied("pushes.db", "scim status --connection entra", "--scim")
                        .out())
                .contains("1 user");
    }

    @Test
    void everyPushThatWasAnsweredIsInTheFileThatAnEndedServeLeaves() throws Exception {
        String token = issued();
        Started serve = processes.exactly(List.of(), List.of("serve", "--scim", pushes));
        serve.await(() -> says(serve, "/scim/v2\n"));
        int answered = 0;
        try {
            for (int i = 0; i < 10_000; i++) {
                push(serve, token, "p" + i);
                answered++;
                if (answered == 20) {
                    serve.signal("TERM");
                }
            }
        } catch (UncheckedIOException e) {
            assertThat(answered).as("pushes before the end").isGreaterThanOrEqualTo(20);
        }

        requireClosed(serve.ended());

        String users = copied("pushes.db", "scim status --connection entra", "--scim")
                .out()
                .replaceFirst("(?s).*entra: (\\d+) users.*", "$1");
        assertThat(Integer.parseInt(users)).isBetween(answered, answered + 1);
    }

    private boolean hasAccount(String name) {
        return !command.fake.usersByEmail(name + "@bpo.example").isEmpty();
    }

    private static boolean says(Started process, String words) {
        return process.said().contains(words);
    }

    private static Run terminated(Started process) throws Exception {
        process.signal("TERM");
        return process.ended();
    }

    private void requireClosed(Run run) throws IOException {
        assertThat(run.exit()).as(run.toString()).isEqualTo(130);
        assertThat(run.out()).endsWith("interrupted\n");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(run.toString())
                    .noneMatch(name -> name.matches(".*\\.db[-.].*"));
        }
    }

    /** Shows a copy of the file alone, as of a backup that was restored elsewhere. */
    private Result copied(String name, String verb, String option) throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path copy = Files.copy(command.file(name), elsewhere.resolve(name));
        List<String> words = new ArrayList<>(List.of(verb.split(" ", -1)));
        words.addAll(List.of(option, copy.toString()));
        if (verb.equals("state")) {
            words.addAll(List.of("--policy", command.policy.toString()));
        }
        return command.runExactly(words.toArray(String[]::new));
    }

    private String issued() {
        Result issued = command.runExactly(
                "scim", "token", "issue", "--label", "entra", "--scim", pushes, "--connection", "entra", "--json");
        return issued.json("token").get(0).path("token").asText();
    }

    private static void push(Started serve, String token, String name) throws InterruptedException {
        String at = serve.said().replaceFirst("(?s).*?(http://[^ \\n]*/scim/v2)\\n.*", "$1");
        HttpRequest request = HttpRequest.newBuilder(URI.create(at + "/Users"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name
                                + "@bpo.example\",\"displayName\":\"" + name + "\",\"active\":true}"))
                .build();
        try {
            int status = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .statusCode();
            if (status != 201) {
                throw new IOException("answered with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
