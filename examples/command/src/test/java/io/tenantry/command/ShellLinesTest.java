// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell lines of the README and of the other pages run in their order and end as they say. */
class ShellLinesTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Set<String> FILES = Set.of(
            "policy.yaml",
            "users.csv",
            "members",
            "plan.json",
            "proof.html",
            "proof.json",
            "proposed.yaml",
            "pushes.db",
            "retail.html",
            "retail-q3.json");

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
        assertThat(run(ROOT.resolve("README.md")))
                .containsExactly(
                        entry("lint", Exit.NOTHING_TO_DO),
                        entry("plan", Exit.CHANGES_PENDING),
                        entry("apply", Exit.DONE),
                        // The plan was applied by the line before.
                        entry("apply --override", Exit.REFUSED),
                        entry("one", Exit.NOTHING_TO_DO),
                        entry("watch", Exit.INTERRUPTED),
                        entry("prove", Exit.PROVEN),
                        entry("what-if", Exit.CHANGES_PENDING),
                        entry("offboard", Exit.CHANGES_PENDING),
                        entry("accept-role", Exit.DONE),
                        entry("scim", Exit.SHOWN),
                        entry("serve", Exit.INTERRUPTED),
                        entry("state", Exit.SHOWN),
                        // Nothing is in quarantine.
                        entry("state --lift-quarantine", Exit.REFUSED),
                        entry("evidence", Exit.SHOWN),
                        entry("verify", Exit.VERIFIED));
    }

    @Test
    void linesOfTheOtherPagesRun() throws IOException {
        run(ROOT.resolve("README.md"));
        Map<String, Map<String, Exit>> ends = new TreeMap<>();
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
                Map<String, Exit> of = run(page);
                if (!of.isEmpty()) {
                    ends.put(page.getFileName().toString(), of);
                }
            }
        }

        assertThat(ends)
                .containsExactly(
                        entry("evidence.md", Map.of("prove", Exit.PROVEN)),
                        entry("operating.md", Map.of("lint", Exit.NOTHING_TO_DO)),
                        entry("scim.md", Map.of("serve", Exit.INTERRUPTED)),
                        entry(
                                "watch.md",
                                Map.of("watch", Exit.INTERRUPTED, "serve", Exit.INTERRUPTED, "scim", Exit.SHOWN)));
        assertThat(command.file("retail.html")).exists();
    }

    @Test
    void linesOfTheExampleRunInOrder() throws IOException {
        FakeGenesysCloud fake = FakeGenesysCloud.create();
        fake.seedBpo(20, 5000);
        command = new CommandHarness(directory, fake);
        Path example = ROOT.resolve("examples").resolve("bpo");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(example.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        assertThat(run(example.resolve("README.md")))
                .containsExactly(
                        entry("lint", Exit.ATTENTION),
                        entry("plan", Exit.CHANGES_PENDING),
                        entry("apply", Exit.ATTENTION),
                        entry("prove", Exit.VIOLATED));
    }

    /** Runs the lines of a page in their order; each ends with its result, and with one line of JSON if asked for. */
    private Map<String, Exit> run(Path page) throws IOException {
        Map<String, Exit> ends = new LinkedHashMap<>();
        for (List<String> words : new ShellLines(page).words()) {
            Result result = run(words);
            String key = words.get(0)
                    + (words.contains("--override") ? " --override" : "")
                    + (words.contains("--lift-quarantine") ? " --lift-quarantine" : "");
            ends.put(key, result.exit());
            String last = result.exit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            assertThat(result.out().lines().reduce("", (a, b) -> b))
                    .as(page + " " + words)
                    .startsWith(last);
        }
        return ends;
    }

    @Test
    void eachLineSpeaksJsonWhereItIsAskedTo() throws IOException {
        for (List<String> words : new ShellLines(ROOT.resolve("README.md")).words()) {
            List<String> all = new ArrayList<>(words);
            all.add("--json");
            Result result = run(all);

            assertThat(result.json("end"))
                    .as(words.toString())
                    .singleElement()
                    .satisfies(e -> assertThat(e.path("exitCode").asInt())
                            .isEqualTo(result.exit().code()));
        }
    }

    /** Runs the words of a line; a watch and an endpoint are stopped after three minutes. */
    private Result run(List<String> words) {
        command.interruption = new Interruption();
        Instant end = command.fake.clock().instant().plus(Duration.ofMinutes(3));
        command.sleeping = () -> {
            if (Set.of("watch", "serve").contains(words.get(0))
                    && command.fake.clock().instant().isAfter(end)) {
                command.interruption.ask();
            }
        };
        return command.runExactly(words.stream().map(this::here).toArray(String[]::new));
    }

    private String here(String word) {
        if (word.equals("8080")) {
            // Another program of this machine may listen there.
            return "0";
        }
        return FILES.contains(word) ? command.file(word).toString() : word;
    }
}
