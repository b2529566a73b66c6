// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.command.CommandHarness.Result;
import io.tenantry.scim.ScimStore;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.StoreWrite;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with its state in PostgreSQL, which several nodes share. */
@NullUnmarked
class StateServerTest {
    private static EmbeddedPostgres server;
    private static int databases;

    @TempDir
    Path directory;

    private CommandHarness command;
    private String url;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        command = new CommandHarness(directory);
        command.environment.put(StateOptions.PASSWORD, "s3cret");
        String name = "state_" + databases++;
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
    }

    private Result run(String verb) {
        return command.run(verb, "--state", url + "?user=postgres");
    }

    private Result about(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--state", url + "?user=postgres"));
        return command.runExactly(all.toArray(String[]::new));
    }

    @Test
    void whatOneNodeKnowsTheNextOneKnows() {
        Result first = run("apply");
        command.people("ana A", "eva B");
        Result second = run("apply");
        Result state = about("state");

        assertThat(List.of(first.exit(), second.exit(), state.exit()))
                .containsExactly(Exit.DONE, Exit.DONE, Exit.SHOWN);
        assertThat(first.out()).startsWith("State: " + url + " (new)\n").doesNotContain("s3cret");
        assertThat(second.out()).startsWith("State: " + url + "\n");
        assertThat(second.out()).contains("- ben@bpo.example: deactivate account");
        assertThat(state.out()).contains("3 people linked to accounts", "tenant retail: division \"Tenant_A\"");
        assertThat(directory.toFile().list()).noneMatch(f -> f.contains("state"));
    }

    @Test
    void besideARunOfAnotherNodeTheRefusalSaysWhoSinceWhenAndUntilWhen() {
        run("plan");
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        try (State other = new StateServer(url + "?user=postgres", Optional.of("s3cret"))
                .open(Occupant.ofProcess(Verb.APPLY, since))) {
            String organization = other.store().notes().organizations().get(0).id();
            other.store().acquire(Fence.ofOrganization(organization), "run-of-node-2", Duration.ofHours(1));
            other.store()
                    .commit(List.of(new StoreWrite.Begin(
                            new Journal.Run("run-of-node-2", "plan", "policy", List.of("cto"), since))));

            Result refused = run("apply");
            Result state = about("state");

            assertThat(refused.exit()).isEqualTo(Exit.UNREACHABLE);
            assertThat(refused.err())
                    .contains("run run-of-node-2, approved by cto, is applying a plan to this organization since "
                            + since)
                    .containsPattern("Its lease ends at 2026-01-01T0[01]:[0-9:]+Z unless it extends it");
            assertThat(command.fake.recorder().writes()).isEmpty();
            assertThat(state.out())
                    .containsPattern("Leases:\n  apply " + organization + ": run-of-node-2 since " + since
                            + ", until 2026-01-01T0[01]:[0-9:]+Z unless it extends it\n");
        }
    }

    @Test
    void tablesOfPushesMakeNoState() throws Exception {
        try (HikariDataSource source = Pool.of(url + "?user=postgres", Optional.of("s3cret"), 1);
                ScimStore pushes = ScimStore.open(source)) {
            pushes.connection("entra");
        }

        assertThat(run("plan").out()).startsWith("State: " + url + " (new)\n");
    }

    @Test
    void aUserWhomTheServerDoesNotKnowIsNamedAndThePasswordIsNot() {
        Result result = command.run("plan", "--state", url + "?user=nobody");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .contains("the state cannot be used: " + url, "nobody")
                .doesNotContain("s3cret");
    }
}
