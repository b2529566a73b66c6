// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lint, plan, apply and one do and say. */
class ProvisionTest extends EmptyOrganization {
    @Test
    void whatHandsRenamedIsSaidByPlanAndByLintFromTheState() {
        command.run("apply");
        String group = command.fake.org().groups().stream()
                .filter(g -> g.name().equals("A_Agents"))
                .findFirst()
                .orElseThrow()
                .id();
        command.fake.change("rename", o -> o.with(o.group(group).orElseThrow().withName("Crew")));

        Result plan = command.run("plan");
        Result lint = command.run("lint");
        Result without = command.run("lint", "--no-state");

        assertThat(plan.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(plan.out()).contains("group-renamed", "now called \"Crew\"");
        assertThat(lint.out()).contains("warning [group-renamed]", "now called \"Crew\"");
        assertThat(without.out()).contains("[group-to-create]").doesNotContain("-renamed]");
    }

    @Test
    void planShowsAndWritesNothing() {
        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(result.out())
                .contains("+ ana@bpo.example: create account in division \"Tenant_A\"; join group \"A_Agents\"")
                .contains("because tenant retail: in source group \"Account-A\" (people.jsonl:1)")
                .contains("3 accounts to create")
                .endsWith("changes pending\n");
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @Test
    void applyDoesItAndHasNothingToDoAfterwards() {
        Result first = command.run("apply");
        Result second = command.run("apply");

        assertThat(first.exit()).isEqualTo(Exit.DONE);
        assertThat(first.out()).contains("Outcome: {APPLIED=").endsWith("done\n");
        assertThat(first.err().lines().reduce("", (a, b) -> b))
                .startsWith("Applying 100% [=")
                .contains("] 9/9 calls (0:00:0", " calls/min");
        assertThat(command.fake.usersByEmail("ana@bpo.example")).hasSize(1);
        assertThat(second.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(second.out()).contains("Nothing to do.").endsWith("nothing to do\n");
        assertThat(List.of(first.exit().code(), second.exit().code())).containsExactly(0, 0);
    }

    @Test
    void runThatIsAskedToEndStopsBetweenTwoCallsAndTheNextOneTakesUpTheRest() {
        command.interruption.ask();

        Result stopped = command.run("apply");
        command.interruption = new Interruption();
        command.fake.advance(Duration.ofSeconds(1));
        Result next = command.run("apply");

        assertThat(stopped.exit()).isEqualTo(Exit.INTERRUPTED);
        assertThat(stopped.out()).contains("Outcome: ").endsWith("interrupted\n");
        assertThat(stopped.err()).contains("plan again takes up the rest");
        assertThat(next.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void applyNamesWhatTheCredentialMayNotDoAndWritesNothing() {
        Role reader = command.fake.createRole(
                "reader",
                "directory:user:view",
                "directory:user:edit",
                "directory:group:add",
                "directory:group:edit",
                "authorization:grant:view",
                "authorization:grant:delete",
                "authorization:role:view");
        OAuthClient client = command.fake.createClient("reader", List.of(reader), List.of("*"));
        command.environment.put(RequestReader.ID, client.id());
        command.environment.put(RequestReader.SECRET, client.secret());

        Result result = command.run("apply");

        refused(result, "the credential lacks directory:user:add in division \"Home\", \"Tenant_A\"");
        assertThat(result.err()).contains("authorization:grant:add").doesNotContain("directory:user:edit");
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @Test
    void holdsWhatIsBeyondTheLimits() {
        command.run("apply");
        command.people("ana A off", "ben A off", "eva B");

        Result plan = command.run("plan");
        Result apply = command.run("apply");

        assertThat(plan.exit()).isEqualTo(Exit.HELD);
        assertThat(plan.out()).contains("! limit-accounts, tenant retail").endsWith("held\n");
        assertThat(apply.exit()).isEqualTo(Exit.HELD);
        assertThat(command.fake.usersByEmail("ana@bpo.example").get(0).state()).isEqualTo(UserState.ACTIVE);
    }

    @Test
    void saysWhatPartlyFailedAndWhy() {
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/users")
                .whenBody(b -> b.contains("ben@bpo"))
                .always()
                .answer(400);

        Result result = command.run("apply");

        assertThat(result.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(result.out()).contains("FAILED").contains("identity id-ben").endsWith("partly failed\n");
        assertThat(command.fake.usersByEmail("eva@bpo.example")).hasSize(1);
    }

    @Test
    void saysWhatAHandCrossedAndWhatWasTakenBack() {
        command.run("apply");
        command.people("ana A", "ben A", "eva B", "ida A");
        command.fake
                .faults()
                .on("POST", "/api/v2/groups/*/members")
                .nth(1)
                .running(() -> command.fake.addMembers(
                        command.fake.org().groups().stream()
                                .filter(g -> g.name().equals("B_Agents"))
                                .findFirst()
                                .orElseThrow()
                                .id(),
                        command.fake.usersByEmail("ida@bpo.example").get(0).id()))
                .pass();

        Result result = command.run("apply", "--json");

        assertThat(result.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(result.json("operation"))
                .filteredOn(o -> o.path("status").asText().equals("CROSSED"))
                .extracting(o ->
                        o.path("identity").asText() + ": " + o.path("detail").asText())
                .hasSize(2)
                .allMatch(line -> line.startsWith("id-ida: the account reaches another tenant by now: member of group"
                        + " \"B_Agents\", which is tenant health's for profile agent (tenant health)"))
                .last()
                .asString()
                .contains("taken back: leave group \"A_Agents\"");
        assertThat(result.json("outcome").get(0).path("counts").path("CROSSED").asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesAnOrganizationThatThePolicyIsNotFor() {
        command.write("policy.yaml", CommandHarness.POLICY.replace("fakebpo", "acme-bpo"));

        refused(command.run("plan"), "the policy is for organization \"acme-bpo\"");
        refused(command.run("apply"), "the credential belongs to \"fakebpo\"");
    }

    @Test
    void refusesAPolicyWithErrorsAndNamesThemAll() {
        command.write(
                "policy.yaml",
                CommandHarness.POLICY
                        .replace("name: Tenant_B }", "name: Tenant_A }")
                        .replace("[Agent] }\n  -", "['*'] }\n  -"));

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.out())
                .contains("[division-shared]")
                .contains("[role-everywhere]")
                .contains("policy.yaml:");
        assertThat(command.fake.recorder().count()).isZero();
    }

    @Test
    void lintChecksThePolicyAloneWithoutOrganizationAndCredentials() {
        command.environment.clear();

        Result result = command.runExactly("lint", "--policy", command.policy.toString());

        assertThat(result.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(result.out()).startsWith("Policy: 0 errors, 0 warnings.");
    }

    @Test
    void lintChecksThePolicyAgainstPeopleAndOrganization() {
        command.people("ana AB", "eva B");
        command.write("policy.yaml", CommandHarness.POLICY.replace("roles: [Agent]", "roles: [Agnet]"));

        Result result = command.run("lint");

        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(result.out())
                .contains("[unknown-role]", "Agnet")
                .contains("WARNING parked, ")
                .contains("[group-to-create]")
                .doesNotContain("unbound-role", "[person-in-several-tenants]");
    }

    @Test
    void oneExplainsAPersonAndWritesOnlyWhenTold() {
        Result shown = command.run("one", "ana@bpo.example");
        boolean untouched = command.fake.recorder().writes().isEmpty();
        Result done = command.run("one", "id-ana", "--apply");
        Result again = command.run("one", "id-ana", "--apply");

        assertThat(shown.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(shown.out()).contains("IMPORT").contains("RESOLVE").contains("create account in division");
        assertThat(untouched).isTrue();
        assertThat(done.exit()).isEqualTo(Exit.DONE);
        assertThat(done.out()).contains("APPLY").contains("VERIFY");
        assertThat(command.fake.usersByEmail("ana@bpo.example")).hasSize(1);
        assertThat(command.fake.usersByEmail("eva@bpo.example")).isEmpty();
        assertThat(again.exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void refusesAPersonThatTheSourceDoesNotKnow() {
        Result result = command.run("one", "nobody@bpo.example");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.out()).contains("has no person with that id or name");
    }

    @Test
    void saysWhenTheSourceCannotBeRead() {
        Path users = command.write("users.csv", "name,mail\nAna,ana@bpo.example\n");

        Result result = command.runExactly(
                "plan",
                "--users",
                users.toString(),
                "--policy",
                command.policy.toString(),
                "--domain",
                "mypurecloud.com");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .startsWith("the export cannot be used: ")
                .contains("users.csv: no column id or objectId")
                .endsWith("; no access was changed\n");
    }

    @Test
    void showsFromWhatToWhatANameChanges() throws IOException {
        command.run("apply");
        Files.writeString(
                command.people,
                Files.readString(command.people).replace("\"displayName\":\"ana\"", "\"displayName\":\"Ana\""));
        String value = "displayName from \"ana\" to \"Ana\"";

        Result plan = command.run("plan");
        Result one = command.run("one", "ana@bpo.example");
        Result json = command.run("plan", "--json");

        assertThat(plan.out()).contains("\n      " + value + "\n");
        assertThat(one.out()).contains("\n          " + value + "\n");
        assertThat(json.json("operation"))
                .singleElement()
                .satisfies(o -> assertThat(o.path("values").path(0).asText()).isEqualTo(value));
    }

    @Test
    void readsTheFilesOfTheEntraAdminCentre() {
        Path users = command.write("users.csv", """
                userPrincipalName,displayName,surname,id,accountEnabled
                ana@bpo.example,Ana,López,id-ana,True
                eva@bpo.example,Eva,,id-eva,True
                """);
        Path a = command.write("a.csv", "id,userPrincipalName\nid-ana,ana@bpo.example\n");
        Path b = command.write("b.csv", "id,userPrincipalName\nid-eva,eva@bpo.example\n");

        Result result = command.runExactly(
                "plan",
                "--users=" + users,
                "--members=Account-A=" + a,
                "--members=Account-B=" + b,
                "--policy=" + command.policy,
                "--domain=mypurecloud.com");

        assertThat(result.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(result.out()).contains("Tenant health").contains("2 accounts to create");
    }

    @Test
    void speaksJsonToMachines() {
        Result plan = command.run("plan", "--json");
        Result apply = command.run("apply", "--json");

        assertThat(plan.json("plan")).singleElement().satisfies(p -> {
            assertThat(p.path("writeCalls").asInt()).isEqualTo(9);
            assertThat(p.path("fingerprint").asText()).hasSize(64);
        });
        assertThat(plan.json("operation"))
                .hasSize(10)
                .allSatisfy(o -> assertThat(o.path("rule").asText()).isNotEmpty())
                .allSatisfy(o -> assertThat(o.path("status").asText()).isEqualTo("PLANNED"));
        assertThat(plan.json("end"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"type\":\"end\",\"result\":\"CHANGES_PENDING\",\"exitCode\":2,\"errors\":0,\"observed\":0,\"lacking\":0,\"attention\":{}}");
        assertThat(apply.json("operation"))
                .filteredOn(o -> o.path("status").asText().equals("APPLIED"))
                .hasSize(10);
        assertThat(apply.json("outcome").get(0).path("counts").path("APPLIED").asInt())
                .isEqualTo(10);
        assertThat(apply.json("end").get(0).path("result").asText()).isEqualTo("DONE");
        assertThat(apply.err()).isEmpty();
    }

    @Test
    void speaksJsonOfProblemsStepsAndFailures() {
        command.write("policy.yaml", CommandHarness.POLICY.replace("fakebpo", "acme-bpo"));
        Result lint = command.run("lint", "--json");
        Result plan = command.run("plan", "--json");
        command.write("policy.yaml", CommandHarness.POLICY);
        Result one = command.run("one", "id-ana", "--json");
        Result usage = command.runExactly("plan", "--json");

        assertThat(lint.json("problem"))
                .extracting(p -> p.path("code").asText())
                .contains("organization-mismatch");
        assertThat(plan.json("failure").get(0).path("message").asText()).contains("acme-bpo");
        assertThat(one.json("step")).extracting(s -> s.path("step").asText()).contains("IMPORT", "GUARD");
        assertThat(usage.json("end").get(0).path("exitCode").asInt()).isEqualTo(64);
    }
}
