// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials come with the end of a line where they are mounted as files, and with nothing else. */
@NullUnmarked
class CredentialsTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void anEndOfTheLineIsTakenOff(String end) {
        command.environment.merge(RequestReader.ID, end, String::concat);
        command.environment.merge(RequestReader.SECRET, end, String::concat);

        assertThat(command.run("plan").exit()).isEqualTo(Exit.CHANGES_PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {RequestReader.ID, RequestReader.SECRET})
    void anotherControlCharacterIsRefusedWithTheNameOfTheVariable(String name) {
        command.environment.put(name, "de\nmo");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .isEqualTo(
                        "environment variable " + name + " holds a line break or another character that no credential"
                                + " has: set it to the value alone\n");
    }

    @Test
    void aUserWithoutANameIsNoApprover() throws Exception {
        try (Processes processes = new Processes(command)) {
            Processes.Run run =
                    processes.provision(List.of("-Duser.name=?"), "apply").ended();

            assertThat(run.exit()).isEqualTo(64);
            assertThat(run.err())
                    .isEqualTo("the user of this process has no name: add --approved-by, for the audit trail\n");
        }
    }

    @Test
    void anApproverIsOneLine() {
        Result result = command.run("apply", "--approved-by", "a\nb");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .isEqualTo("--approved-by holds a line break or another control character: write it in one line\n");
    }
}
