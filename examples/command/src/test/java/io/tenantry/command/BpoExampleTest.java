// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of examples/bpo fit the organization that the fake makes with "--seed bpo". */
class BpoExampleTest {
    private static final Path EXAMPLE = Path.of("..", "bpo");

    @TempDir
    Path directory;

    private Result run(CommandHarness command, String verb) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of("--policy", EXAMPLE.resolve("policy.yaml").toString()));
        all.addAll(List.of("--users", EXAMPLE.resolve("users.csv").toString()));
        all.addAll(List.of("--members-dir", EXAMPLE.resolve("members").toString()));
        all.addAll(List.of(
                "--domain",
                "mypurecloud.com",
                "--state",
                directory.resolve("bpo.state.db").toString()));
        return command.runExactly(all.toArray(String[]::new));
    }

    @Test
    void newcomerLintsPlansAppliesAndHasNothingLeftToDo() {
        FakeGenesysCloud fake = FakeGenesysCloud.create();
        fake.seedBpo(20, 5000);
        CommandHarness command = new CommandHarness(directory, fake);

        Result lint = run(command, "lint");
        Result plan = run(command, "plan");
        Result apply = run(command, "apply");
        Result again = run(command, "plan");

        assertThat(plan.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(plan.out()).contains("rosa.nueva@tenant-01.example: create account");
        assertThat(apply.out()).contains("Outcome: {APPLIED=6}");
        // The client of the fake has every right.
        assertThat(List.of(lint.exit(), apply.exit(), again.exit())).containsOnly(Exit.ATTENTION);
        assertThat(again.out()).contains("Nothing to write.").endsWith("look at: 1 violation\n");
    }
}
