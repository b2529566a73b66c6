// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.plan.Attention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The last line of the text and the last line of {@code --json} say the same, for each verb. */
@NullUnmarked
class LastLineTest {
    private static final Consumer<CommandHarness> NEW = LastLineTest::untouched;
    private static final Consumer<CommandHarness> SETTLED = c -> c.run("apply");
    private static final Consumer<CommandHarness> LEAVERS =
            SETTLED.andThen(c -> c.people("ana A off", "ben A off", "eva B"));
    private static final Consumer<CommandHarness> BAD_ROW =
            SETTLED.andThen(c -> edited(c, "people.jsonl", text -> text + "{\"id\":\"id-bad\",\"userName\":\"\"}\n"));
    private static final Consumer<CommandHarness> OBSERVED = SETTLED.andThen(c -> {
        edited(c, "policy.yaml", text -> text.replace("  limits:", "  authority: observe\n  limits:"));
        c.people("ana B", "ben A", "eva B");
    });
    private static final Consumer<CommandHarness> EMPTY = OBSERVED.andThen(c -> c.write("people.jsonl", ""));
    private static final Consumer<CommandHarness> TWO_MISTAKES = LastLineTest::twoMistakes;
    private static final Consumer<CommandHarness> NAMES_UNKNOWN = LastLineTest::unknownNames;
    private static final Consumer<CommandHarness> PROPOSED = LastLineTest::proposed;
    private static final Consumer<CommandHarness> WRONG_PROPOSAL = LastLineTest::wrongProposal;
    private static final Consumer<CommandHarness> PROOF =
            SETTLED.andThen(c -> c.run("prove", "--out", c.file("proof.json").toString()));

    private static final Consumer<CommandHarness> READER = LastLineTest::reader;
    private static final Consumer<CommandHarness> LEAVING =
            SETTLED.andThen(c -> c.people("ana A", "ben A", "eva B off"));

    @TempDir
    Path directory;

    private static void untouched(CommandHarness c) {}

    private static void reader(CommandHarness c) {
        OAuthClient client = c.fake.createClient(
                "Reader",
                List.of(c.fake.createRole(
                        "Reading",
                        "directory:user:view",
                        "authorization:grant:view",
                        "authorization:role:view",
                        "directory:group:view")),
                List.of("*"));
        c.environment.put(RequestReader.ID, client.id());
        c.environment.put(RequestReader.SECRET, client.secret());
    }

    private static void twoMistakes(CommandHarness c) {
        edited(c, "policy.yaml", text -> text.replace("Tenant_B", "Tenant_A").replace("B_Agents", "A_Agents"));
    }

    private static void unknownNames(CommandHarness c) {
        edited(c, "policy.yaml", text -> text.replace("roles: [Agent]", "roles: [Agnet]"));
    }

    private static void proposed(CommandHarness c) {
        edited(c, "policy.yaml", "proposed.yaml", t -> t);
    }

