// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan for sixty tenants and 1,200 people can be read. */
@NullUnmarked
class PlanTableTest {
    private static final int TENANTS = 60;

    private int tenants = TENANTS;

    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void sixtyTenants() {
        organization();
        people(1_200);
    }

    private void organization() {
        command = new CommandHarness(directory, FakeGenesysCloud.create());
        command.fake.createRole("Agent", "routing:conversation:view");
        StringBuilder policy = new StringBuilder("apiVersion: tenantry/v1\norganization: fakebpo\ntenants:\n");
        for (int t = 10; t < 10 + tenants; t++) {
            command.fake.createDivision("Division " + t);
            policy.append("""
                      - id: client-%1$s
                        name: Client %1$s
                        division: { name: Division %1$s }
                        match: { sourceGroup: Account-%1$s }
                        profiles:
                          - { id: agent, genesysGroup: Agents %1$s, roles: [Agent] }
                    """.formatted(t));
        }
        command.write("policy.yaml", command.accepting(policy.toString()));
    }

    private void people(int number) {
        command.write(
                "people.jsonl",
                IntStream.range(0, number).mapToObj(this::person).collect(Collectors.joining()));
    }

    private String person(int id) {
        return """
                {"id":"i%1$s","userName":"p%1$s@bpo.example","displayName":"P %1$s","enabled":true,"groups":["Account-%2$s"]}
                """.formatted(id, 10 + id % tenants);
    }

    @Test
    void beginsWithATableAndShowsThreePeopleOfAKind() {
        Result plan = command.run("plan");
        List<String> lines = plan.out().lines().skip(1).toList();

        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "tenant        new   moved   gone   changed   held   findings",
                        "client-10      20       0      0         0      0          0",
                        "client-11      20       0      0         0      0          0");
        assertThat(lines.subList(TENANTS + 1, TENANTS + 3))
                .containsExactly("all          1200       0      0         0      0          0", "");
        assertThat(lines.get(TENANTS + 3)).startsWith("Plan for organization ");
        assertThat(lines.stream().filter(l -> l.startsWith("  + p"))).hasSize(3 * TENANTS);
        assertThat(lines.stream().filter("      ... and 17 more people"::equals))
                .hasSize(TENANTS);
    }

    @Test
    void showsAsManyAsAreAskedFor() {
        Result plan = command.run("plan", "--show", "20");

        assertThat(plan.out().lines().filter(l -> l.startsWith("  + p"))).hasSize(1_200);
    }

    @Test
    void countsPeopleByWhatHappensToThem() throws IOException {
        tenants = 7;
        directory = Files.createDirectory(directory.resolve("seven"));
        organization();
        people(28);
        assertThat(command.run("apply").exit()).isEqualTo(Exit.DONE);
        String lines = Files.readString(command.people)
                .replaceFirst("(\"id\":\"i0\".*)Account-10", "$1Account-11")
                .replaceFirst("(\"id\":\"i1\".*)true", "$1false")
                .replaceFirst("P 2\"", "Petra\"");
        command.write(
                "people.jsonl",
                lines
                        + person(700)
                        + IntStream.range(3, 7).mapToObj(i -> person(700 + i)).collect(Collectors.joining()));

        assertThat(command.run("plan").out().lines().skip(1).limit(9))
                .containsExactly(
                        "tenant        new   moved   gone   changed   held   findings",
                        "client-10       1       0      1         0      0          0",
                        "client-11       0       1      1         0      0          0",
                        "client-12       0       0      0         1      0          0",
                        "client-13       1       0      0         0      0          0",
                        "client-14       1       0      0         0      0          0",
                        "client-15       1       0      0         0      0          0",
                        "client-16       1       0      0         0      0          0",
                        "all             5       1      1         1      0          0");
    }
}
