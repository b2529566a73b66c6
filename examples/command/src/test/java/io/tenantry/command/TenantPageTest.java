// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for one client's auditor: who reaches this client, and of the others numbers alone. */
@NullUnmarked
class TenantPageTest {
    private static final List<String> OTHER = List.of("Health", "health", "Tenant_B", "B_Agents", "eva@bpo.example");

    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void twoClients() {
        command = new CommandHarness(directory);
        command.people("zoe A", "ana A", "Ben A", "eva B");
        assertThat(command.run("apply").exit()).isEqualTo(Exit.DONE);
    }

    private Result prove(String tenant) {
        return command.run("prove", "--tenant", tenant, "--html", page().toString(), "--out", proof().toString());
    }

    private Path page() {
        return command.file("page.html");
    }

    private Path proof() {
        return command.file("proof.json");
    }

    private String text() throws IOException {
        return Files.readString(page());
    }

    private Group group(String name) {
        return command.fake.org().groups().stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsTheAccountsOfTheClientByNameAndNothingOfTheOthers() throws IOException {
        Result result = prove("retail");

        assertThat(result.exit()).isEqualTo(Exit.PROVEN);
        assertThat(text())
                .contains("Proven: nobody reaches this client and another one")
                .contains("<li>3 accounts reach this client</li>", "<li>1 other client</li>")
                .containsSubsequence("ana@bpo.example", "Ben@bpo.example", "zoe@bpo.example")
                .contains("lives in division &#34;Tenant_A&#34;", "A_Agents")
                .doesNotContain(OTHER);
    }

    @Test
    void namesTheTechnicalHoldersThatReachEveryClient() throws IOException {
        Role robot = command.fake.createRole("Robot", "routing:conversation:view");
        command.fake.grant(
                command.fake.createClient("backup", List.of(), List.of()).id(), robot.id(), "*");

        Result result = prove("retail");

        assertThat(result.exit()).isEqualTo(Exit.VIOLATED);
        assertThat(text())
                .contains("Violated: 1 holder reaches this client and another one, or every client")
                .contains("<dd>Fake BPO (")
                .containsPattern("2 technical holders reach every client: backup \\([^)]+\\), root \\(accepted\\)<")
                .contains("holds role &#34;Robot&#34; in all divisions")
                .contains("<td>root</td>", "roles Master Admin in all divisions", "sets the organization up")
                .doesNotContain(OTHER);
    }

    @Test
    void saysThatAnAccountReachesAnotherClientWithoutItsName() throws IOException {
        command.fake.addMembers(
                group("B_Agents").id(),
                command.fake.usersByEmail("ana@bpo.example").get(0).id());

        Result result = prove("retail");

        assertThat(result.exit()).isEqualTo(Exit.VIOLATED);
        assertThat(text())
                .contains("Violated: 1 holder reaches", "<td>1, in violation</td>", "<td>other client 1</td>")
                .doesNotContain(OTHER);
    }

    @Test
    void withholdsTheNameOfAnotherClientWhereverItStands() throws IOException {
        Group side = command.fake.createGroup("Health and retail <side> door");
        command.fake.grant(
                side.id(),
                command.fake.org().rolesNamed("Agent").get(0).id(),
                command.fake.org().divisionsNamed("Tenant_A").get(0).id());
        command.fake.addMembers(
                side.id(), command.fake.usersByEmail("ana@bpo.example").get(0).id());

        prove("retail");

        assertThat(text())
                .contains("[another client] and retail &#60;side&#62; door")
                .doesNotContain(OTHER)
                .doesNotContain("<side>");
    }

    @Test
    void keepsTheNameOfAClientThatBeginsLikeItsOwn() throws IOException {
        command.write(
                "policy.yaml",
                command.accepting(CommandHarness.POLICY
                        .replace("id: health", "id: retail-north")
                        .replace("name: Health", "name: Retail North")));
        command.run("apply");

        prove("retail");

        assertThat(text()).contains("Isolation of Retail<").doesNotContain("north", "North");
    }

    @Test
    void carriesTheFingerprintOfTheWholeProof() {
        prove("retail");

        assertThat(command.runExactly("verify", proof().toString(), "--html", page().toString())
                        .exit())
                .isEqualTo(Exit.VERIFIED);
    }

    @Test
    void namesTheNearestTenantOfAMistypedOneAndNeedsAPage() {
        Result mistyped = prove("retial");
        Result pageless = command.run("prove", "--tenant", "retail");

        assertThat(mistyped.exit()).isEqualTo(Exit.REFUSED);
        assertThat(mistyped.err()).contains("has a tenant \"retial\"; did you mean retail?");
        assertThat(page()).doesNotExist();
        assertThat(pageless.exit()).isEqualTo(Exit.USAGE);
        assertThat(pageless.err()).contains("--tenant is for the page: add --html FILE");
    }
}
