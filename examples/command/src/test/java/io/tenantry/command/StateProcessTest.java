// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.Processes.Run;
import io.tenantry.command.Processes.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the command on one state file, against a fake that they reach over HTTP. */
@NullUnmarked
class StateProcessTest {
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

    @Test
    void besideALiveRunTheSecondSaysWhoHasTheState() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Started holder = applyThatHangs();

        Run second = processes.provision("apply").ended();

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
        Started holder = applyThatHangs();
        holder.kill();
        assertThat(command.file("policy.state.db.in-use"))
                .as("nobody could remove it")
                .exists();
        command.fake.faults().clear();

        CommandHarness.Result between = command.runExactly("state", "--policy", command.policy.toString());
        Run next = processes.provision("apply").ended();
        Run last = processes.provision("plan").ended();

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
    private Started applyThatHangs() throws IOException {
        command.fake.faults().on("POST", "/api/v2/groups").always().stall();
        Started process = processes.provision("apply");
        process.await(() -> !command.fake.recorder().writes().isEmpty());
        return process;
    }
}
