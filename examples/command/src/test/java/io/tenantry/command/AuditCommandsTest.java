// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.Desk.Said;
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

/** What an auditor, and whoever says goodbye to a client, asks the command for. */
class AuditCommandsTest {
    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void everybodyIsInPlace() {
        desk = new Desk(directory);
        assertThat(desk.run("apply").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void proveShowsThatNobodyReachesTwoTenantsAndWritesNothing() throws IOException {
        int before = desk.fake.recorder().writes().size();
        Path json = desk.file("proof.json");
        Path html = desk.file("proof.html");
        Path csv = desk.file("proof.csv");

        Said said = prove("--out", json.toString(), "--html", html.toString(), "--csv", csv.toString());

        assertThat(said.exit()).isEqualTo(Exit.PROVEN);
        assertThat(said.exit().code()).isZero();
        assertThat(said.out()).contains("PROVEN").contains("Saved to " + html).endsWith("\nproven\n");
        assertThat(Files.readString(json)).contains("\"verdict\" : \"PROVEN\"");
        assertThat(Files.readString(html)).startsWith("<!").contains("Tenant_A");
        assertThat(Files.readString(csv)).contains("ana@bpo.example");
        assertThat(desk.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void proveFindsWhatSomebodyGaveByHand() {
        reachBoth();

        Said text = prove();
        Said machine = prove("--json");

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
    void whatIfComparesTwoPoliciesAndWritesNothing() {
        int before = desk.fake.recorder().writes().size();
        Path proposed = desk.write("proposed.yaml", Desk.POLICY.replace("A_Agents", "A_Team"));

        Said same = desk.run("what-if", desk.policy.toString());
        Said other = desk.run("what-if", proposed.toString());
        Said machine = desk.run("what-if", proposed.toString(), "--json");

        assertThat(same.exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(other.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(other.out()).contains("+ ana@bpo.example: join group \"A_Team\"");
        assertThat(machine.json("operation"))
                .extracting(o -> o.path("status").asText())
                .contains("ADDED");
        assertThat(desk.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void whatIfRefusesAProposedPolicyWithErrors() {
        Path proposed = desk.write("proposed.yaml", Desk.POLICY.replace("Tenant_B", "Tenant_A"));

        Said said = desk.run("what-if", proposed.toString());

        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.out()).contains("Tenant_A");
    }

    @Test
    void offboardShowsFirstAndWritesOnlyWhenTold() throws IOException {
        int before = desk.fake.recorder().writes().size();
        Path plan = desk.file("goodbye.json");

        Said said = offboard("retail", "--out", plan.toString());

        assertThat(said.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(said.out()).contains("ana@bpo.example").doesNotContain("eva@bpo.example");
        assertThat(PlanJson.read(Files.readString(plan)).isEmpty()).isFalse();
        assertThat(desk.fake.recorder().writes()).hasSize(before);
    }

    @Test
    void offboardTakesAllAccessOfATenantAndShowsThatNoneIsLeft() {
        Said said = offboard("retail", "--apply");

        assertThat(said.exit()).isEqualTo(Exit.DONE);
        assertThat(said.out()).contains("Access of tenant retail").contains("ZERO");
        assertThat(state("ana@bpo.example")).isEqualTo(UserState.INACTIVE);
        assertThat(state("eva@bpo.example")).isEqualTo(UserState.ACTIVE);
    }

    @Test
    void offboardSaysWhatIsLeftOfATenant() {
        Role role = desk.fake.createRole("Robot", "routing:conversation:view");
        desk.fake.createClient("robot", List.of(role), List.of(division("Tenant_A")));

        Said said = offboard("retail", "--apply", "--json");

        assertThat(said.exit()).isEqualTo(Exit.VIOLATED);
        assertThat(said.json("zero-access"))
                .singleElement()
                .satisfies(z -> assertThat(z.path("zero").asBoolean()).isFalse());
        assertThat(said.json("remaining"))
                .extracting(r -> r.path("paths").get(0).asText())
                .containsExactly("holds role \"Robot\" in division \"Tenant_A\"");
    }

    @Test
    void refusesATenantThatThePolicyDoesNotName() {
        Said said = offboard("nobody", "--apply");

        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.err()).contains("the policy has no tenant nobody");
    }

    @Test
    void namesWhatEachVerbNeeds() {
        Said said = desk.runExactly("what-if", "--html", "x.html");

        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err())
                .contains("what-if needs the file of the proposed policy")
                .contains("--html goes with prove only")
                .contains("a source is needed");
        assertThat(desk.runExactly("offboard").err()).contains("offboard needs a tenant");
    }

    private void reachBoth() {
        String group = desk.fake.org().groups().stream()
                .filter(g -> g.name().equals("B_Agents"))
                .findFirst()
                .orElseThrow()
                .id();
        desk.fake.addMembers(
                group, desk.fake.usersByEmail("ana@bpo.example").get(0).id());
    }

    private String division(String name) {
        return desk.fake.org().divisions().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Said prove(String... words) {
        return withoutSource("prove", words);
    }

    private Said offboard(String tenant, String... words) {
        List<String> all = new ArrayList<>(List.of(tenant));
        all.addAll(List.of(words));
        return withoutSource("offboard", all.toArray(String[]::new));
    }

    private Said withoutSource(String verb, String... words) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(words));
        all.addAll(List.of("--policy", desk.policy.toString(), "--domain", "mypurecloud.com"));
        return desk.runExactly(all.toArray(String[]::new));
    }

    private UserState state(String email) {
        return desk.fake.usersByEmail(email).get(0).state();
    }
}
