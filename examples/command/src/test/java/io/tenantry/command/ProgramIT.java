// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is built: one jar, started by its script from a folder with a blank in its name. */
@NullUnmarked
class ProgramIT {
    @TempDir
    Path directory;

    private CommandHarness command;
    private Path script;
    private String options = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off";

    @BeforeEach
    void copyTheProgram() throws IOException {
        command = new CommandHarness(directory);
        command.fake.start();
        Path there = Files.createDirectory(directory.resolve("my programs"));
        script = Files.copy(Path.of("provision"), there.resolve("provision"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of("target", "provision.jar"), there.resolve("provision.jar"));
    }

    @AfterEach
    void end() {
        command.fake.close();
    }

    @Test
    void appliesWithAStateInAFileAndHasNothingToDoAfterwards() throws Exception {
        String first = run(0, "apply");
        String second = run(0, "plan");

        assertThat(first)
                .startsWith("State: " + command.file("policy.state.db") + " (new)\n")
                .endsWith("done\n");
        assertThat(second).endsWith("nothing to do\n");
    }

    @Test
    void endsBetweenTwoCallsWhenItIsAskedTo() throws Exception {
        command.people(IntStream.range(0, 60).mapToObj(i -> "p" + i + " A").toArray(String[]::new));
        Process process = start("apply");
        while (command.fake.recorder().writes().size() < 5 && process.isAlive()) {
            Thread.onSpinWait();
        }
        process.destroy();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(command.file("out")))
                .contains(" stopped\n", "Outcome: ")
                .endsWith("interrupted\n");
        assertThat(run(0, "apply")).endsWith("done\n");
    }

    @Test
    void takesItsClassesFromTheArchiveThatTheBuildMade() throws Exception {
        Path log = command.file("classes");
        script = Path.of("provision").toAbsolutePath();
        options = "-Xlog:class+load:file=" + log;

        run(0, "lint");

        assertThat(Files.readString(log)).contains("io.tenantry.policy.PolicyLoader source: shared objects file (top)");
    }

    @Test
    void startsWithoutItsArchiveAndWithOneOfAnotherJarInSilence() throws Exception {
        String without = run(0, "lint");
        Files.copy(Path.of("target", "provision.jsa"), script.resolveSibling("provision.jsa"));
        String moved = run(0, "lint");

        assertThat(without).isEqualTo(moved).endsWith("nothing to do\n");
    }

    @Test
    void hasTheDriverOfPostgreSqlAndSilencesItsPool() throws Exception {
        String text = run(6, "plan", "--state", "jdbc:postgresql://127.0.0.1:9/t?user=u");

        assertThat(text).contains("Connection to 127.0.0.1:9 refused").doesNotContain("com.zaxxer");
    }

    private String run(int exit, String... words) throws Exception {
        Process process = start(words);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(command.file("out"));
        assertThat(process.exitValue()).as(text).isEqualTo(exit);
        return text;
    }

    private Process start(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(script.toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--jsonl", command.people.toString()));
        all.addAll(List.of("--base-url", command.fake.baseUri().toString()));
        all.addAll(List.of("--login-url", command.fake.loginUri().toString()));
        Path out = command.file("out");
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(command.environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PROVISION_OPTS", options);
        return builder.start();
    }
}
