// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
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
}
