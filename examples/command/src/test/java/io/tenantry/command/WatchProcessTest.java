// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.Processes.Run;
import io.tenantry.command.Processes.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch that is asked to end does so between two calls, and another one goes on from there. */
@NullUnmarked
class WatchProcessTest {
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

    private boolean hasAccount(String name) {
        return !command.fake.usersByEmail(name + "@bpo.example").isEmpty();
    }

    @Test
    void endsWhileItWaitsAndGoesOnAfterwards() throws Exception {
        Started first = processes.provision("watch", "--every", "1s", "--prove", "never");
        first.await(() -> hasAccount("eva"));
        command.people("ana A", "ben A", "eva B", "zoe B");
        first.await(() -> hasAccount("zoe"));
        first.signal("TERM");
        Run run = first.ended();

        assertThat(run.exit()).as(run.toString()).isEqualTo(130);
        assertThat(run.out()).endsWith(" stopped\ninterrupted\n");
        command.people("ana A", "ben A", "eva B", "zoe B", "kim B");
        Started next = processes.provision("watch", "--every", "1s", "--prove", "never");
        next.await(() -> hasAccount("kim"));
        next.signal("TERM");
        assertThat(next.ended().out()).startsWith("State: " + command.file("policy.state.db") + "\n");
    }

    @Test
    void endsBetweenTwoCallsWhileItWrites() throws Exception {
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/users")
                .always()
                .running(() -> LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()))
                .pass();
        Started process = processes.provision("watch", "--every", "1s", "--prove", "never");
        process.await(() -> command.fake.recorder().count("POST", "/api/v2/scim/v2/users") > 0);
        process.signal("TERM");
        Run run = process.ended();

        assertThat(run.exit()).as(run.toString()).isEqualTo(130);
        assertThat(run.out()).contains(" skipped").endsWith(" stopped\ninterrupted\n");
        command.fake.faults().clear();
        Started next = processes.provision("watch", "--every", "1s", "--prove", "never");
        next.await(() -> hasAccount("ana") && hasAccount("ben") && hasAccount("eva"));
    }
}
