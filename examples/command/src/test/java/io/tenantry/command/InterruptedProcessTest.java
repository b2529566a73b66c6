// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tenantry.command.Processes.Run;
import io.tenantry.command.Processes.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is asked to end before it has written anything ends at once, and says so. */
@NullUnmarked
class InterruptedProcessTest {
    private static final String SAID = "interrupted: no access was changed; run the same command again";

    @TempDir
    Path directory;

    private CommandHarness command;
    private Processes processes;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        processes = new Processes(command);
    }

    @AfterEach
    void end() {
        processes.close();
    }

    @ParameterizedTest
    @CsvSource({"TERM, plan", "INT, plan", "TERM, prove", "TERM, apply"})
    void saysSoInBothStreams(String signal, String verb) throws Exception {
        assumeThat(signal.equals("INT") && ignoresInterrupts()).isFalse();
        Run run = interrupted(signal, verb);

        assertThat(run.exit()).as(run.toString()).isEqualTo(130);
        assertThat(run.err()).endsWith(SAID + System.lineSeparator());
        assertThat(run.out()).isEqualTo("State: " + command.file("policy.state.db") + " (new)\ninterrupted\n");
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64, plan --show 0", "0, --version", "0, plan --help", "2, plan", "5, one zoe@bpo.example"})
    void aProcessThatNobodyInterruptsEndsWithItsOwnCode(int code, String line) throws Exception {
        Run run = processes.provision(line.split(" ", -1)).ended();

        assertThat(run.exit()).as(run.toString()).isEqualTo(code);
        assertThat(run.err()).doesNotContain("interrupted");
    }

    @Test
    void endsJsonToo() throws Exception {
        Run run = interrupted("TERM", "plan", "--json");

        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.out().lines().skip(1))
                .containsExactly(
                        "{\"type\":\"failure\",\"message\":\"" + SAID + "\"}",
                        "{\"type\":\"end\",\"result\":\"INTERRUPTED\",\"exitCode\":130,\"errors\":0,\"observed\":0,"
                                + "\"lacking\":0,\"attention\":{}}");
    }

    @Test
    void leavesTheStateToTheNextRun() throws Exception {
        interrupted("TERM", "plan");
        command.fake.faults().clear();

        Run next = processes.provision("plan").ended();

        assertThat(next.exit()).as(next.toString()).isEqualTo(2);
        assertThat(next.out()).startsWith("State: " + command.file("policy.state.db") + "\n");
    }

    @Test
    void listensBeforeItLoadsWhatTheCommandNeeds() throws Exception {
        Path log = command.file("classes.log");

        processes
                .provision(List.of("-Xlog:class+load:file=" + log), "--version")
                .ended();

        List<String> ours = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" io.tenantry.") || line.contains(" picocli."))
                .map(line -> line.replaceFirst(".* ((io.tenantry|picocli)[^ ]*) .*", "$1"))
                .toList();
        List<String> before = ours.subList(0, ours.indexOf(Interruption.class.getName()));
        assertThat(before).startsWith(Provision.class.getName()).noneMatch(name -> name.startsWith("picocli."));
        assertThat(ours).contains(ProgressBar.class.getName(), CommandContext.class.getName());
        assertThat(before).doesNotContain(ProgressBar.class.getName(), CommandContext.class.getName());
    }

    /** A shell starts what runs in the background with SIGINT ignored, and what that starts inherits it. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    /** Sends a signal to a process that waits for the answer to a read. */
    private Run interrupted(String signal, String... words) throws IOException, InterruptedException {
        command.fake.faults().on("GET", "/api/v2/**").always().stall();
        Started process = processes.provision(words);
        process.await(() -> command.fake.recorder().count("GET", "/api/v2/**") > 0);
        process.signal(signal);
        return process.ended();
    }
}
