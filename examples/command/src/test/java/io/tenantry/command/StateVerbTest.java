// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.command.CommandHarness.Result;
import io.tenantry.isolation.EvidenceVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code state} and {@code evidence} show of earlier runs, without credentials and without a call. */
@NullUnmarked
class StateVerbTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
    }

    private Result about(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--policy", command.policy.toString()));
        int calls = command.fake.recorder().count();
        Result result = command.runExactly(all.toArray(String[]::new));
        assertThat(command.fake.recorder().count()).isEqualTo(calls);
        return result;
    }

    @Test
    void stateShowsWhatRunsHaveKept() {
        command.run("apply", "--approved-by", "cto");
        command.people("ana A off", "ben A off", "eva B");
        command.run("plan");
        command.environment.clear();

        Result result = about("state");

        assertThat(result.exit()).isEqualTo(Exit.SHOWN);
        assertThat(result.exit().code()).isZero();
        assertThat(result.out())
                .startsWith("State: " + command.file("policy.state.db") + "\nVersion 2, ")
                .contains(" KiB, 3 people linked to accounts\n")
                .containsPattern("Organization:\n  fakebpo \\([-0-9a-f]{36}\\)\n")
                .containsPattern(
                        "Runs, the newest first:\n  2026-01-01T00:00:00Z done: 9 DONE, last at 2026-01-01T[^ ]+Z,"
                                + " approved by cto, run [-0-9a-f]{36}\n")
                .contains("Calls without a known outcome: none\n")
                .containsPattern("Holds of the last plan:\n  limit-accounts, tenant retail, since 2026-")
                .contains("Quarantines: none\nLeases: none\n")
                .containsPattern("  tenant health: division \"Tenant_B\" is [-0-9a-f]{36}\n")
                .containsPattern("  tenant retail: group \"A_Agents\" is [-0-9a-f]{36}\n")
                .endsWith("shown\n");
    }

    @Test
    void stateShowsWhatATenantGaveToAnotherByItsId() {
        command.run("apply");
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY
                        .replace("max: 1, percent: 10", "max: 9, percent: 99")
                        .replace("Tenant_A", "x")
                        .replace("Tenant_B", "Tenant_A")
                        .replace("name: x", "name: Tenant_B")));
        command.run("apply");
        command.run("apply");

        assertThat(about("state").out())
                .containsPattern("  tenant health: division \"Tenant_A\" is [-0-9a-f]{36}\n")
                .containsPattern("  tenant health: division [-0-9a-f]{36}, which it had before\n");
    }

    @Test
    void stateShowsTheSameToPrograms() {
        command.run("apply", "--approved-by", "cto");

        Result result = about("state", "--json");

        assertThat(result.out().lines().map(l -> l.replaceFirst(".\"type\":\"([^\"]+)\".*", "$1")))
                .containsExactly(
                        "state", "summary", "organization", "run", "pin", "pin", "pin", "pin", "pin", "pin", "end");
        assertThat(result.json("summary"))
                .singleElement()
                .satisfies(s -> assertThat(s.path("links").asInt()).isEqualTo(3));
        assertThat(result.json("run")).singleElement().satisfies(r -> {
            assertThat(r.path("outcome").asText()).isEqualTo("done");
            assertThat(r.path("calls").path("DONE").asInt()).isEqualTo(9);
            assertThat(r.path("approvedBy").get(0).asText()).isEqualTo("cto");
        });
        assertThat(result.json("end").get(0).path("result").asText()).isEqualTo("SHOWN");
    }

    @Test
    void aStateThatIsNotThereIsNotMadeToBeShown() {
        Result state = about("state");
        Result evidence = about("evidence", "retail");

        assertThat(List.of(state.exit(), evidence.exit())).containsOnly(Exit.REFUSED);
        assertThat(state.err())
                .contains("policy.state.db: no run has made it yet, or it lies elsewhere; check --policy and --state")
                .doesNotContain("run the same command again");
        assertThat(command.file("policy.state.db")).doesNotExist();
    }

    @Test
    void quarantineIsShownAndLiftedForAReason() {
        command.run("apply");
        command.fake.faults().onAny().always().answer(503);
        for (int i = 0; i < 3; i++) {
            command.run("plan");
        }
        command.fake.faults().clear();

        Result shown = about("state");
        Result machine = about("state", "--json");
        Result wrong = lift("organisation");
        Result lifted = lift("organization");
        Result next = command.run("plan");
        Result evidence = about("evidence", "retail");

        assertThat(shown.out())
                .containsPattern("Quarantines:\n  organization, skipped until 2026-[^ ]+Z: failed 3 times");
        assertThat(machine.json("quarantine"))
                .singleElement()
                .satisfies(q -> assertThat(q.path("holds").asBoolean()).isTrue());
        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err()).contains("no quarantine is called \"organisation\": lift one of \"organization\"");
        assertThat(lifted.exit()).isEqualTo(Exit.DONE);
        assertThat(lifted.out()).contains("Quarantine of organization lifted: the next run tries again.");
        assertThat(next.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(about("state").out()).contains("Quarantines: none");
        assertThat(evidence.out()).contains("lift quarantine: organization, APPLIED: the service answers again", "cto");
    }

    private Result lift(String scope) {
        return about(
                "state", "--lift-quarantine", scope, "--reason", "the service answers again", "--approved-by", "cto");
    }

    @Test
    void evidenceShowsWhoHoldsWhatAndSavesItForTheAuditor() throws IOException {
        command.run("apply");
        command.fake.advance(Duration.ofDays(2));
        command.people("ana A", "eva B");
        command.run("apply");
        Path file = command.file("retail.json");

        Result first = about("evidence", "retail", "--to", "2026-01-01");
        Result whole = about("evidence", "retail", "--out", file.toString());
        Result json = about("evidence", "retail", "--from", "2026-01-03", "--json");

        assertThat(List.of(first.exit(), whole.exit(), json.exit())).containsOnly(Exit.SHOWN);
        assertThat(first.out())
                .contains("from 1970-01-01T00:00:00Z to 2026-01-02T00:00:00Z")
                .doesNotContain("deactivate");
        assertThat(whole.out()).contains("deactivate account", "Saved to " + file);
        assertThat(EvidenceVerifier.verify(Files.readString(file)).findings()).isEmpty();
        JsonNode line = json.json("evidence").get(0);
        assertThat(line.path("from").asText()).isEqualTo("2026-01-03T00:00:00Z");
        assertThat(line.path("changes").asInt()).isPositive();
    }

    @Test
    void namesWhatTheVerbsNeed() {
        Result evidence = about("evidence", "--from", "yesterday");
        Result turned = about("evidence", "retail", "--from", "2026-02-01", "--to", "2026-01-31");
        Result lift = about("state", "--lift-quarantine", "organization");
        Result forgetful = about("state", "--no-state");
        Result plan = command.run("plan", "--lift-quarantine", "x", "--to", "2026-01-01");

        assertThat(List.of(evidence.exit(), turned.exit(), lift.exit(), forgetful.exit(), plan.exit()))
                .containsOnly(Exit.USAGE);
        assertThat(evidence.err())
                .contains("evidence needs a tenant", "--from needs a day such as 2026-07-01")
                .doesNotContain("organization is missing", "source of people is missing");
        assertThat(turned.err()).contains("--from is after --to");
        assertThat(lift.err()).contains("--lift-quarantine needs --reason and --approved-by");
        assertThat(forgetful.err()).contains("state is about what runs keep: leave --no-state out");
        assertThat(plan.err()).contains("--lift-quarantine goes with state only", "--to goes with evidence only");
    }

    @Test
    void evidenceOfAnAlteredTrailIsNoSuccess() throws SQLException {
        command.run("apply");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + command.file("policy.state.db"));
                Statement run = connection.createStatement()) {
            run.execute("delete from tenantry_audit where tenant = 'retail' and num = 2");
        }

        Result result = about("evidence", "retail");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out()).contains("trail: ALTERED, ");
    }

    @Test
    void evidenceOfATenantThatNobodyKnowsIsRefused() {
        command.run("apply");

        Result result = about("evidence", "retial");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains("neither the policy nor an earlier run has a tenant \"retial\"");
    }

    @Test
    void stateOfAnotherOrganizationIsNotUsed() {
        command.run("apply");
        command.write("policy.yaml", command.accepting(CommandHarness.POLICY.replace("fakebpo", "acme-bpo")));

        Result plan = command.run("plan");
        Result evidence = about("evidence", "retail");

        assertThat(List.of(plan.exit(), evidence.exit())).containsOnly(Exit.REFUSED);
        assertThat(plan.err())
                .contains("the policy is for organization \"acme-bpo\", but the state ", "is of \"fakebpo\"");
    }
}
