// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run saves replaces no file that it reads, no state, no folder and no device. */
@NullUnmarked
class OutputsTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void start() throws IOException {
        command = new CommandHarness(directory);
        Files.createDirectory(command.file("folder"));
        Files.createSymbolicLink(command.file("link.json"), command.policy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plan|--out|policy.yaml|is a file that this run reads
            plan|--out|folder/../policy.yaml|is a file that this run reads
            plan|--out|link.json|is a file that this run reads
            plan|--out|people.jsonl|is a file that this run reads
            plan|--out|policy.state.db|belongs to the state
            plan|--out|policy.state.db-wal|belongs to the state
            plan|--out|folder|is a folder
            plan|--out|nowhere/plan.json|cannot be written: there is no folder
            prove|--html|people.jsonl/page.html|cannot be written: there is no folder
            prove|--html|policy.yaml|is a file that this run reads
            prove|--csv|policy.state.db|belongs to the state
            offboard retail|--out|people.jsonl|is a file that this run reads
            """)
    void isRefusedBeforeAnythingIsRead(String verb, String option, String file, String why) throws IOException {
        String policy = Files.readString(command.policy);
        String people = Files.readString(command.people);

        Result result = command.run((verb + " " + option + " " + command.file(file)).split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains(option + " " + command.file(file) + " " + why);
        assertThat(Files.readString(command.policy)).isEqualTo(policy);
        assertThat(Files.readString(command.people)).isEqualTo(people);
        assertThat(command.file("folder")).isEmptyDirectory();
        assertThat(command.file("policy.state.db")).doesNotExist();
    }

    @Test
    void twoOfOneRunAreNotOneFile() {
        String page = command.file("page").toString();

        Result result = command.run(
                "prove", "--out", page, "--html", command.file("folder/../page").toString());

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).isEqualTo("--html and --out name one file: write to two\n");
    }

    @Test
    void aFileOfTheFolderOfMembersIsRefusedAlsoWhereItIsNew() {
        command.write("users.csv", "id,userPrincipalName,displayName,accountEnabled\n1,a@b.example,Ana,True\n");
        command.write("folder/Account-A.csv", "id,userPrincipalName\n1,a@b.example\n");

        Result result =
                command.runExactly("plan --policy %s --users %s --members-dir %s --domain mypurecloud.com --out %s"
                        .formatted(
                                command.policy,
                                command.file("users.csv"),
                                command.file("folder"),
                                command.file("folder/new.CSV"))
                        .split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("new.CSV would be read as a list of members from then on");
    }

    @Test
    void whatAnEarlierRunSavedIsReplaced() throws IOException {
        Path saved = command.write("plan.json", "old");
        Files.createSymbolicLink(command.file("latest.json"), saved);

        Result result = command.run("plan", "--out", command.file("latest.json").toString());

        assertThat(result.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(command.file("latest.json")).isSymbolicLink();
        assertThat(saved).content().contains("\"fingerprint\"");
    }

    @ParameterizedTest
    @CsvSource({"plan, changes pending", "apply, done", "plan --json, changes pending"})
    void lostOutputIsNoSuccess(String line, String result) {
        command.full = true;

        Result run = command.run(line.split(" ", -1));

        assertThat(run.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(run.err())
                .endsWith(
                        "the output could not be written, and ended early: look for a full disk or a closed pipe; without"
                                + " that, the result is: " + result + "\n");
    }

    @ParameterizedTest
    @CsvSource({"--users", "--jsonl"})
    void aPipeOfPeopleIsRefusedInsteadOfReadTwice(String option) throws Exception {
        Path pipe = command.file("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Result result = command.runExactly(
                ("plan --policy " + command.policy + " --domain mypurecloud.com " + option + " " + pipe)
                        .split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains(option + ": " + pipe
                        + " is a pipe or a device, and would be read more than once: write it into a file first\n");
    }

    @Test
    void aListOfMembersThatIsNoFileIsNotPassedOver() throws IOException {
        command.write("users.csv", "id,userPrincipalName,displayName,accountEnabled\n1,a@b.example,Ana,True\n");
        Path list = Files.createSymbolicLink(command.file("folder/Account-A.csv"), command.file("gone"));

        Result result = command.runExactly("lint --policy %s --users %s --members-dir %s"
                .formatted(command.policy, command.file("users.csv"), command.file("folder"))
                .split(" ", -1));

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("--members-dir: " + list + " is a pipe, a folder, or a link to nothing");
    }

    @Test
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = command.file("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });

        Result result = command.run("plan", "--out", pipe.toString());

        assertThat(result.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(read.get(1, TimeUnit.MINUTES)).contains("\"fingerprint\"");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void aFullDeviceStaysADevice() {
        Path full = Path.of("/dev/full");
        assumeThat(full.toFile().canWrite()).isTrue();

        Result result = command.run("plan", "--out", full.toString());

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).contains("No space left on device");
        assertThat(Files.isRegularFile(full)).isFalse();
    }
}
