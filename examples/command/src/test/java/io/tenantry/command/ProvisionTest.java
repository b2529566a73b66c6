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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void startWithAnEmptyOrganization() {
        command = new CommandHarness(directory);
    }

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

        refused(result, "give the OAuth client a role with directory:user:add in division");
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

    private void refused(Result result, String why) {
        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains(why);
        assertThat(command.fake.recorder().writes()).isEmpty();
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
    void saysWhenTheOrganizationCannotBeReached() {
        command.fake.faults().onAny().always().answer(503);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .startsWith("mypurecloud.com could not be reached or gave no answer: ")
                .contains("status 503")
                .endsWith("; check the address and the network, then retry; no access was changed\n");
    }

    @Test
    void saysUntilWhenTheRestIsDeferredWhereTheServiceAsksForALongPause() {
        command.fake.faults().on("POST", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Result text = command.run("apply");
        command.fake.advance(Duration.ofSeconds(1));
        Result json = command.run("apply", "--json");

        assertThat(text.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(text.out())
                .containsPattern("Stopped after \\d+ of \\d+ write calls; deferred: the service asks for no calls until"
                        + " [0-9-]+T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\\. Plan again after that\\.");
        assertThat(json.json("outcome").get(0).path("deferredUntil").asText()).matches("[0-9T:.-]+Z");
    }

    @Test
    void saysInOneLineWhereTheRunStoppedAndWhichHostIsGoneWithTheFailuresFirst() {
        command.people(IntStream.range(0, 40).mapToObj(i -> "p" + i + " A").toArray(String[]::new));
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/Users")
                .nth(5)
                .times(2)
                .answer(400);
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/Users")
                .nth(10)
                .running(() -> command.fake.faults().onAny().always().answer(503))
                .answer(503);

        Result text = command.run("apply");

        assertThat(text.exit()).isEqualTo(Exit.PARTLY_FAILED);
        List<String> lines = text.out()
                .lines()
                .dropWhile(l -> !l.startsWith("Cost: "))
                .skip(1)
                .toList();
        assertThat(lines.get(0)).startsWith("FAILED ").contains("@bpo.example (identity id-p");
        assertThat(lines)
                .anyMatch(
                        l -> l.matches("Stopped after \\d+ of \\d+ write calls: mypurecloud.com could not be reached or"
                                + " gave no answer. Plan again when it answers; the new plan has what is left."))
                .last()
                .isEqualTo("partly failed");
    }

    @Test
    void saysUntilWhenAPlanIsDeferredWhereTheServiceAsksForALongPause() {
        command.fake.faults().on("GET", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).containsPattern("; deferred until [0-9T:.-]+Z, retry after that");
    }

    @Test
    void saysWhenTheCredentialIsWrong() {
        command.environment.put(RequestReader.SECRET, "not-the-secret");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .startsWith("mypurecloud.com does not accept the id and the secret of the OAuth client: ")
                .contains("check its id and secret", "; no access was changed")
                .doesNotContain("not-the-secret", "reached");
    }

    @Test
    void saysWhenTheCredentialMayNotRead() {
        command.fake.faults().on("GET", "/api/v2/organizations/me").always().answer(403);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .startsWith("mypurecloud.com does not permit this to the OAuth client: ")
                .contains("give it the permissions that lint names; no access was changed")
                .doesNotContain("reached");
    }

    @Test
    void saysWhichHostCouldNotBeReached() {
        command.fake.faults().onAny().always().answer(503);

        Result result = command.runExactly(
                "plan",
                "--policy",
                command.policy.toString(),
                "--jsonl",
                command.people.toString(),
                "--base-url",
                "http://127.0.0.1:9");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).startsWith("127.0.0.1:9 could not be reached or gave no answer: ");
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
                        "{\"type\":\"end\",\"result\":\"CHANGES_PENDING\",\"exitCode\":2,\"errors\":0,\"observed\":0,\"attention\":{}}");
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

    @Test
    void asksWhetherANearRegionOrHoldIsMeant() {
        Result region = command.runExactly("plan", "--region", "eu-wset-1");
        Result hold = command.run("apply", "plan.json", "--override", "limit-acounts:retail", "--reason", "they left");

        assertThat(region.err()).contains("ap-northeast-3; did you mean eu-west-1 or eu-west-2?");
        assertThat(hold.err()).contains("; did you mean limit-accounts?");
    }

    @Test
    void namesEveryMistakeOfACommandLineAtOnce() {
        command.environment.clear();

        Result result = command.runExactly(
                "plan", "too", "--region", "mars", "--users", "/no/such.csv", "--show", "0", "--apply", "--colour");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("too many words: remove 1")
                .contains("--region mars is unknown: use --domain, or one of us-east-1")
                .contains("--users: file /no/such.csv was not found or cannot be read")
                .contains("--show needs a number from 1")
                .contains("--apply goes with one, offboard only")
                .contains("--colour is not an option; see --help")
                .contains("the policy is missing: add --policy FILE")
                .contains("TENANTRY_CLIENT_ID")
                .contains("TENANTRY_CLIENT_SECRET");
    }

    @Test
    void namesTheWordThatAMistypedOneProbablyMeans() {
        Result result = command.runExactly("aply", "--polcy", "p.yaml");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--polcy is not an option; did you mean --policy?")
                .contains("the first word must be one of lint, plan, ")
                .contains("; did you mean apply?");
    }

    @Test
    void takesNoSecretFromTheCommandLineAndDoesNotRepeatIt() {
        Result result = command.run("plan", "--client-secret", "hunter2", "--token=hunter2");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("read from the environment").doesNotContain("hunter2");
    }

    @Test
    void sendsNoCredentialsOverPlainHttpExceptToThisMachine() {
        Result far = command.runExactly(
                "lint", "--policy", command.policy.toString(), "--base-url", "http://genesys.example");
        Result near =
                command.runExactly("lint", "--policy", command.policy.toString(), "--base-url", "http://127.0.0.1:9");

        assertThat(far.exit()).isEqualTo(Exit.USAGE);
        assertThat(far.err()).contains("--base-url").contains("https");
        assertThat(near.exit()).isNotEqualTo(Exit.USAGE);
    }

    @Test
    void helpListsVerbsAndExitCodesAndThatOfAVerbItsOptions() {
        Result whole = command.runExactly("--help");
        assertThat(whole.out().replaceAll("\\s+", " "))
                .contains("serve --watch or --apply", StateOptions.PASSWORD, ScimOptions.PASSWORD, TlsKeys.PASSWORD);

        assertThat(whole.exit().code()).isZero();
        for (Verb verb : Verb.values()) {
            assertThat(whole.out()).containsPattern("(?m)^  " + verb.spelling() + " +[a-z]");
            Result help = command.runExactly(verb.spelling(), "--help");
            assertThat(help.exit().code()).isZero();
            for (Option option : Option.values()) {
                assertThat(help.out().lines().anyMatch(l -> l.matches("\\s*" + option.spelling() + "\\b.*")))
                        .as(verb + " " + option)
                        .isEqualTo(option.isOf(verb));
            }
        }
        for (Exit exit : Exit.values()) {
            assertThat(whole.out()).containsPattern("(?m)^ +" + exit.code() + "  ");
        }
    }

    @Test
    void saysItsVersionAndPrintsAScriptThatCompletesVerbsAndOptions() {
        assertThat(command.runExactly("--version").out()).startsWith("provision ");
        assertThat(command.runExactly("completion").out())
                .contains("complete -F", "what-if", "--members-dir", "--lift-quarantine");
    }

    @Test
    void mistakesOfOptionsAreNamedWithoutTheirValues() {
        Result result = command.runExactly(
                "plan",
                "--policy",
                "a.yaml",
                "--policy=hunter2",
                "--json=hunter2",
                "--users",
                "--out",
                "o.json",
                "--map",
                "",
                "--jsonl");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--policy is given twice: keep one")
                .contains("--json takes no value: write it alone")
                .contains("--users needs a value; see --help")
                .contains("--map needs a value; see --help")
                .contains("--jsonl needs a value; see --help")
                .doesNotContain("hunter2", "too many words", "--out");
    }

    @Test
    void valueBehindAnUnknownOptionIsNotTakenForTheObjectOfTheVerb() {
        Result result = command.runExactly("apply", "--token", "hunter2", "--policy", "policy.yaml");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("--token is not an option").doesNotContain("hunter2", "the plan");
    }
}
