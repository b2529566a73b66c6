// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Role;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lint with an organization finds what a plan finds, so it is never silent where the plan ends with 9. */
@NullUnmarked
class LintWorldTest {
    private static final String LINES = "\n  - { holder: { group: \"Side door\", id: ";

    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void settled() {
        command = new CommandHarness(directory);
        command.run("apply");
        assertThat(command.run("plan").exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(command.run("lint").exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    private Result withoutPeople() {
        return command.runExactly("lint", "--policy", command.policy.toString(), "--domain", "mypurecloud.com");
    }

    private Group sideDoor() {
        Group side = command.fake.createGroup("Side door");
        command.fake.grant(
                side.id(),
                command.fake.org().rolesNamed("Agent").get(0).id(),
                command.fake.org().divisionsNamed("Tenant_B").get(0).id());
        return side;
    }

    private void bothEndWithAttention(String... parts) {
        Result plan = command.run("plan");
        Result lint = command.run("lint");
        assertThat(List.of(plan.exit(), lint.exit())).containsExactly(Exit.ATTENTION, Exit.ATTENTION);
        assertThat(plan.out()).contains(parts);
        assertThat(lint.out()).contains(parts);
    }

    @Test
    void namesAHolderThatIsNotAcceptedWithTheLinesToPaste() {
        sideDoor();

        bothEndWithAttention("unaccepted-holder", LINES, "in: { tenants: [health] }");
        Result lint = withoutPeople();
        assertThat(lint.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(lint.out()).contains("WARNING unaccepted-holder", LINES).doesNotContain("source");
        assertThat(command.run("lint", "--json").json("finding"))
                .extracting(f -> f.path("code").asText())
                .contains("unaccepted-holder");
    }

    @Test
    void theLinesOfSeveralHoldersCanBePastedAsTheyAre() {
        Group side = sideDoor();
        command.fake.grant(
                side.id(),
                command.fake.org().rolesNamed("Agent").get(0).id(),
                command.fake.org().divisionsNamed("Tenant_A").get(0).id());
        command.fake.grant(
                command.fake.createGroup("Back door").id(),
                command.fake.org().rolesNamed("Master Admin").get(0).id(),
                command.fake.org().divisionsNamed("Tenant_A").get(0).id());

        List<String> lines = withoutPeople()
                .out()
                .lines()
                .filter(l -> l.startsWith("  - { holder"))
                .toList();
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY) + "\n"
                        + String.join("\n", lines).replace("...", "r") + "\n");

        assertThat(lines)
                .hasSize(3)
                .filteredOn(l -> l.contains("privileged: true"))
                .hasSize(1);
        assertThat(command.run("lint").exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void namesAPersonWhoReachesTwoTenants() {
        Group side = sideDoor();
        command.fake.addMembers(
                side.id(),
                command.fake.org().usersByEmail("ana@bpo.example").get(0).id());

        bothEndWithAttention("reaches-beyond", "1 account reaches several tenants", "ana@bpo.example");
    }

    @Test
    void knowsTheRolesThatWereAccepted() {
        Role agent = command.fake.org().rolesNamed("Agent").get(0);
        Set<String> more = new HashSet<>(agent.permissions());
        more.add("ui:supervisor:view");
        command.fake.change(
                "grow",
                org -> org.with(new Role(agent.id(), agent.name(), agent.description(), more, agent.defaultRoleId())));

        bothEndWithAttention("role-grown");
        assertThat(withoutPeople().out()).contains("role-grown");
        command.runExactly(
                "accept-role",
                "Agent",
                "--reason",
                "needed for chat",
                "--approved-by",
                "ciso",
                "--policy",
                command.policy.toString(),
                "--domain",
                "mypurecloud.com");

        assertThat(command.run("lint").out()).doesNotContain("role-grown");
        assertThat(withoutPeople().exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void saysOfANameThatTheOrganizationLacksItsLineAndTheNameThatWasMeant() {
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY
                        .replaceFirst("roles: \\[Agent]", "roles: [Agnet]")
                        .replace("Tenant_B", "Tenant_C")));

        Result plan = command.run("plan");
        Result lint = command.run("lint");

        assertThat(plan.out()).contains("WARNING unbound-role", "WARNING unbound-division");
        assertThat(problems(lint))
                .satisfiesExactly(
                        p -> assertThat(p).contains("policy.yaml:", "error [unknown-role]", "did you mean \"Agent\"?"),
                        p -> assertThat(p)
                                .contains("policy.yaml:", "error [unknown-division]", "did you mean \"Tenant_"));
        assertThat(lint.out()).doesNotContain("unbound-", "group-grants-extra");
        assertThat(problems(withoutPeople())).isEqualTo(problems(lint));
        assertThat(lint.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(last(lint)).startsWith("attention, 2 errors; look at: 2 names of the policy that cannot be used");
    }

    @Test
    void saysOfNamesInAcceptedLinesTheirLinesBesideTheSameOfATenant() {
        String line = """
                  - holder: { group: Nowhere }
                    roles: [Agent, Gost]
                    in: { tenants: [retail] }
                    reason: r
                    approvedBy: a
                """;
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY.replaceFirst("roles: \\[Agent]", "roles: [Agnet]")) + line);

        List<String> plan = codes(command.run("plan", "--json"));
        Result lint = command.run("lint");

        assertThat(plan).filteredOn(c -> c.startsWith("WARNING unbound-")).hasSize(3);
        assertThat(problems(lint))
                .satisfiesExactly(
                        p -> assertThat(p).contains("[unknown-role]", "\"Agnet\""),
                        p -> assertThat(p).contains("[unknown-group]", "\"Nowhere\""),
                        p -> assertThat(p).contains("[unknown-role]", "\"Gost\""));
        assertThat(lint.out()).doesNotContain("unbound-");
        assertThat(last(lint)).startsWith("attention, 3 errors; look at: 3 names of the policy that cannot be used");
    }

    @Test
    void saysOfAPrivilegedRoleInAnAcceptedLineThatItIsAnError() {
        String line = """
                  - holder: { group: "Side door" }
                    roles: [Master Admin]
                    in: { tenants: [health] }
                    reason: r
                    approvedBy: a
                """;
        command.fake.createGroup("Side door");
        command.write("policy.yaml", command.accepting(CommandHarness.POLICY) + line);

        Result lint = command.run("lint");

        assertThat(problems(lint))
                .singleElement()
                .satisfies(
                        p -> assertThat(p).contains("error [privileged-role]", "\"Master Admin\"", "privileged: true"));
        assertThat(lint.out()).doesNotContain("WARNING privileged-role");
        assertThat(lint.exit()).isEqualTo(Exit.ATTENTION);
    }

    @Test
    void saysOfOneTenantWhatAPlanSaysOnlyOfAnother() {
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY
                        .replace("A_Agents", "A_Novices")
                        .replace("    name: Retail", "    name: Retail\n    authority: observe")
                        .replace("B_Agents", "B_Experts")));
        command.fake.createGroup("B_Experts");
        command.fake.createGroup("B_Experts");

        Result lint = command.run("lint");

        assertThat(lint.out())
                .contains("error [group-ambiguous] several Genesys groups are called \"B_Experts\"")
                .contains("error [unknown-group] the organization has no Genesys group called \"A_Novices\"")
                .doesNotContain("unbound-group");
    }

    @Test
    void saysOfAPersonInTwoTenantsWhatAPlanSays() {
        command.people("ana AB", "ben A", "eva B");

        assertThat(codes(command.run("lint", "--json")))
                .isEqualTo(codes(command.run("plan", "--json")))
                .containsExactly("WARNING parked");
        Result people =
                command.runExactly("lint", "--policy", command.policy.toString(), "--jsonl", command.people.toString());
        assertThat(people.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(people.out())
                .contains("[person-in-several-tenants]")
                .contains("Policy: 0 errors, 0 warnings.", "People and organization: 1 error, 0 warnings.")
                .endsWith("attention, 1 error; look at: 1 person or account to decide about\n");
    }

    @Test
    void saysOfAPersonWhoIsNotOutsideWhatAPlanSays() {
        command.people("ana A", "ben A", "eva B", "ida C", "kim D");
        assertThat(command.run("plan").exit()).isEqualTo(Exit.NOTHING_TO_DO);
        command.write(
                "policy.yaml", command.accepting(CommandHarness.POLICY + "outside: { sourceGroup: Account-C }\n"));

        Result plan = command.run("plan");
        Result lint = command.run("lint");
        Result people =
                command.runExactly("lint", "--policy", command.policy.toString(), "--jsonl", command.people.toString());

        assertThat(List.of(plan.exit(), lint.exit(), people.exit())).containsOnly(Exit.ATTENTION);
        assertThat(plan.out())
                .contains(
                        "kim@bpo.example (identity id-kim): matches no tenant, and is not outside",
                        "matches no tenant, and is outside");
        assertThat(last(plan)).isEqualTo("attention; look at: 1 person or account to decide about");
        assertThat(last(lint)).isEqualTo(last(plan));
        assertThat(lint.out()).contains("WARNING parked, kim@bpo.example (identity id-kim): ");
        assertThat(command.run("lint", "--json").json("finding"))
                .extracting(
                        f -> f.path("subject").asText() + " " + f.path("name").asText())
                .containsExactly("identity id-kim kim@bpo.example");
        assertThat(people.out()).contains("[person-in-no-tenant] 1 person is in no tenant and not outside");
        assertThat(last(people)).isEqualTo("attention, 1 error; look at: 1 person or account to decide about");
    }

    @Test
    void saysOfASharedDivisionOfADroppedTenantWhatAPlanSays() {
        String dropped = CommandHarness.POLICY.replaceAll("(?s)  - id: health.*", "");
        command.write("policy.yaml", command.accepting(dropped + "sharedDivisions: [{ name: Tenant_B }]\n"));

        bothEndWithAttention("shared-division-owned", "Tenant_B", "tenant");
        Result lint = withoutPeople();
        assertThat(lint.exit()).isEqualTo(Exit.ATTENTION);
        assertThat(lint.out())
                .contains("error [shared-division-owned] the division \"Tenant_B\" is that of tenant \"health\"")
                .doesNotContain("WARNING shared-division-owned");
    }

    @Test
    void documentWithAnErrorIsRefusedByBoth() {
        command.write("policy.yaml", CommandHarness.POLICY.replace("Tenant_B", "Tenant_A"));

        Result plan = command.run("plan", "--json");
        Result lint = command.run("lint", "--json");

        assertThat(List.of(plan.exit(), lint.exit())).containsOnly(Exit.REFUSED);
        assertThat(plan.json("problem")).isNotEmpty();
        assertThat(lint.json("problem")).containsAll(plan.json("problem"));
    }

    private static List<String> problems(Result lint) {
        return lint.out().lines().filter(l -> l.contains(": error [")).toList();
    }

    private static String last(Result lint) {
        List<String> lines = lint.out().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private static List<String> codes(Result result) {
        return result.json("finding").stream()
                .map(f -> f.path("severity").asText() + " " + f.path("code").asText())
                .sorted()
                .toList();
    }
}
