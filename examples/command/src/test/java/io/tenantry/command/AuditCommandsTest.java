// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs for auditors and for off-boarding: prove, what-if and offboard. */
class AuditCommandsTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void createTheAccounts() {
        command = new CommandHarness(directory);
        assertThat(command.run("apply").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void proveShowsThatNobodyReachesTwoTenantsAndWritesNothing() throws IOException {
        int before = command.fake.recorder().writes().size();
        Path json = command.file("proof.json");
        Path html = command.file("proof.html");
        Path csv = command.file("proof.csv");

        Result result = prove("--out", json.toString(), "--html", html.toString(), "--csv", csv.toString());

        assertThat(result.exit()).isEqualTo(Exit.PROVEN);
        assertThat(result.exit().code()).isZero();
        assertThat(result.out()).contains("PROVEN").contains("Saved to " + html).endsWith("\nproven\n");
        assertThat(Files.readString(json)).contains("\"verdict\" : \"PROVEN\"");
        assertThat(Files.readString(html)).startsWith("<!").contains("Tenant_A");
        assertThat(Files.readString(csv)).contains("ana@bpo.example");
        assertThat(command.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void proveFindsAccessThatWasGivenByHand() {
        reachBoth();

        Result text = prove();
        Result machine = prove("--json");

        assertThat(text.exit().code()).isEqualTo(7);
        assertThat(text.out()).contains("VIOLATED", "ana@bpo.example").endsWith("violated\n");
        assertThat(machine.json("proof"))
                .singleElement()
                .satisfies(p -> assertThat(p.path("verdict").asText()).isEqualTo("VIOLATED"));
        assertThat(machine.json("violation"))
                .extracting(v -> v.path("code").asText())
                .containsExactly("LIVES_ELSEWHERE");
    }

    @Test
    void verifyTakesASavedProofAndItsPageAndRefusesWhatWasAltered() throws IOException {
        command.run("apply");
        Path proof = command.file("proof.json");
        Path page = command.file("proof.html");
        command.run("prove", "--out", proof.toString(), "--html", page.toString());

        Result alone = command.runExactly("verify", proof.toString());
        Result good = command.runExactly("verify", proof.toString(), "--html", page.toString());
        Result other = command.runExactly("verify", proof.toString(), "--html", command.policy.toString());
        Files.writeString(proof, Files.readString(proof).replaceFirst("\"PROVEN\"", "\"VIOLATED\""));
        Result altered = command.runExactly("verify", proof.toString());
        Result none = command.runExactly("verify", command.policy.toString());

        assertThat(alone.exit()).as(alone.err()).isEqualTo(Exit.VERIFIED);
        assertThat(alone.out()).isEqualTo("verified\n");
        assertThat(good.exit().code()).as(good.err()).isZero();
        assertThat(good.out()).isEqualTo("verified\n");
        assertThat(List.of(other.exit(), altered.exit(), none.exit())).containsOnly(Exit.REFUSED);
        assertThat(other.err()).contains("does not carry the fingerprint of this proof");
        assertThat(altered.err()).contains("the proof was altered after it was saved");
        assertThat(none.err()).contains("neither a proof nor evidence");
    }

    @Test
    void verifyTakesNoPageBesideEvidence() {
        Path evidence = command.file("evidence.json");
        Path page = command.file("page.html");
        command.run("apply");
        command.run("prove", "--html", page.toString());
        command.runExactly("evidence", "retail", "--policy", command.policy.toString(), "--out", evidence.toString());

        Result result = command.runExactly("verify", evidence.toString(), "--html", page.toString());

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains("this is evidence, to which no page belongs: leave --html out");
        assertThat(command.runExactly("verify", evidence.toString()).exit()).isEqualTo(Exit.VERIFIED);
    }

    @Test
    void verifyTakesAPageAloneAndFindsWhatWasAlteredInIt() throws IOException {
        command.run("apply");
        Path proof = command.file("proof.json");
        Path page = command.file("proof.html");
        command.run("prove", "--out", proof.toString(), "--html", page.toString());

        Result whole = command.runExactly("verify", page.toString());
        String text = Files.readString(page);
        Files.writeString(page, text.replaceFirst("ana@bpo", "bob@bpo"));
        Result altered = command.runExactly("verify", page.toString());
        Result beside = command.runExactly("verify", proof.toString(), "--html", page.toString());
        Files.writeString(page, text.replaceFirst("<!-- tenantry-page .*\\n", ""));
        Result bare = command.runExactly("verify", page.toString());
        Result bareBeside = command.runExactly("verify", proof.toString(), "--html", page.toString());

        assertThat(whole.exit()).as(whole.err()).isEqualTo(Exit.VERIFIED);
        assertThat(List.of(altered.exit(), beside.exit(), bare.exit())).containsOnly(Exit.REFUSED);
        assertThat(altered.err()).contains("the page was altered after it was saved");
        assertThat(beside.err()).contains(page + ": the fingerprint does not match");
        assertThat(bare.err()).contains("this page has no fingerprint of its own");
        assertThat(bareBeside.out()).isEqualTo("verified but for the text of the page\n");
    }

    @Test
    void whatIfComparesTwoPoliciesAndWritesNothing() {
        int before = command.fake.recorder().writes().size();
        Path proposed = command.write("proposed.yaml", CommandHarness.POLICY.replace("A_Agents", "A_Team"));

        Result same = command.run("what-if", command.policy.toString());
        Result other = command.run("what-if", proposed.toString());
        Result machine = command.run("what-if", proposed.toString(), "--json");

        assertThat(same.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(other.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(other.out()).contains("+ ana@bpo.example: join group \"A_Team\"");
        assertThat(machine.json("operation"))
                .extracting(o -> o.path("status").asText())
                .contains("ADDED");
        assertThat(command.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void whatIfRefusesAProposedPolicyWithErrors() {
        Path proposed = command.write("proposed.yaml", CommandHarness.POLICY.replace("Tenant_B", "Tenant_A"));

        Result result = command.run("what-if", proposed.toString());

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.out()).contains("Tenant_A");
    }

    @Test
    void offboardShowsFirstAndWritesOnlyWhenTold() throws IOException {
        int before = command.fake.recorder().writes().size();
        Path plan = command.file("goodbye.json");

        Result result = offboard("retail", "--out", plan.toString());

        assertThat(result.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(result.out()).contains("ana@bpo.example").doesNotContain("eva@bpo.example");
        assertThat(PlanJson.read(Files.readString(plan)).isEmpty()).isFalse();
        assertThat(command.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void offboardTakesAllAccessOfATenantAndShowsThatNoneIsLeft() {
        Result result = offboard("retail", "--apply");

        assertThat(result.exit()).isEqualTo(Exit.DONE);
        assertThat(result.out()).contains("Access of tenant retail").contains("ZERO");
        assertThat(state("ana@bpo.example")).isEqualTo(UserState.INACTIVE);
        assertThat(state("eva@bpo.example")).isEqualTo(UserState.ACTIVE);
    }

    @Test
    void offboardLeavesTheLogInOfAPersonOfAnotherTenantWhereItIsGivenThePeople() {
        command.people("ana AB", "ben A", "eva B");
        String file = command.people.toString();

        Result without = offboard("retail", "--json");
        Result with = offboard("retail", "--json", "--jsonl", file);
        command.write("people.jsonl", "{}\n");
        Result damaged = offboard("retail", "--jsonl", file);
        Result missing = offboard("retail", "--jsonl", "no-such.jsonl");

        assertThat(shut(without)).containsExactlyInAnyOrder("ana@bpo.example", "ben@bpo.example");
        assertThat(shut(with)).containsExactly("ben@bpo.example");
        assertThat(damaged.out())
                .contains("people.jsonl:1: ", "accounts that no row names keep the log-in")
                .doesNotContain("deactivate")
                .contains("1 row refused");
        assertThat(missing.exit()).isEqualTo(Exit.USAGE);
        assertThat(command.runExactly("offboard", "--help").out()).contains("--jsonl", "--members-dir", "--map");
    }

    private static List<String> shut(Result result) {
        return result.json("operation").stream()
                .filter(o -> o.path("change").asText().contains("deactivate"))
                .map(o -> o.path("userName").asText())
                .toList();
    }

    @Test
    void offboardSaysWhatIsLeftOfATenant() {
        Role role = command.fake.createRole("Robot", "routing:conversation:view");
        command.fake.createClient("robot", List.of(role), List.of(division("Tenant_A")));

        Result result = offboard("retail", "--apply", "--json");

        assertThat(result.exit()).isEqualTo(Exit.VIOLATED);
        assertThat(result.json("zero-access"))
                .singleElement()
                .satisfies(z -> assertThat(z.path("zero").asBoolean()).isFalse());
        assertThat(result.json("remaining"))
                .extracting(r -> r.path("paths").get(0).asText())
                .containsExactly("holds role \"Robot\" in division \"Tenant_A\"");
    }

    @Test
    void refusesATenantThatThePolicyDoesNotName() {
        Result result = offboard("nobody", "--apply");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .contains("neither the policy nor an earlier run has a tenant \"nobody\"; there are health, retail");
    }

    @Test
    void namesWhatEachVerbNeeds() {
        Result result = command.runExactly("what-if", "--html", "x.html");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("what-if needs the file of the proposed policy")
                .contains("--html goes with prove, verify only")
                .contains("the source of people is missing");
        assertThat(command.runExactly("offboard").err()).contains("offboard needs a tenant");
    }

    private void reachBoth() {
        String group = command.fake.org().groups().stream()
                .filter(g -> g.name().equals("B_Agents"))
                .findFirst()
                .orElseThrow()
                .id();
        command.fake.addMembers(
                group, command.fake.usersByEmail("ana@bpo.example").get(0).id());
    }

    @Test
    void offboardSaysThatAnActiveTenantGetsItsAccessBack() throws IOException {
        String note =
                "Tenant retail is active in the policy, so the next plan gives access back to all whom its rules match:"
                        + " write state: leaving on it before the off-boarding is applied";
        command.run("apply");

        Result active = offboard("retail");
        Result json = offboard("retail", "--json");
        command.write(
                "policy.yaml",
                Files.readString(command.policy).replace("name: Retail\n", "name: Retail\n    state: leaving\n"));
        Result leaving = offboard("retail");

        assertThat(active.out()).contains(note + "\n");
        assertThat(json.json("note").get(0).path("text").asText()).isEqualTo(note);
        assertThat(leaving.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(leaving.out()).doesNotContain("is active in the policy");
    }

    private String division(String name) {
        return command.fake.org().divisions().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Result prove(String... words) {
        return withoutSource("prove", words);
    }

    private Result offboard(String tenant, String... words) {
        List<String> all = new ArrayList<>(List.of(tenant));
        all.addAll(List.of(words));
        return withoutSource("offboard", all.toArray(String[]::new));
    }

    private Result withoutSource(String verb, String... words) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--domain", "mypurecloud.com"));
        return command.runExactly(all.toArray(String[]::new));
    }

    private UserState state(String email) {
        return command.fake.usersByEmail(email).get(0).state();
    }
}
