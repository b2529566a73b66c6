// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell lines of the README run in their order and end as it says. */
class ShellLinesTest {
    private static final Set<String> FILES =
            Set.of("policy.yaml", "users.csv", "members", "plan.json", "proof.html", "proposed.yaml", "retail-q3.json");

    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void anOrganizationAsTheReadmeMeansIt() throws IOException {
        FakeGenesysCloud fake = FakeGenesysCloud.create();
        command = new CommandHarness(directory, fake);
        fake.createDivision("Tenant_A");
        fake.createDivision("Tenant_B");
        fake.createRole("Agent", "routing:conversation:view");
        command.write("policy.yaml", command.accepting(CommandHarness.POLICY));
        command.write("proposed.yaml", command.accepting(CommandHarness.POLICY.replace("A_Agents", "A_Team")));
        command.write("users.csv", """
                id,userPrincipalName,displayName,accountEnabled
                1,ana@acme.example,Ana,True
                2,eva@acme.example,Eva,True
                """);
        Files.createDirectory(command.file("members"));
        command.write("members/Account-A.csv", "id,userPrincipalName\n1,ana@acme.example\n");
        command.write("members/Account-B.csv", "id,userPrincipalName\n2,eva@acme.example\n");
    }

    @Test
    void linesOfTheReadmeRunInOrder() throws IOException {
        Map<String, Exit> ends = new LinkedHashMap<>();
        for (List<String> words : new ShellLines(Path.of("..", "..", "README.md")).words()) {
            Result result = command.runExactly(words.stream().map(this::here).toArray(String[]::new));
            String key = words.get(0)
                    + (words.contains("--override") ? " --override" : "")
                    + (words.contains("--lift-quarantine") ? " --lift-quarantine" : "");
            ends.put(key, result.exit());
            String last =
                    result.exit().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            assertThat(result.out().lines().reduce("", (a, b) -> b)).startsWith(last);
        }

        assertThat(ends)
                .containsExactly(
                        entry("lint", Exit.NOTHING_TO_DO),
                        entry("plan", Exit.CHANGES_PENDING),
                        entry("apply", Exit.DONE),
                        // The plan was applied by the line before.
                        entry("apply --override", Exit.REFUSED),
                        entry("one", Exit.NOTHING_TO_DO),
                        entry("prove", Exit.PROVEN),
                        entry("what-if", Exit.CHANGES_PENDING),
                        entry("offboard", Exit.CHANGES_PENDING),
                        entry("accept-role", Exit.DONE),
                        entry("state", Exit.SHOWN),
                        // Nothing is in quarantine.
                        entry("state --lift-quarantine", Exit.REFUSED),
                        entry("evidence", Exit.SHOWN),
                        entry("verify", Exit.VERIFIED));
    }

    @Test
    void linesOfTheOtherPagesHaveNoMistake() throws IOException {
        for (String page :
                List.of("examples/bpo/README.md", "docs/stores.md", "docs/operating.md", "docs/sources.md")) {
            for (List<String> words : new ShellLines(Path.of("..", "..").resolve(page)).words()) {
                ParsedLine line = ParsedLine.of(words);

                assertThat(line.problems()).as(page + " " + words).isEmpty();
                assertThat(line.verb()).as(page + " " + words).isPresent();
            }
        }
    }

    private String here(String word) {
        return FILES.contains(word) ? command.file(word).toString() : word;
    }
}
