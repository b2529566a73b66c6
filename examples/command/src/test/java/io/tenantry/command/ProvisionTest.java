// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.command.Desk.Said;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionTest {
    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void layTheDesk() {
        desk = new Desk(directory);
    }

    @Test
    void planShowsAndWritesNothing() {
        Said said = desk.run("plan");

        assertThat(said.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(said.out())
                .contains("+ ana@bpo.example: create account in division \"Tenant_A\"; join group \"A_Agents\"")
                .contains("because tenant retail: in source group \"Account-A\" (people.jsonl:1)")
                .contains("3 accounts to create")
                .endsWith("changes pending\n");
        assertThat(desk.fake.recorder().writes()).isEmpty();
    }

    @Test
    void applyDoesItAndHasNothingToDoAfterwards() {
        Said first = desk.run("apply");
        Said second = desk.run("apply");

        assertThat(first.exit()).isEqualTo(Exit.DONE);
        assertThat(first.out()).contains("Outcome: {APPLIED=").endsWith("done\n");
        assertThat(first.err()).startsWith("Applying [=").endsWith("] 9 write calls\n");
        assertThat(desk.fake.usersByEmail("ana@bpo.example")).hasSize(1);
        assertThat(second.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(second.out()).contains("Nothing to do.").endsWith("nothing to do\n");
        assertThat(List.of(first.exit().code(), second.exit().code())).containsExactly(0, 0);
    }

    @Test
    void applyNamesWhatTheCredentialMayNotDoAndWritesNothing() {
        Role reader = desk.fake.createRole(
                "reader",
                "directory:user:view",
                "directory:user:edit",
                "directory:group:add",
                "directory:group:edit",
                "authorization:grant:view",
                "authorization:grant:delete",
                "authorization:role:view");
        OAuthClient client = desk.fake.createClient("reader", List.of(reader), List.of("*"));
        desk.environment.put(RequestReader.ID, client.id());
        desk.environment.put(RequestReader.SECRET, client.secret());

        Said said = desk.run("apply");

        refused(said, "give the OAuth client a role with directory:user:add in division");
        assertThat(said.err()).contains("authorization:grant:add").doesNotContain("directory:user:edit");
        assertThat(desk.fake.recorder().writes()).isEmpty();
    }

    @Test
    void holdsWhatIsBeyondTheLimits() {
        desk.run("apply");
        desk.people("ana A off", "ben A off", "eva B");

        Said plan = desk.run("plan");
        Said apply = desk.run("apply");

        assertThat(plan.exit()).isEqualTo(Exit.HELD);
        assertThat(plan.out()).contains("! limit-accounts, tenant retail").endsWith("held\n");
        assertThat(apply.exit()).isEqualTo(Exit.HELD);
        assertThat(desk.fake.usersByEmail("ana@bpo.example").get(0).state()).isEqualTo(UserState.ACTIVE);
    }

    @Test
    void overridesALimitOfASavedPlanForAReason() {
        desk.run("apply");
        desk.people("ana A off", "ben A off", "eva B");
        Path plan = desk.file("plan.json");
        desk.run("plan", "--out", plan.toString());

        Said wrong = desk.run("apply", plan.toString(), "--override", "limit-grants", "--reason", "they left");
        Said right = desk.run(
                "apply",
                plan.toString(),
                "--override",
                "limit-accounts:retail",
                "--reason",
                "they left",
                "--approved-by",
                "cto");

        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err()).contains("the plan has no hold limit-grants of the whole organization");
        assertThat(right.exit()).isEqualTo(Exit.DONE);
        assertThat(right.out()).contains("! limit-accounts of tenant retail overridden by cto: they left");
        assertThat(desk.fake.usersByEmail("ana@bpo.example").get(0).state()).isEqualTo(UserState.INACTIVE);
    }

    @Test
    void overridesNothingWithoutAPlanOrAReason() {
        Said said = desk.run("apply", "--override", "limit-accounts:retail");

        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err())
                .contains("--override goes with apply PLAN only")
                .contains("--override and --reason go together");
    }

    @Test
    void saysWhatPartlyFailedAndWhy() {
        desk.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/users")
                .whenBody(b -> b.contains("ben@bpo"))
                .always()
                .answer(400);

        Said said = desk.run("apply");

        assertThat(said.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(said.out()).contains("FAILED").contains("identity id-ben").endsWith("partly failed\n");
        assertThat(desk.fake.usersByEmail("eva@bpo.example")).hasSize(1);
    }

    @Test
    void appliesExactlyTheSavedPlan() {
        Path plan = desk.file("plan.json");

        Said saved = desk.run("plan", "--out", plan.toString());
        desk.people("ana A", "ben A", "eva B", "late A");
        Said applied = desk.run("apply", plan.toString());

        assertThat(saved.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(applied.exit()).isEqualTo(Exit.DONE);
        assertThat(desk.fake.usersByEmail("eva@bpo.example")).hasSize(1);
        assertThat(desk.fake.usersByEmail("late@bpo.example")).isEmpty();
    }

    @Test
    void appliesASavedPlanWithoutTheSource() {
        Path plan = desk.file("plan.json");
        desk.run("plan", "--out", plan.toString());

        Said applied = desk.runExactly(
                "apply", plan.toString(), "--policy", desk.policy.toString(), "--domain", "mypurecloud.com");

        assertThat(applied.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void refusesASavedPlanThatExpired() {
        Path plan = desk.file("plan.json");
        desk.run("plan", "--out", plan.toString(), "--valid", "10");
        desk.fake.advance(Duration.ofMinutes(10));

        Said said = desk.run("apply", plan.toString());

        refused(said, "the plan expired at 2026-01-01T00:10:00Z: plan again");
    }

    @Test
    void refusesASavedPlanThatWasAltered() throws IOException {
        Path plan = desk.file("plan.json");
        desk.run("plan", "--out", plan.toString());
        Files.writeString(plan, Files.readString(plan).replace("ana@bpo.example", "eve@bpo.example"));

        Said said = desk.run("apply", plan.toString());

        refused(said, "the plan was altered since it was written: its fingerprint does not fit; plan again");
    }

    @Test
    void refusesAPlanMadeForAnotherPolicy() {
        Path plan = desk.file("plan.json");
        desk.run("plan", "--out", plan.toString());
        desk.write("policy.yaml", Desk.POLICY.replace("Account-B", "Account-C"));

        Said said = desk.run("apply", plan.toString());

        refused(said, "the policy has changed since the plan was made: plan again");
    }

    @Test
    void refusesAnOrganizationThatThePolicyIsNotFor() {
        desk.write("policy.yaml", Desk.POLICY.replace("fakebpo", "acme-bpo"));

        refused(desk.run("plan"), "the policy is for the organization \"acme-bpo\"");
        refused(desk.run("apply"), "the credential belongs to \"fakebpo\"");
    }

    @Test
    void refusesAPolicyWithErrorsAndNamesThemAll() {
        desk.write(
                "policy.yaml",
                Desk.POLICY.replace("name: Tenant_B }", "name: Tenant_A }").replace("[Agent] }\n  -", "['*'] }\n  -"));

        Said said = desk.run("plan");

        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.out())
                .contains("[division-shared]")
                .contains("[role-everywhere]")
                .contains("policy.yaml:");
        assertThat(desk.fake.recorder().count()).isZero();
    }

    private void refused(Said said, String why) {
        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.err()).contains(why);
        assertThat(desk.fake.recorder().writes()).isEmpty();
    }

    @Test
    void lintChecksThePolicyAloneWithoutOrganizationAndCredentials() {
        desk.environment.clear();

        Said said = desk.runExactly("lint", "--policy", desk.policy.toString());

        assertThat(said.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(said.out()).startsWith("Policy: 0 errors, 0 warnings.");
    }

    @Test
    void lintChecksThePolicyAgainstPeopleAndOrganization() {
        desk.people("ana AB", "eva B");
        desk.write("policy.yaml", Desk.POLICY.replace("roles: [Agent]", "roles: [Agnet]"));

        Said said = desk.run("lint");

        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.out())
                .contains("Agnet")
                .contains("[person-in-several-tenants]")
                .contains("[group-to-create]");
    }

    @Test
    void oneExplainsAPersonAndWritesOnlyWhenTold() {
        Said shown = desk.run("one", "ana@bpo.example");
        boolean untouched = desk.fake.recorder().writes().isEmpty();
        Said done = desk.run("one", "id-ana", "--apply");
        Said again = desk.run("one", "id-ana", "--apply");

        assertThat(shown.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(shown.out()).contains("IMPORT").contains("RESOLVE").contains("create account in division");
        assertThat(untouched).isTrue();
        assertThat(done.exit()).isEqualTo(Exit.DONE);
        assertThat(done.out()).contains("APPLY").contains("VERIFY");
        assertThat(desk.fake.usersByEmail("ana@bpo.example")).hasSize(1);
        assertThat(desk.fake.usersByEmail("eva@bpo.example")).isEmpty();
        assertThat(again.exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void refusesAPersonThatTheSourceDoesNotKnow() {
        Said said = desk.run("one", "nobody@bpo.example");

        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.out()).contains("has nobody by that id or name");
    }

    @Test
    void saysWhenTheOrganizationCannotBeReached() {
        desk.fake.faults().onAny().always().answer(503);

        Said said = desk.run("plan");

        assertThat(said.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(said.err()).isNotBlank();
    }

    @Test
    void saysUntilWhenTheRestIsDeferredWhereTheServiceAsksForALongPause() {
        desk.fake.faults().on("POST", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Said text = desk.run("apply");
        Said json = desk.run("apply", "--json");

        assertThat(text.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(text.out()).containsPattern("Deferred: the service asks to be left alone until [0-9T:.-]+Z\\.");
        assertThat(json.json("outcome").get(0).path("deferredUntil").asText()).matches("[0-9T:.-]+Z");
    }

    @Test
    void saysUntilWhenAPlanIsDeferredWhereTheServiceAsksForALongPause() {
        desk.fake.faults().on("GET", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Said said = desk.run("plan");

        assertThat(said.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(said.err()).containsPattern("; deferred until [0-9T:.-]+Z, try again after that");
    }

    @Test
    void saysWhenTheCredentialIsWrong() {
        desk.environment.put(RequestReader.SECRET, "not-the-secret");

        Said said = desk.run("plan");

        assertThat(said.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(said.err()).isNotBlank().doesNotContain("not-the-secret");
    }

    @Test
    void saysWhenTheSourceCannotBeRead() {
        Path users = desk.write("users.csv", "name,mail\nAna,ana@bpo.example\n");

        Said said = desk.runExactly(
                "plan", "--users", users.toString(), "--policy", desk.policy.toString(), "--domain", "mypurecloud.com");

        assertThat(said.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(said.err()).contains("users.csv: no column id or objectId");
    }

    @Test
    void goesOnWithGoodRowsAndNamesTheBadOnes() throws IOException {
        Files.writeString(desk.people, Files.readString(desk.people) + "{\"id\":\"id-bad\",\"userName\":\"\"}\n");

        Said said = desk.run("apply");

        assertThat(said.exit()).isEqualTo(Exit.DONE);
        assertThat(said.out()).contains("people.jsonl:4");
        assertThat(desk.fake.usersByEmail("eva@bpo.example")).hasSize(1);
    }

    @Test
    void readsTheFilesOfTheEntraAdminCentre() {
        Path users = desk.write("users.csv", """
                userPrincipalName,displayName,surname,id,accountEnabled
                ana@bpo.example,Ana,López,id-ana,True
                eva@bpo.example,Eva,,id-eva,True
                """);
        Path a = desk.write("a.csv", "id,userPrincipalName\nid-ana,ana@bpo.example\n");
        Path b = desk.write("b.csv", "id,userPrincipalName\nid-eva,eva@bpo.example\n");

        Said said = desk.runExactly(
                "plan",
                "--users=" + users,
                "--members=Account-A=" + a,
                "--members=Account-B=" + b,
                "--policy=" + desk.policy,
                "--domain=mypurecloud.com");

        assertThat(said.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(said.out()).contains("Tenant health").contains("2 accounts to create");
    }

    @Test
    void speaksJsonToMachines() {
        Said plan = desk.run("plan", "--json");
        Said apply = desk.run("apply", "--json");

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
                .containsExactly("{\"type\":\"end\",\"result\":\"CHANGES_PENDING\",\"exitCode\":2}");
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
        desk.write("policy.yaml", Desk.POLICY.replace("fakebpo", "acme-bpo"));
        Said lint = desk.run("lint", "--json");
        Said plan = desk.run("plan", "--json");
        desk.write("policy.yaml", Desk.POLICY);
        Said one = desk.run("one", "id-ana", "--json");
        Said usage = desk.runExactly("plan", "--json");

        assertThat(lint.json("problem"))
                .extracting(p -> p.path("code").asText())
                .contains("organization-mismatch");
        assertThat(plan.json("failure").get(0).path("message").asText()).contains("acme-bpo");
        assertThat(one.json("step")).extracting(s -> s.path("step").asText()).contains("IMPORT", "GUARD");
        assertThat(usage.json("end").get(0).path("exitCode").asInt()).isEqualTo(64);
    }

    @Test
    void namesEveryMistakeOfACommandLineAtOnce() {
        desk.environment.clear();

        Said said = desk.runExactly(
                "plan", "too", "--region", "mars", "--users", "/no/such.csv", "--show", "0", "--apply", "--colour");

        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err())
                .contains("too many words by 1")
                .contains("--region mars is none of us-east-1")
                .contains("--users: there is no readable file /no/such.csv")
                .contains("--show is a number from 1")
                .contains("--apply goes with one, offboard only")
                .contains("--colour is no option")
                .contains("--policy FILE is needed")
                .contains("TENANTRY_CLIENT_ID")
                .contains("TENANTRY_CLIENT_SECRET");
    }

    @Test
    void takesNoSecretFromTheCommandLineAndDoesNotRepeatIt() {
        Said said = desk.run("plan", "--client-secret", "hunter2", "--token=hunter2");

        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("read from the environment").doesNotContain("hunter2");
    }

    @Test
    void sendsNoCredentialsOverPlainHttpExceptToThisMachine() {
        Said far = desk.runExactly("lint", "--policy", desk.policy.toString(), "--base-url", "http://genesys.example");
        Said near = desk.runExactly("lint", "--policy", desk.policy.toString(), "--base-url", "http://127.0.0.1:9");

        assertThat(far.exit()).isEqualTo(Exit.USAGE);
        assertThat(far.err()).contains("--base-url").contains("https");
        assertThat(near.exit()).isNotEqualTo(Exit.USAGE);
    }

    @Test
    void helpListsOptionsAndExitCodes() {
        Said said = desk.runExactly("--help");

        assertThat(said.exit().code()).isZero();
        for (Option option : Option.values()) {
            assertThat(said.out()).contains(option.spelling());
        }
        for (Exit exit : Exit.values()) {
            assertThat(said.out()).containsPattern("(?m)^ +" + exit.code() + "  ");
        }
    }
}
