// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says about exports in other forms. */
class SourceOptionsTest {
    private static final String MAPPING = """
            apiVersion: tenantry/v1
            id: Personnel No
            userName: Mail
            displayName: Name
            state: { column: Status, yes: [active], no: [left] }
            groups: { column: Teams, separator: "|" }
            """;
    private static final String ROWS = """
            Personnel No,Mail,Name,Status,Teams
            1,ana@bpo.example,Ana,active,Account-A
            2,eva@bpo.example,Eva,active,Account-B
            """;

    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void open() {
        command = new CommandHarness(directory);
    }

    private Result run(String verb, String... words) {
        List<String> all = new ArrayList<>(List.of(verb, "--policy", command.policy.toString()));
        all.addAll(List.of("--domain", "mypurecloud.com"));
        all.addAll(Arrays.asList(words));
        return command.runExactly(all.toArray(String[]::new));
    }

    @Test
    void mappingFileSaysWhatTheColumnsMean() {
        String users = command.write("hr.csv", ROWS).toString();
        String mapping = command.write("mapping.yaml", MAPPING).toString();

        Result applied = run("apply", "--users", users, "--map", mapping);

        assertThat(applied.exit()).as(applied.out() + applied.err()).isEqualTo(Exit.DONE);
        assertThat(command.fake.usersByEmail("ana@bpo.example").get(0).state()).isEqualTo(UserState.ACTIVE);
        assertThat(run("plan", "--users", users, "--map", mapping).exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void groupThatAnExportLostChangesNothingUntilItIsDeclaredEmpty() {
        String mapping = command.write("mapping.yaml", MAPPING).toString();
        String rows = ROWS + "3,bo@bpo.example,Bo,active,Account-A\n";
        String users = command.write("hr.csv", rows).toString();
        assertThat(run("apply", "--users", users, "--map", mapping).exit()).isEqualTo(Exit.DONE);
        command.write("hr.csv", rows.replace("Account-A", "Account-B"));

        for (String verb : List.of("plan", "lint")) {
            Result lost = run(verb, "--users", users, "--map", mapping);

            assertThat(lost.exit()).as(verb).isEqualTo(Exit.ATTENTION);
            assertThat(lost.out())
                    .contains("not-delivered")
                    .contains("source group \"Account-A\"")
                    .contains("it had 2 people. An export may have lost it");
        }
        String declared = command.write("empty.yaml", MAPPING.replace("\"|\"", "\"|\", empty: [Account-A]"))
                .toString();
        Result byOption = run("plan", "--users", users, "--map", mapping, "--empty-group", "Account-A");
        Result byMapping = run("plan", "--users", users, "--map", declared);

        // The limits alone hold the movers then.
        assertThat(byOption.exit()).as(byOption.out()).isEqualTo(Exit.HELD);
        assertThat(byOption.out()).doesNotContain("not-delivered");
        assertThat(byMapping.exit()).as(byMapping.out()).isEqualTo(Exit.HELD);
        assertThat(byMapping.out()).doesNotContain("not-delivered");
    }

    @Test
    void lintAndPlanRefuseAMappingWithErrorsAndNameEachPlace() {
        String users = command.write("hr.csv", ROWS).toString();
        String mapping = command.write("mapping.yaml", MAPPING.replace("userName", "username"))
                .toString();

        for (String verb : List.of("lint", "plan")) {
            Result refused = run(verb, "--users", users, "--map", mapping);

            assertThat(refused.exit()).as(verb).isEqualTo(Exit.REFUSED);
            assertThat(refused.out() + refused.err())
                    .contains("mapping.yaml:1:1 userName: error [missing-field]")
                    .contains("mapping.yaml:3:1 username: error [unknown-key]")
                    .contains("Did you mean \"userName\"?");
        }
    }

    @Test
    void lintChecksAMappingAlone() {
        String good = command.write("mapping.yaml", MAPPING).toString();
        String bad = command.write("bad.yaml", "apiVersion: tenantry/v1\nuserName: x\n")
                .toString();

        for (String[] policy : new String[][] {{}, {"--policy", command.policy.toString()}}) {
            Result checked = lint(good, policy);
            Result wrong = lint(bad, policy);

            assertThat(checked.exit()).as(checked.out() + checked.err()).isEqualTo(Exit.NOTHING_TO_DO);
            assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
            assertThat(wrong.out())
                    .contains("bad.yaml:1:1 id: error [missing-field]", "Mapping: 1 error, 0 warnings.")
                    .doesNotContain("Policy: 1 error")
                    .endsWith("refused, 1 error\n");
        }
    }

    private Result lint(String mapping, String... policy) {
        List<String> all = new ArrayList<>(List.of("lint", "--map", mapping));
        all.addAll(Arrays.asList(policy));
        return command.runExactly(all.toArray(String[]::new));
    }

    @Test
    void everyFileThatIsNotThereIsAMistakeOfTheCommandLine() {
        for (String option : List.of("--users", "--map", "--policy")) {
            Result result = command.runExactly("lint", option, "nope.yaml");

            assertThat(result.exit()).as(option).isEqualTo(Exit.USAGE);
            assertThat(result.err()).contains(option + ": file nope.yaml was not found or cannot be read");
        }
    }

    @Test
    void groupWithTwoFilesOfMembersIsAMistake() throws IOException {
        String users = command.write("hr.csv", ROWS).toString();
        for (String ending : List.of(".csv", ".CSV", ".Csv")) {
            String folder =
                    Files.createDirectories(command.file("members" + ending)).toString();
            String file = Files.writeString(Path.of(folder, "Account-A" + ending), "id\n1\n")
                    .toString();

            Result twice = run("plan", "--users", users, "--members-dir", folder, "--members", "Account-A=" + file);
            Result empty = run("plan", "--users", users, "--members-dir", folder, "--empty-group", "Account-A");
            Result other = run("plan", "--users", users, "--members-dir", folder, "--members", "Account=" + file);

            assertThat(List.of(twice.exit(), empty.exit())).as(ending).containsOnly(Exit.USAGE);
            assertThat(twice.err()).contains("--members Account-A is also a file of --members-dir: keep one");
            assertThat(empty.err()).contains("--empty-group Account-A contradicts its file of members: keep one");
            assertThat(other.exit()).isNotEqualTo(Exit.USAGE);
        }
    }

    @Test
    void mistakesNameTheUnitAndAreReportedOnce() {
        String users = command.write("hr.csv", ROWS).toString();

        Result result = run("plan", "--users", users, "--map", "okta-peeple", "--valid", "5x");

        assertThat(result.err().lines())
                .hasSize(2)
                .anyMatch(l -> l.startsWith("--map okta-peeple is neither a file nor a ready mapping")
                        && l.endsWith("; did you mean okta-people?"))
                .contains("--valid needs a number of minutes from 1 to 10080");
    }

    @Test
    void readyMappingIsNamedAndAnUnknownNameIsAMistake() {
        String users = command.write("okta.csv", """
                id,status,login,displayName
                1,ACTIVE,ana@bpo.example,Ana
                """).toString();

        assertThat(run("plan", "--users", users, "--map", "okta-people").out()).contains("not-delivered");
        Result unknown = run("plan", "--users", users, "--map", "okta");
        assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
        assertThat(unknown.err())
                .contains("--map okta is neither a file nor a ready mapping: write one of entra-members, entra-users");
    }

    @Test
    void fileWithAnotherNumberOfRowsIsAskedToBeLookedAt() {
        String users = command.write("hr.csv", ROWS).toString();
        String mapping = command.write("mapping.yaml", MAPPING).toString();
        run("apply", "--users", users, "--map", mapping);

        Result result = run("plan", "--users", users, "--map", mapping, "--expect-rows", "3");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out()).contains("hr.csv has 2 rows, and 3 were expected; export it again");
        assertThat(run("plan", "--users", users, "--map", mapping, "--expect-rows", "2")
                        .exit())
                .isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void lastLineWithTheNumberOfRowsIsAskedFor() {
        String users = command.write("hr.csv", ROWS + "#rows,2\n").toString();
        String mapping = command.write("mapping.yaml", MAPPING).toString();
        run("apply", "--users", users, "--map", mapping);
        assertThat(run("plan", "--users", users, "--map", mapping, "--expect-rows", "trailer")
                        .exit())
                .isEqualTo(Exit.NOTHING_TO_DO);
        command.write("hr.csv", ROWS);

        Result result = run("plan", "--users", users, "--map", mapping, "--expect-rows", "trailer");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out()).contains("hr.csv has no last line that says how many rows it has");
        assertThat(run("plan", "--users", users, "--map", mapping, "--expect-rows", "tail")
                        .exit())
                .isEqualTo(Exit.USAGE);
        command.people("ana A", "ben A", "eva B");
        assertThat(command.run("plan", "--expect-rows", "trailer").out())
                .contains("people.jsonl has no last line that says how many rows it has");
    }

    @Test
    void exportInWhichNobodyCouldBeReadIsNeverNothingToDo() {
        String heading = command.write("hr.csv", "id,userPrincipalName,displayName,accountEnabled\n")
                .toString();
        String graph = command.write("graph.json", "{\n \"value\": [\n  { \"id\": \"1\" }\n ]\n}\n")
                .toString();

        Result empty = run("plan", "--users", heading);
        Result pretty = run("plan", "--jsonl", graph);

        assertThat(empty.exit()).isNotEqualTo(Exit.NOTHING_TO_DO);
        assertThat(empty.out()).contains("hr.csv is empty; export it again").doesNotContain("nothing to do");
        assertThat(pretty.exit()).isNotEqualTo(Exit.NOTHING_TO_DO);
        assertThat(pretty.out())
                .contains("graph.json has 5 rows and nobody could be read; the first: ")
                .doesNotContain("nothing to do");
    }

    @Test
    void lintAndWhatIfSayOfADamagedSourceWhatPlanSays() {
        command.run("apply");
        command.write(
                "people.jsonl",
                "{\"id\":\"id-ana\",\"userName\":\"ana@bpo.example\",\"groups\":[\"Account-A\"]}\n{\"id\":4711}\n");

        for (String verb : List.of("lint", "what-if", "plan")) {
            Result result = verb.equals("what-if") ? command.run(verb, command.policy.toString()) : command.run(verb);

            assertThat(result.exit())
                    .as(verb + "\n" + result.out())
                    .isEqualTo(verb.equals("lint") ? Exit.ATTENTION : Exit.HELD);
            assertThat(result.out()).contains("people.jsonl:2: ").contains("1 row refused");
        }
        assertThat(command.run("lint", "--json").json("rejected")).hasSize(1);
    }

    @Test
    void lintOfASourceWithoutPeopleIsLookedAt() {
        command.write("people.jsonl", "");

        Result lint = command.run("lint");

        assertThat(lint.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(lint.out()).contains("people.jsonl is empty; export it again");
    }

    @Test
    void oneForAPersonWhoIsNotThereNamesTheNearestAndTheRefusedRow() {
        Result near = command.run("one", "anna@bpo.example");
        Result far = command.run("one", "zoltan@bpo.example");
        command.write(
                "people.jsonl",
                "{\"id\":\"1\",\"userName\":\"eva@bpo.example\"}\n{\"id\":\"2\",\"userName\":\"ben@bpo.example\",\"x\":1}\n");
        Result refused = command.run("one", "ben@bpo.example");

        assertThat(List.of(near.exit(), far.exit())).containsOnly(Exit.REFUSED);
        assertThat(near.err())
                .contains("the source has 3 people, and nobody with the id or the user name \"anna@bpo.example\";"
                        + " did you mean ana@bpo.example?");
        assertThat(far.err()).contains("check the spelling, or whether the export holds everybody");
        assertThat(refused.out() + refused.err()).contains("people.jsonl:2");
    }

    @Test
    void emptyGroupThatTheRulesDoNotNameIsRefusedWithThoseThatTheyName() {
        String users = command.write("hr.csv", "id,userPrincipalName,displayName\n1,ana@bpo.example,Ana\n")
                .toString();

        Result typo = run("plan", "--users", users, "--empty-group", "Account-A", "--empty-group", "Acount-B");

        assertThat(typo.exit()).isEqualTo(Exit.REFUSED);
        assertThat(typo.err())
                .contains(
                        "--empty-group Acount-B: the policy names no such source group; it names Account-A, Account-B");
    }

    @Test
    void emptyGroupIsKnownToHaveNobody() {
        command.write("hr.csv", """
                id,userPrincipalName,displayName,accountEnabled
                1,ana@bpo.example,Ana,True
                """);
        Path members = command.file("members");
        members.toFile().mkdir();
        command.write("members/Account-A.csv", "id\n1\n");
        String[] source = {"--users", command.file("hr.csv").toString(), "--members-dir", members.toString()};
        List<String> declared = new ArrayList<>(Arrays.asList(source));
        declared.addAll(List.of("--empty-group", "Account-B"));

        List<String> both = new ArrayList<>(Arrays.asList(source));
        both.addAll(List.of("--empty-group", "Account-A"));
        assertThat(run("plan", both.toArray(String[]::new)).err())
                .contains("--empty-group Account-A contradicts its file of members: keep one");
        assertThat(run("plan", source).out()).contains("not-delivered");
        assertThat(run("plan", declared.toArray(String[]::new)).out()).doesNotContain("not-delivered");
    }
}
