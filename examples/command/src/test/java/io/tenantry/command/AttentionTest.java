// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went well and still needs a look is said in the last line, and in the exit code unless it is observed only. */
class AttentionTest extends EmptyOrganization {
    @Test
    void goesOnWithGoodRowsAndNamesTheBadOnes() throws IOException {
        Files.writeString(command.people, Files.readString(command.people) + "{\"id\":\"id-bad\",\"userName\":\"\"}\n");

        Result result = command.run("apply");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out()).contains("people.jsonl:4").endsWith("attention; look at: 1 row refused\n");
        assertThat(command.fake.usersByEmail("eva@bpo.example")).hasSize(1);
    }

    @Test
    void anEmptyExportIsNoSuccess() throws IOException {
        command.run("apply");
        Files.writeString(command.people, "");

        Result remembering = command.run("plan");
        Result forgetful = command.run("plan", "--no-state");

        assertThat(remembering.exit()).isEqualTo(Exit.HELD);
        assertThat(remembering.out()).endsWith("held; look at: 1 doubt about the source\n");
        assertThat(forgetful.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(forgetful.out())
                .endsWith("attention; only observed: 3 differences; look at: 1 doubt about the source\n");
    }

    @Test
    void whatIsOnlyObservedIsCountedInTheLastLineAndIsNoAlarm() {
        command.run("apply");
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY.replace("defaults:", "defaults:\n  authority: observe")));
        command.people("ana A", "ben B", "eva B");

        Result plan = command.run("plan");
        Result json = command.run("plan", "--json");

        assertThat(plan.exit()).as(plan.out()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(plan.out()).endsWith("nothing to do; only observed: 3 differences\n");
        assertThat(json.json("end").get(0).path("observed").asInt()).isEqualTo(3);
    }

    @Test
    void aTenantThatIsNotReadyIsNoSuccess() {
        command.write("policy.yaml", command.accepting(CommandHarness.POLICY.replace("[Agent]", "[Agnet]")));

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out())
                .contains("Agnet")
                .endsWith("look at: 2 names of the policy that cannot be used, 3 people or accounts to decide about\n");
    }

    @Test
    void aRoleEverywhereIsNoSuccess() {
        command.write("policy.yaml", CommandHarness.POLICY);

        Result result = command.run("apply");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out()).endsWith("attention; look at: 1 violation\n");
    }

    @Test
    void anAcceptedGroupWithMoreMembersThanItsLineAllowsIsNoSuccess() throws IOException {
        command.run("apply");
        String all = command.fake.createGroup("All").id();
        command.fake.grant(
                all, command.fake.createRole("Staff", "directory:user:view").id(), "*");
        Files.writeString(command.policy, command.accepting(CommandHarness.POLICY) + """
                  - holder: { group: All }
                    roles: [Staff]
                    in: everywhere
                    members: { max: 2 }
                    reason: phone book
                    approvedBy: ciso@bpo.example
                """);
        command.fake.addMembers(all, account("ana"), account("ben"));
        command.runExactly("prove", "--policy", command.policy.toString(), "--domain", "mypurecloud.com");
        assertThat(command.run("plan").exit()).isEqualTo(Exit.NOTHING_TO_DO);

        command.fake.addMembers(all, account("eva"));

        for (List<String> verb :
                List.of(List.of("plan"), List.of("apply"), List.of("one", "eva@bpo.example"), List.of("lint"))) {
            Result result = command.run(verb.toArray(String[]::new));
            assertThat(result.exit()).as("%s", verb).isEqualTo(Exit.ATTENTION);
            assertThat(result.out())
                    .contains("unaccepted-holder", "allows 2, so it does not cover role \"Staff\"")
                    .contains("for \"eva@bpo.example\"");
            assertThat(result.out().lines().reduce("", (a, b) -> b)).contains("look at: 1 violation");
        }
        Result ana = command.run("one", "ana@bpo.example");
        assertThat(ana.exit()).as(ana.out()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    private String account(String name) {
        return command.fake.usersByEmail(name + "@bpo.example").get(0).id();
    }
}
