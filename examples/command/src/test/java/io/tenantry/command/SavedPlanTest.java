// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved plan is applied exactly, for a reason over its limits, or refused. */
class SavedPlanTest extends EmptyOrganization {
    @Test
    void overridesALimitOfASavedPlanForAReason() {
        command.run("apply");
        command.people("ana A off", "ben A off", "eva B");
        Path plan = command.file("plan.json");
        Result planned = command.run("plan", "--out", plan.toString());

        Result wrong = command.run("apply", plan.toString(), "--override", "limit-grants", "--reason", "they left");
        Result right = command.run(
                "apply",
                plan.toString(),
                "--override",
                "limit-accounts:retail",
                "--reason",
                "they left",
                "--approved-by",
                "cto");

        assertThat(planned.out())
                .contains(
                        "then, instead of applying it without: provision apply PLAN --override limit-accounts:retail --reason \"…\"");
        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err()).contains("the plan has no hold limit-grants of the whole organization");
        assertThat(right.exit()).isEqualTo(Exit.DONE);
        assertThat(right.out()).contains("! limit-accounts of tenant retail overridden by cto: they left");
        assertThat(command.fake.usersByEmail("ana@bpo.example").get(0).state()).isEqualTo(UserState.INACTIVE);
    }

    @Test
    void exchangesUserNamesOfTwoTenantsOnceBothLimitsAreOverridden() {
        command.write(
                "policy.yaml",
                command.accepting(
                        CommandHarness.POLICY.replace("limits:\n", "limits:\n    names: { max: 0, percent: 0 }\n")));
        command.run("apply");
        command.write("people.jsonl", """
                {"id":"id-ana","userName":"eva@bpo.example","displayName":"ana","enabled":true,"groups":["Account-A"]}
                {"id":"id-ben","userName":"ben@bpo.example","displayName":"ben","enabled":true,"groups":["Account-A"]}
                {"id":"id-eva","userName":"ana@bpo.example","displayName":"eva","enabled":true,"groups":["Account-B"]}
                """);
        String plan = command.file("plan.json").toString();
        command.run("plan", "--out", plan);

        Result half = command.run(
                "apply", plan, "--override", "limit-names:retail", "--reason", "they swapped", "--approved-by", "cto");
        command.run("plan", "--out", plan);
        Result both = command.run(
                "apply",
                plan,
                "--override",
                "limit-names:retail",
                "--override",
                "limit-names:health",
                "--reason",
                "they swapped",
                "--approved-by",
                "cto");

        assertThat(half.exit()).as(half.out() + half.err()).isEqualTo(Exit.HELD);
        assertThat(half.out()).contains("these operations wait for limit-names:health too");
        assertThat(both.exit()).as(both.out()).isEqualTo(Exit.DONE);
        assertThat(command.fake.usersByEmail("eva@bpo.example").get(0).name()).isEqualTo("ana");
        assertThat(command.run("plan").out()).endsWith("nothing to do\n");
    }

    @Test
    void overridesNothingWithoutAPlanOrAReason() {
        Result result = command.run("apply", "--override", "limit-accounts:retail");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--override goes with apply PLAN only")
                .contains("--override and --reason go together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit-frobs", "limit-frobs:retail", "read-incomplete", ":retail"})
    void saysWhichHoldsCanBeOverridden(String hold) {
        Result result = command.run("apply", "plan.json", "--override", hold, "--reason", "they left");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--override " + hold + " names no hold that can be overridden")
                .contains("limit-accounts");
    }

    @Test
    void appliesExactlyTheSavedPlan() {
        Path plan = command.file("plan.json");

        Result saved = command.run("plan", "--out", plan.toString());
        command.people("ana A", "ben A", "eva B", "late A");
        Result applied = command.run("apply", plan.toString());

        assertThat(saved.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(applied.exit()).isEqualTo(Exit.DONE);
        assertThat(command.fake.usersByEmail("eva@bpo.example")).hasSize(1);
        assertThat(command.fake.usersByEmail("late@bpo.example")).isEmpty();
    }

    @Test
    void appliesASavedPlanWithoutTheSource() {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString());

        Result applied = command.runExactly(
                "apply", plan.toString(), "--policy", command.policy.toString(), "--domain", "mypurecloud.com");

        assertThat(applied.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void refusesASavedPlanThatExpired() {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString(), "--valid", "10");
        command.fake.advance(Duration.ofMinutes(10));

        Result result = command.run("apply", plan.toString());

        refused(result, "the plan expired at 2026-01-01T00:10:00Z: plan again");
    }

    @Test
    void refusesASavedPlanThatWasAltered() throws IOException {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString());
        Files.writeString(plan, Files.readString(plan).replace("ana@bpo.example", "eve@bpo.example"));

        Result result = command.run("apply", plan.toString());

        refused(result, "the plan was altered after it was written: its fingerprint does not match; plan again");
    }

    @Test
    void refusesAPlanMadeForAnotherPolicy() {
        Path plan = command.file("plan.json");
        command.run("plan", "--out", plan.toString());
        command.write("policy.yaml", CommandHarness.POLICY.replace("Account-B", "Account-C"));

        Path state = command.file("new.state.db");

        Result result = command.run("apply", plan.toString(), "--state", state.toString());

        refused(result, "the policy has changed since the plan was made: plan again");
        assertThat(state).doesNotExist();
    }

    @Test
    void saysThatApplyTakesTheFileOfAPlan() {
        refused(
                command.run("apply", command.people.toString()),
                "apply takes the file that plan or offboard saved with --out");
    }
}