    private static void wrongProposal(CommandHarness c) {
        edited(c, "policy.yaml", "proposed.yaml", t -> t.replace("division: {", "divisoin: {"));
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of("with nothing wrong", NEW, "lint"),
                Arguments.of("with two mistakes in the policy", TWO_MISTAKES, "lint"),
                Arguments.of("with roles that are not there", NAMES_UNKNOWN, "lint"),
                Arguments.of("with a row refused", BAD_ROW, "lint"),
                Arguments.of("with an authority that only observes", OBSERVED, "lint"),
                Arguments.of("with changes pending", NEW, "plan"),
                Arguments.of("with nothing to do", SETTLED, "plan"),
                Arguments.of("with a credential that only reads", READER, "plan"),
                Arguments.of("with a credential that only reads", LEAVING.andThen(READER), "apply"),
                Arguments.of("with two mistakes in the policy", TWO_MISTAKES, "plan"),
                Arguments.of("with removals held", LEAVERS, "plan"),
                Arguments.of("with a row refused", BAD_ROW, "plan"),
                Arguments.of("with an authority that only observes", OBSERVED, "plan"),
                Arguments.of("with an empty source", EMPTY, "plan"),
                Arguments.of("with everything to do", NEW, "apply"),
                Arguments.of("with removals held", LEAVERS, "apply"),
                Arguments.of("with an authority that only observes", OBSERVED, "apply"),
                Arguments.of("with two mistakes in the policy", TWO_MISTAKES, "apply"),
                Arguments.of("who is new", NEW, "one ana@bpo.example"),
                Arguments.of("whom an authority only observes", OBSERVED, "one ana@bpo.example"),
                Arguments.of("beside a row that was refused", BAD_ROW, "one ana@bpo.example --apply"),
                Arguments.of("whom nobody knows", NEW, "one zoe@bpo.example"),
                Arguments.of("that was asked to end", SETTLED.andThen(c -> c.interruption.ask()), "watch"),
                Arguments.of("with nobody in two tenants", SETTLED, "prove"),
                Arguments.of("against the same policy", SETTLED.andThen(PROPOSED), "what-if proposed.yaml"),
                Arguments.of("that only observes", OBSERVED.andThen(PROPOSED), "what-if proposed.yaml"),
                Arguments.of("beside a row that was refused", BAD_ROW.andThen(PROPOSED), "what-if proposed.yaml"),
                Arguments.of("with an empty source", EMPTY.andThen(PROPOSED), "what-if proposed.yaml"),
                Arguments.of("with mistakes", SETTLED.andThen(WRONG_PROPOSAL), "what-if proposed.yaml"),
                Arguments.of("shown", SETTLED, "offboard retail"),
                Arguments.of("done", SETTLED, "offboard retail --apply"),
                Arguments.of("of a role", NEW, "accept-role Agent --reason new --approved-by me"),
                Arguments.of("that was asked to end", NEW.andThen(c -> c.interruption.ask()), "serve --scim pushes.db"),
                Arguments.of("with nothing pushed", NEW, "scim status --scim pushes.db --connection entra"),
                Arguments.of("after a run", SETTLED, "state"),
                Arguments.of("with none", NEW, "state"),
                Arguments.of("after a run", SETTLED, "evidence retail"),
                Arguments.of("of a proof", PROOF, "verify proof.json"),
                Arguments.of("of another file", PROOF, "verify people.jsonl"),
                Arguments.of("with a mistake", NEW, "plan --show 0"));
    }

    @ParameterizedTest(name = "{2}, {0}")
    @MethodSource("runs")
    void saysTheSameInTextAndInJson(String what, Consumer<CommandHarness> world, String line) throws IOException {
        Result text = run(world, line, "text");
        Result json = run(world, line + " --json", "json");

        String last = text.out().lines().reduce((first, second) -> second).orElseThrow();
        List<JsonNode> ends = json.json("end");
        assertThat(ends).as(json.out()).hasSize(1);
        assertThat(json.exit()).isEqualTo(text.exit());
        assertThat(words(ends.get(0))).isEqualTo(last);
        assertThat(ends.get(0).path("exitCode").asInt()).isEqualTo(text.exit().code());
        assertThat(json.out().lines().reduce((first, second) -> second))
                .contains(ends.get(0).toString());
    }

    @Test
    void everyVerbHasARow() {
        assertThat(runs().map(a -> ((String) a.get()[2]).split(" ", -1)[0]).distinct())
                .containsAll(Arrays.stream(Verb.values()).map(Verb::spelling).toList());
    }

    private Result run(Consumer<CommandHarness> world, String line, String folder) throws IOException {
        CommandHarness command = new CommandHarness(Files.createDirectory(directory.resolve(folder)));
        world.accept(command);
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(
                    word.contains(".yaml") || word.contains(".json") || word.contains(".db")
                            ? command.file(word).toString()
                            : word);
        }
        Verb verb = Verb.spelt(words.get(0)).orElseThrow();
        if (verb == Verb.VERIFY) {
            return command.runExactly(words.toArray(String[]::new));
        }
        if (Verb.withPeople().contains(verb)) {
            return command.run(words.toArray(String[]::new));
        }
        words.addAll(List.of("--policy", command.policy.toString()));
        if (Verb.withOrganization().contains(verb)) {
            words.addAll(List.of("--domain", "mypurecloud.com"));
        }
        return command.runExactly(words.toArray(String[]::new));
    }

    /** Writes the end of the JSON as the text writes it, with code of its own. */
    private static String words(JsonNode end) {
        StringBuilder words = new StringBuilder(
                end.path("result").asText().toLowerCase(Locale.ROOT).replace('_', ' '));
        long errors = end.required("errors").asLong();
        if (errors > 0) {
            words.append(", ").append(errors).append(errors == 1 ? " error" : " errors");
        }
        long observed = end.required("observed").asLong();
        if (observed > 0) {
            words.append("; only observed: ").append(observed).append(observed == 1 ? " difference" : " differences");
        }
        long lacking = end.required("lacking").asLong();
        if (lacking > 0) {
            words.append("; the credential lacks ")
                    .append(lacking)
                    .append(lacking == 1 ? " permission" : " permissions");
        }
        List<String> attention = end.required("attention").properties().stream()
                .map(e -> Attention.valueOf(e.getKey()).counted(e.getValue().asInt()))
                .toList();
        return words
                + attention.stream().collect(Collectors.joining(", ", attention.isEmpty() ? "" : "; look at: ", ""));
    }

    private static void edited(CommandHarness command, String file, java.util.function.UnaryOperator<String> edit) {
        edited(command, file, file, edit);
    }

    private static void edited(
            CommandHarness command, String from, String to, java.util.function.UnaryOperator<String> edit) {
        try {
            command.write(to, edit.apply(Files.readString(command.file(from))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
