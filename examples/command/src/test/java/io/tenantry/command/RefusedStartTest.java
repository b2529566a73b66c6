// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is refused leaves no file that was not there before. */
@NullUnmarked
class RefusedStartTest {
    private static final Consumer<CommandHarness> FOREIGN_POLICY = RefusedStartTest::foreignPolicy;
    private static final Consumer<CommandHarness> WRONG_SECRET = RefusedStartTest::wrongSecret;
    private static final Consumer<CommandHarness> NO_EXPORT = RefusedStartTest::noExport;
    private static final Consumer<CommandHarness> AS_IT_IS = RefusedStartTest::asItIs;

    @TempDir
    Path directory;

    private CommandHarness command;

    private static void foreignPolicy(CommandHarness c) {
        c.write("policy.yaml", c.accepting(CommandHarness.POLICY.replace("fakebpo", "otherbpo")));
    }

    private static void wrongSecret(CommandHarness c) {
        c.environment.put(RequestReader.SECRET, "not-the-secret");
    }

    private static void noExport(CommandHarness c) {
        c.write("people.jsonl", "\0\0\0\0\uFFFE this is no JSON");
    }

    private static void asItIs(CommandHarness c) {}

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("another organization", FOREIGN_POLICY, "plan"),
                Arguments.of("another organization", FOREIGN_POLICY, "apply"),
                Arguments.of("another organization", FOREIGN_POLICY, "one ana@bpo.example"),
                Arguments.of("another organization", FOREIGN_POLICY, "one ana@bpo.example --apply"),
                Arguments.of("another organization", FOREIGN_POLICY, "watch"),
                Arguments.of("another organization", FOREIGN_POLICY, "prove"),
                Arguments.of("another organization", FOREIGN_POLICY, "offboard retail"),
                Arguments.of("another organization", FOREIGN_POLICY, "accept-role Agent --reason new --approved-by me"),
                Arguments.of("another organization", FOREIGN_POLICY, "lint"),
                Arguments.of("another organization", FOREIGN_POLICY, "what-if policy.yaml"),
                Arguments.of("wrong secret", WRONG_SECRET, "plan"),
                Arguments.of("wrong secret", WRONG_SECRET, "apply"),
                Arguments.of("wrong secret", WRONG_SECRET, "watch"),
                Arguments.of("wrong secret", WRONG_SECRET, "prove"),
                Arguments.of("no export", NO_EXPORT, "plan --users people.jsonl"),
                Arguments.of("nobody of that name", AS_IT_IS, "one nobody@bpo.example"),
                Arguments.of("no such tenant", AS_IT_IS, "offboard retial"),
                Arguments.of("no such tenant", AS_IT_IS, "prove --tenant retial --html page.html"),
                Arguments.of("no such role", AS_IT_IS, "accept-role Agnet --reason new --approved-by me"),
                Arguments.of("no such plan", AS_IT_IS, "apply people.jsonl"),
                Arguments.of("nothing kept yet", AS_IT_IS, "state"),
                Arguments.of("nothing kept yet", AS_IT_IS, "evidence retail"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refusals")
    void leavesNothing(String what, Consumer<CommandHarness> mistake, String line) {
        mistake.accept(command);
        List<String> before = files();

        Result result = run(line);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(Exit.REFUSED);
        assertThat(files()).isEqualTo(before);
    }

    private Result run(String line) {
        String[] words = line.replace("policy.yaml", command.policy.toString())
                .replace("people.jsonl", command.people.toString())
                .replace("page.html", command.file("page.html").toString())
                .split(" ", -1);
        if (!line.contains("--users")) {
            return command.run(words);
        }
        List<String> all = new java.util.ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--domain", "mypurecloud.com"));
        return command.runExactly(all.toArray(String[]::new));
    }

    private List<String> files() {
        return Stream.of(directory.toFile().list()).sorted().toList();
    }

    @Test
    void anExpiredPlanLeavesNothing() throws IOException {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString());
        Files.delete(command.file("policy.state.db"));
        command.fake.advance(Duration.ofDays(2));

        Result result = command.run("apply", plan.toString());

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.out())
                .contains("State: " + command.file("policy.state.db")
                        + " (removed again: the run was refused, and nothing is to be kept of it)\n");
        assertThat(files()).containsExactly("people.jsonl", "plan.json", "policy.yaml");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkOfTheOperatorStaysAndTheFileBehindItGoes() throws IOException {
        Path link = Files.createSymbolicLink(command.file("policy.state.db"), Path.of("data/../real.db"));
        Files.createDirectory(command.file("data"));
        FOREIGN_POLICY.accept(command);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.out()).contains("removed again");
        assertThat(link).isSymbolicLink();
        assertThat(files()).containsExactly("data", "people.jsonl", "policy.state.db", "policy.yaml");
    }

    @Test
    void whatWasThereBeforeStays() throws IOException {
        command.run("apply");
        byte[] before = Files.readAllBytes(command.file("policy.state.db"));
        FOREIGN_POLICY.accept(command);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(Files.readAllBytes(command.file("policy.state.db"))).isEqualTo(before);
    }

    @Test
    void aRefusalAfterTheFirstWriteKeepsWhatTheRunKnows() {
        command.run("apply", "--no-state");
        command.fake
                .faults()
                .on("DELETE", "/api/v2/groups/*/members")
                .running(() -> command.fake.faults().onAny().always().answer(403))
                .pass();

        Result result = command.run("offboard", "retail", "--apply");

        assertThat(command.fake.recorder().writes()).isNotEmpty();
        assertThat(files()).as(result.out() + result.err()).contains("policy.state.db");
    }

    @Test
    void aHostThatIsGoneIsRememberedByANewStateToo() {
        command.fake.faults().onAny().always().answer(503);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(files()).contains("policy.state.db");
    }

    @Test
    void aFileThatCannotBeMadeBesideTheStateLeavesNoState() throws IOException {
        Path occupied = Files.createDirectories(command.file("policy.state.db.in-use/in the way"));

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).contains(occupied.getParent().getFileName().toString());
        assertThat(files()).containsExactly("people.jsonl", "policy.state.db.in-use", "policy.yaml");
    }
}
