// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one run of the command knows of the runs before it, and what it says if it cannot know. */
@NullUnmarked
class StateTest {
    @TempDir
    Path directory;

    private CommandHarness command;
    private Path state;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        state = command.file("policy.state.db");
    }

    @Test
    void theFirstLineNamesTheStateBesideThePolicy() {
        Result first = command.run("plan");
        Result second = command.run("apply");
        Result json = command.run("prove", "--json");

        assertThat(first.out()).startsWith("State: " + state + " (new)\n");
        assertThat(second.out()).startsWith("State: " + state + "\n");
        assertThat(json.out().lines().findFirst())
                .contains("{\"type\":\"state\",\"place\":\"" + state + "\",\"note\":\"\",\"cost\":\"\"}");
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder("policy.yaml", "people.jsonl", "policy.state.db");
    }

    @Test
    void anEmptyFileIsANewState() throws Exception {
        Files.createFile(state);

        Result result = command.run("plan");

        assertThat(result.out()).startsWith("State: " + state + " (new)\n");
    }

    @Test
    void aRunThatTheStateStopsBeforeItsFirstCallSaysSoAndEndsAsUnreachable() throws Exception {
        command.run("apply");
        zeroCalls();
        command.people("ana A", "ben B", "new A");

        Result text = command.run("apply");
        Result json = command.run("apply", "--json");

        assertThat(text.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(text.out())
                .containsPattern(
                        "Stopped after 0 of \\d+ write calls: the state cannot be used: SQLite file .*: the file"
                                + " is damaged\\. Restore a backup, then start again\\..* Plan again when that is repaired");
        assertThat(json.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(json.json("outcome").get(0).path("message").asText()).contains("the file is damaged");
    }

    private void zeroCalls() throws Exception {
        long page;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state);
                Statement statement = connection.createStatement()) {
            page = statement
                    .executeQuery("select rootpage from sqlite_schema where name = 'tenantry_call'")
                    .getLong(1);
        }
        try (RandomAccessFile file = new RandomAccessFile(state.toFile(), "rw")) {
            file.seek((page - 1) * 4_096);
            file.write(new byte[4_096]);
        }
    }

    @Test
    void whatAKilledProcessLeftWithoutItsFileIsNotTakenForANewState() throws Exception {
        Path log = command.write("policy.state.db-wal", "what a killed process left");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).contains("the file is missing or empty, and policy.state.db-wal");
        assertThat(log).hasContent("what a killed process left");
    }

    @Test
    void stateThatADyingProcessPutAsideIsNotTakenForANewOne() throws Exception {
        command.run("apply");
        Path aside = Files.move(state, command.file("policy.state.db-aside"));

        Result plan = command.run("plan");
        Result shown = command.run("state");

        for (Result result : List.of(plan, shown)) {
            assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
            assertThat(result.err())
                    .contains("it is called policy.state.db-aside")
                    .contains("Rename it back");
        }
        Files.move(aside, state);
        assertThat(command.run("plan").exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void withoutStateTheFirstLineSaysWhatThatCosts() {
        Result result = command.run("apply", "--no-state");

        assertThat(result.exit()).isEqualTo(Exit.DONE);
        assertThat(result.out())
                .startsWith("State: none. Nothing of earlier runs is known and nothing is kept: people who vanished"
                        + " from the source are not noticed, limits count this run alone");
        assertThat(state).doesNotExist();
    }

    @Test
    void aPersonWhoVanishedFromTheExportIsALeaver() {
        command.run("apply");
        command.people("ana A", "eva B");

        Result forgetful = command.run("apply", "--no-state");
        UserState before = ben();
        Result result = command.run("apply");

        assertThat(forgetful.exit()).as("what it costs").isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(before).isEqualTo(UserState.ACTIVE);
        assertThat(result.exit()).isEqualTo(Exit.DONE);
        assertThat(ben()).isEqualTo(UserState.INACTIVE);
    }

    private UserState ben() {
        return command.fake.usersByEmail("ben@bpo.example").get(0).state();
    }

    @Test
    void theRemovalsOfTwoRunsShareTheLimits() {
        command.run("apply");
        command.people("ana A", "ben A off", "eva B");
        Result first = command.run("apply");
        command.people("ana A off", "ben A off", "eva B");

        Result second = command.run("apply");
        Result forgetful = command.run("plan", "--no-state");

        assertThat(first.exit()).isEqualTo(Exit.DONE);
        assertThat(second.exit()).isEqualTo(Exit.HELD);
        assertThat(second.out()).contains("! limit-accounts, tenant retail");
        assertThat(forgetful.exit()).isEqualTo(Exit.CHANGES_PENDING);
    }

    @Test
    void aPlanIsAppliedOnce() {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString());
        command.fake.advance(Duration.ofSeconds(1));
        Result first = command.run("apply", plan.toString());

        Result second = command.run("apply", plan.toString());

        assertThat(first.exit()).isEqualTo(Exit.DONE);
        assertThat(second.exit()).isEqualTo(Exit.REFUSED);
        assertThat(second.err()).contains("the plan was applied before, with or without an override: plan again");
    }

    @Test
    void anOrganizationThatKeepsFailingIsNotReadAgainByTheNextRun() {
        command.fake.faults().onAny().always().answer(503);
        List<Exit> failed =
                Stream.generate(() -> command.run("plan").exit()).limit(3).toList();
        command.fake.faults().clear();
        int calls = command.fake.recorder().count();

        Result result = command.run("plan");

        assertThat(failed).containsOnly(Exit.UNREACHABLE);
        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .containsPattern("organization failed 3 times in a row since [0-9-]+T[0-9]{2}:[0-9]{2}:[0-9]{2}Z, ")
                .contains("; provision state names it, and with --lift-quarantine ends it");
        assertThat(command.fake.recorder().count()).isEqualTo(calls);
    }

    @Test
    void whatOnlyReadsMakesNoState() {
        Result lint = command.run("lint");
        Result whatIf = command.run("what-if", command.policy.toString());

        assertThat(lint.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(whatIf.out()).startsWith("State: " + state + " (not there yet)\n");
        assertThat(state).doesNotExist();
    }

    @Test
    void whatOnlyReadsLeavesTheStateAsItIs() throws IOException {
        command.run("apply");
        byte[] before = Files.readAllBytes(state);
        command.people("ana A", "eva B");

        Result result = command.run("what-if", command.policy.toString());
        command.run("lint");

        assertThat(result.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(Files.readAllBytes(state)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a state.db", "Zustände.db", "what?.db", "100%#1.db"})
    void aStateMayHaveAnyName(String name) {
        Path named = command.file(name);

        Result first = command.run("apply", "--state", named.toString());
        Result second = command.run("apply", "--state=" + named);

        assertThat(first.out()).startsWith("State: " + named + " (new)\n");
        assertThat(List.of(first.exit(), second.exit())).containsExactly(Exit.DONE, Exit.NOTHING_TO_DO);
        assertThat(named).exists();
    }

    @Test
    void theStateOfAPolicyIsNamedAfterIt() {
        List<String> names = Stream.of("p.yaml", "dir/p.yml", "p.json", "p.q.txt")
                .map(p -> StateFile.beside(Path.of(p)).file().getFileName().toString())
                .toList();

        assertThat(names).containsExactly("p.state.db", "p.state.db", "p.state.db", "p.q.txt.state.db");
        assertThat(StateFile.beside(Path.of("dir/p.yml")).file().getParent())
                .isEqualTo(Path.of("dir").toAbsolutePath());
    }

    @Test
    void aFileThatHoldsSomethingElseIsRefusedUntouched() throws Exception {
        Path other = command.file("other.db");
        sql(other, "create table bookmarks (url text)");

        refusedUntouched(command.policy, "it is no state file but holds something else");
        refusedUntouched(other, "it is the database of another program");
        assertThat(command.run("plan", "--state", directory.toString()).err()).contains("it is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "pipe"})
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNoRegularFileIsRefused(String name) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", command.file("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Path place = directory.resolve(name);

        Result result = command.run("plan", "--state", place.toString());

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains(place + ": it is no regular file, but a device or a pipe");
        assertThat(place).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStateBehindALinkIsNamedAndUsedWithWhatLiesBesideIt() throws IOException {
        Path file = Files.createDirectory(command.file("data")).resolve("s.db");
        Path link = Files.createSymbolicLink(command.file("s.db"), Path.of("data/s.db"));

        Result first = command.run("apply", "--state", link.toString());
        Files.delete(file);
        Files.writeString(command.file("data/s.db-wal"), "what a killed process left");
        Result second = command.run("apply", "--state", link.toString());

        assertThat(first.exit()).isEqualTo(Exit.DONE);
        assertThat(first.out()).startsWith("State: " + link + " -> " + file + " (new)\n");
        assertThat(second.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(second.err()).contains(file.toString(), "the file is missing or empty, and s.db-wal");
        assertThat(command.file("data/s.db-wal")).hasContent("what a killed process left");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStepUpInThePathOfTheStateGoesWhereTheLinkBeforeItLeads() throws IOException {
        Files.createDirectories(command.file("far/data"));
        Files.createSymbolicLink(command.file("data"), Path.of("far/data"));

        Result result =
                command.run("apply", "--state", command.file("data/../s.db").toString());

        assertThat(result.exit()).isEqualTo(Exit.DONE);
        assertThat(command.file("far/s.db")).exists();
        assertThat(command.file("s.db")).doesNotExist();
        assertThat(command.run("state", "--state", command.file("far/s.db").toString())
                        .exit())
                .isEqualTo(Exit.SHOWN);
    }

    @Test
    void aStateOfANewerVersionIsRefusedUntouched() throws Exception {
        command.run("apply");
        sql(state, "update tenantry_schema set version = 99, readable_from = 99");

        refusedUntouched(state, "use the version of this command that made it");
    }

    private void refusedUntouched(Path file, String why) throws IOException {
        byte[] before = Files.readAllBytes(file);
        int calls = command.fake.recorder().writes().size();

        Result result = command.run("apply", "--state", file.toString());

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains(file.toString(), why, "The state was not changed");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(command.fake.recorder().writes()).hasSize(calls);
        assertThat(directory.toFile().list()).noneMatch(f -> f.endsWith("-wal") || f.endsWith(".in-use"));
    }

    private static void sql(Path file, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    @Test
    void aDamagedStateIsNotUsed() throws IOException {
        command.run("apply");
        byte[] bytes = Files.readAllBytes(state);
        java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 7);
        Files.write(state, bytes);

        Result result = command.run("apply");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).contains(state.toString(), "damaged", "restore a copy rather than begin again");
    }

    @Test
    void aStateInAFolderThatIsNotThereIsNotMade() {
        Path lost = command.file("nowhere").resolve("s.db");

        Result result = command.run("apply", "--state", lost.toString());

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).contains(lost.toString(), "Check that its folder exists");
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @Test
    void aStateThatAnotherProgramHasOpenIsLeftToItAndADeadProcessIsNotBlamed() {
        command.run("apply");
        command.write("policy.state.db.in-use", "999999999\tana\tapply\t2026-01-01T00:00:00Z\n");
        try (JdbcStore other = JdbcStore.file(state)) {
            Result result = command.run("plan");

            assertThat(other.notes().all()).isNotEmpty();
            assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
            assertThat(result.err())
                    .contains(state + ": another process has it open, and keeps it until that process ends")
                    .contains("Run the same command again after that");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreException.Kind.class)
    void eachFailureOfAStateHasItsWordsAndItsExitCode(StoreException.Kind kind) {
        String message = StateTrouble.message(new StoreException(kind, "it happened"));

        assertThat(message).startsWith("the state cannot be used: it happened. ");
        assertThat(Stream.of(StoreException.Kind.values())
                        .map(k -> StateTrouble.message(new StoreException(k, "it happened")))
                        .distinct())
                .hasSize(StoreException.Kind.values().length);
        assertThat(StateTrouble.exit(kind))
                .isEqualTo(
                        switch (kind) {
                            case NEWER, REFUSED -> Exit.REFUSED;
                            default -> Exit.UNREACHABLE;
                        });
    }

    @Test
    void saysWhichPlacesAStateMayHaveAndRepeatsNoPassword() {
        Result both = command.run("plan", "--no-state", "--state", state.toString());
        Result other = command.run("plan", "--state", "jdbc:mysql://db.example/t");
        Result halfUrl = command.run("plan", "--state", "postgresql://db.example/t");
        Result secret = command.run("plan", "--state", "jdbc:postgresql://db.example/t?password=hunter2");

        assertThat(List.of(both.exit(), other.exit(), halfUrl.exit(), secret.exit()))
                .containsOnly(Exit.USAGE);
        assertThat(both.err()).contains("contradict each other");
        assertThat(List.of(other.err(), halfUrl.err()))
                .allMatch(err -> err.contains("--state takes a file, or a URL that begins with jdbc:postgresql:"));
        assertThat(secret.err()).contains("TENANTRY_STATE_PASSWORD").doesNotContain("hunter2");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void besideAPolicyFromAPipeLiesNoState() {
        Result result = command.runExactly(
                ("plan --domain mypurecloud.com --policy /dev/null --jsonl " + command.people).split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .isEqualTo(
                        "--policy: /dev/null is a pipe or a device, and no state can lie beside it: add --state FILE,"
                                + " or --no-state\n");
    }

    @Test
    void aFileOfPushesIsNoState() {
        Path pushes = command.file("pushes.db");
        command.runExactly(("scim token issue --label a --connection entra --scim " + pushes).split(" ", -1));

        Result taken = command.run("plan", "--state", pushes.toString());
        Result both = command.runExactly(
                ("plan --domain mypurecloud.com --connection entra --scim " + state + " --policy " + command.policy)
                        .split(" ", -1));

        assertThat(taken.exit()).isEqualTo(Exit.REFUSED);
        assertThat(taken.err()).contains(pushes + ": it holds what providers pushed, and no state");
        assertThat(both.exit()).isEqualTo(Exit.USAGE);
        assertThat(both.err())
                .isEqualTo("--scim and the state are one file, " + state
                        + ": a SQLite file holds either what was pushed or a state, so name two\n");
    }

    @Test
    void aServerThatCannotBeReachedIsNamed() {
        Result result =
                command.run("plan", "--state", "jdbc:postgresql://127.0.0.1:9/t?user=tenantry&connectTimeout=1");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .contains(
                        "the state cannot be used: jdbc:postgresql://127.0.0.1:9/t: Connection to 127.0.0.1:9 refused");
    }

    @Test
    void theHistoryOfAStateIsLongerThanARun() {
        command.run("apply");
        command.fake.advance(Duration.ofDays(1));
        command.people("ana A", "ben A", "eva B", "zoe A");
        command.run("apply");

        try (JdbcStore store = JdbcStore.file(state)) {
            assertThat(store.runs(10)).hasSize(2);
            assertThat(store.open()).isEmpty();
            assertThat(io.tenantry.store.AuditTrail.of(store, new io.tenantry.policy.TenantId("retail")))
                    .extracting(row -> row.fact().run())
                    .containsAll(store.runs(10).stream()
                            .map(io.tenantry.store.Journal.Run::id)
                            .toList());
        }
    }
}
