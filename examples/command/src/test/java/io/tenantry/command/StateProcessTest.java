// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the command on one state file, against a fake that they reach over HTTP. */
@NullUnmarked
class StateProcessTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private CommandHarness command;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        command.fake.start();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        command.fake.close();
    }

    @Test
    void besideALiveRunTheSecondSaysWhoHasTheState() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Process holder = applyThatHangs();

        Run second = ended(provision("apply"));

        assertThat(second.exit()).isEqualTo(6);
        assertThat(second.err())
                .contains("the state cannot be used: " + command.file("policy.state.db") + ": provision apply of "
                        + System.getProperty("user.name") + " (process " + holder.pid() + ") has it open since ")
                .contains(", and keeps it until that process ends. Run the same command again after that.");
        String since = second.err().replaceFirst("(?s).*open since ([^ ,]+),.*", "$1");
        assertThat(Instant.parse(since)).isBetween(before, Instant.now());
    }

    @Test
    void aLeaseOfAKilledRunEndsWhenTheNextOneOpensTheState() throws Exception {
        Process holder = applyThatHangs();
        holder.toHandle().destroyForcibly();
        holder.waitFor();
        assertThat(command.file("policy.state.db.in-use"))
                .as("nobody could remove it")
                .exists();
        command.fake.faults().clear();

        CommandHarness.Result between = command.runExactly("state", "--policy", command.policy.toString());
        Run next = ended(provision("apply"));
        Run last = ended(provision("plan"));

        assertThat(between.out())
                .containsPattern("Z not finished: 1 without an outcome, approved by ")
                .containsPattern("Calls without a known outcome:\n  [^ ]+ may have been made: 1 create group")
                .contains("Leases: none\n");
        assertThat(next.exit()).as(next.toString()).isZero();
        assertThat(next.out())
                .startsWith("State: " + command.file("policy.state.db") + "\n")
                .endsWith("done\n");
        assertThat(last.out()).endsWith("nothing to do\n");
        assertThat(command.file("policy.state.db.in-use")).doesNotExist();
        assertThat(command.fake.usersByEmail("ana@bpo.example")).hasSize(1);
    }

    /** Starts a run that waits for the answer to its first write. */
    private Process applyThatHangs() throws IOException {
        command.fake.faults().on("POST", "/api/v2/groups").always().stall();
        Process process = provision("apply");
        await(process, () -> !command.fake.recorder().writes().isEmpty());
        return process;
    }

    private void await(Process process, BooleanSupplier met) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!met.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError(read("0.out") + read("0.err"));
            }
            assertThat(System.nanoTime()).as("time is left").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Process provision(String verb) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Provision.class.getName(),
                verb));
        words.addAll(List.of("--policy", command.policy.toString(), "--jsonl", command.people.toString()));
        words.addAll(List.of("--base-url", command.fake.baseUri().toString()));
        words.addAll(List.of("--login-url", command.fake.loginUri().toString()));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(command.environment);
        builder.redirectOutput(file("out")).redirectError(file("err"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private File file(String stream) {
        return command.file(started.size() + "." + stream).toFile();
    }

    private Run ended(Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        int number = started.indexOf(process);
        return new Run(process.exitValue(), read(number + ".out"), read(number + ".err"));
    }

    private String read(String name) throws IOException {
        return Files.readString(command.file(name));
    }

    private record Run(int exit, String out, String err) {}
}
