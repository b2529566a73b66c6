// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.command.Processes.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody foresaw ends with a sentence and a code of its own, and never as if a user had interrupted it. */
@NullUnmarked
class UnforeseenTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "lint", "prove", "watch"})
    void aDefectIsToBeReported(String verb) {
        command.connecting = () -> {
            throw new IllegalStateException("it broke");
        };

        Result result = command.run(verb);

        assertThat(result.exit()).isEqualTo(Exit.DEFECT);
        assertThat(result.err())
                .matches(
                        "the command has a defect: java.lang.IllegalStateException: it broke at io.tenantry[^;]*; report"
                                + " this error, without what names a person in it; no access was changed\n");
        assertThat(result.out()).endsWith("defect\n");
    }

    @Test
    void jsonSaysItToo() {
        command.connecting = () -> {
            throw new StackOverflowError();
        };

        Result result = command.run("plan", "--json");

        assertThat(result.json("failure").get(0).path("message").asText())
                .startsWith("the command has a defect: java.lang.StackOverflowError");
        assertThat(result.json("end").get(0).path("exitCode").asInt()).isEqualTo(70);
    }

    @Test
    void tooLittleMemoryIsNoDefect() {
        command.connecting = () -> {
            throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
        };

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .isEqualTo("the memory did not suffice (Java heap space): give the command more, as with"
                        + " PROVISION_OPTS=-Xmx2g; no access was changed\n");
    }

    @Test
    void aFileThatFailsAmidAReadIsNoDefect() {
        command.connecting = () -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        };

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .isEqualTo("a file could not be read or written: No space left on device; check its"
                        + " path, its permissions and the room there; no access was changed\n");
    }

    @Test
    void afterTheFirstWriteItSaysWhatWasSent() {
        command.run("apply");
        int before = command.fake.recorder().writes().size();
        command.people("ana A", "ben A", "eva B", "zoe B");
        command.fake
                .faults()
                .on("GET", "/api/v2/**")
                .always()
                .running(() -> {
                    if (command.fake.recorder().writes().size() > before) {
                        throw new InternalError("the disk is gone");
                    }
                })
                .pass();

        Result result = command.run("apply");

        assertThat(result.exit()).isEqualTo(Exit.DEFECT);
        assertThat(result.err())
                .matches(
                        "(?s).*the command has a defect: java.lang.InternalError: the disk is gone[^;]*; report this error,"
                                + " without what names a person in it; \\d+ write calls? had been sent before; plan again takes up"
                                + " the rest\n");
    }

    @Test
    void aReadThatFailsAfterTheWritesDoesNotSayThatNothingWasChanged() {
        command.run("apply");
        int before = command.fake.recorder().writes().size();
        command.fake
                .faults()
                .on("DELETE", "/api/v2/groups/*/members")
                .running(() -> command.fake.faults().onAny().always().answer(503))
                .pass();

        Result result = command.run("offboard", "retail", "--apply");

        assertThat(command.fake.recorder().writes()).hasSizeGreaterThan(before);
        assertThat(result.err())
                .contains("had been sent before; plan again takes up the rest")
                .doesNotContain("no access");
    }

    @Test
    void aTemporaryFolderThatIsNotThereIsNamed() throws Exception {
        Path nowhere = command.file("nowhere");
        try (Processes processes = new Processes(command)) {
            Run run = processes
                    .provision(List.of("-Djava.io.tmpdir=" + nowhere), "plan")
                    .ended();

            assertThat(run.exit()).as(run.toString()).isEqualTo(6);
            assertThat(run.err())
                    .isEqualTo("the driver of SQLite cannot be unpacked into the temporary folder " + nowhere
                            + ", which is not there: repair that, or name another folder with"
                            + " PROVISION_OPTS=-Djava.io.tmpdir=DIR; no access was changed\n");
            assertThat(run.out()).endsWith("unreachable\n");
        }
    }
}
