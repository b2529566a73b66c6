// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.quirk.Quirk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page on going live, followed to the letter: an OAuth client with what its tables list, and one permission less. */
class GoingLiveTest {
    private static final String PAGE = page();
    private static final String READING = between("A **reading role", "A **writing role");
    private static final String WRITING = between("A **writing role", "For a tenant with");
    /** Without this permission the service refuses nothing: it hides. */
    private static final String HIDES = "directory:user:view";

    private static final Pattern ROW = Pattern.compile("\\| `([a-zA-Z:]+)` \\| ([^|:]+)");
    private static final String POLICY =
            CommandHarness.POLICY.replace("max: 1, percent: 10", "max: 9, percent: 99") + """
              - id: motor
                name: Motor
                division: { name: Tenant_C, create: true }
                match: { sourceGroup: Account-C }
                profiles:
                  - { id: agent, genesysGroup: C_Agents, roles: [Agent] }
            """;

    @TempDir
    private Path directory;

    private CommandHarness command;

    @BeforeEach
    void organization() {
        command = new CommandHarness(directory);
        command.fake.set(Quirk.MemberRights.EDITORS_AND_OWNERS);
        command.write("policy.yaml", command.accepting(POLICY));
        command.people("ana A", "ben A", "eva B", "kim C");
    }

    @Test
    void clientWithExactlyTheListedPermissionsGoesTheWholeRoad() {
        client(Optional.empty());

        assertThat(command.run("lint").exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(command.run("apply").exit())
                .as("the new division is closed yet")
                .isEqualTo(Exit.PARTLY_FAILED);
        mayWriteIn("Tenant_C");
        command.fake.recorder().clear();
        done(command.run("apply"), Exit.DONE);
        done(command.run("apply"), Exit.NOTHING_TO_DO);
        command.people("ana A off", "ben B", "eva B", "kim C", "joe C");
        done(command.run("apply"), Exit.DONE);
        command.people("ana A", "ben B", "eva B", "kim C", "joe C");
        command.fake.createRole("Coach", "routing:conversation:view");
        command.write(
                "policy.yaml",
                command.accepting(POLICY.replace("B_Agents, roles: [Agent]", "B_Agents, roles: [Coach]")));
        done(command.run("apply"), Exit.DONE);
        Result proof = command.run("prove");
        done(proof, Exit.PROVEN);
        Result goodbye = command.run("offboard", "retail", "--apply");
        done(goodbye, Exit.DONE);

        assertThat(proof.out())
                .contains("The credential of this run, with no more than it needs, 1\n  client Tenantry (");
        assertThat(goodbye.out())
                .contains("Access of tenant retail in Fake BPO: ZERO")
                .contains(
                        "the credential of this run, Tenantry, still holds role \"Writing\" in division \"Tenant_A\", holds"
                                + " role \"Reading\" in all divisions; once the tenant is out of the policy, take from it");
        assertThat(command.fake.recorder().exchanges())
                .extracting(Exchange::status)
                .doesNotContain(403);
    }

    static Stream<String> permissions() {
        return Stream.concat(rows(READING).keySet().stream(), rows(WRITING).keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("permissions")
    void lintNamesThePermissionThatIsMissingAndWhatItIsNeededFor(String permission) {
        client(Optional.of(permission));

        Result lint = command.run("lint");

        assertThat(lint.exit()).isEqualTo(Exit.REFUSED);
        assertThat(lint.out() + lint.err())
                .containsOnlyOnce("[missing-permission]")
                .contains("the credential lacks " + permission + " in ")
                .contains("and needs it to " + purpose(permission));
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @Test
    void planNamesThePermissionThatItsWritesLackAndTheDivision() {
        client(Optional.of("directory:user:add"));

        Result plan = command.run("plan");

        done(plan, Exit.CHANGES_PENDING);
        assertThat(plan.out() + plan.err())
                .containsOnlyOnce("the credential lacks directory:user:add in division ")
                .contains("\"Tenant_A\", \"Tenant_B\", and needs it to create accounts")
                .endsWith("changes pending; the credential lacks 1 permission\n");
    }

    @Test
    void planNamesThePermissionWithoutWhichAccountsAreHidden() {
        client(Optional.empty());
        command.run("apply");
        command.people("ana A off", "ben A", "eva B", "kim C");
        client(Optional.of(HIDES));

        Result plan = command.run("plan");

        assertThat(plan.out()).contains("give it " + HIDES + " in all divisions");
    }

    static Stream<String> refused() {
        return permissions().filter(p -> !p.equals(HIDES));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void serviceRefusesTheRoadWithoutThePermission(String permission) {
        client(Optional.of(permission));
        command.fake
                .faults()
                .on("GET", "/api/v2/authorization/divisionspermitted/paged/me")
                .always()
                .answer(404);

        command.run("apply");
        mayWriteIn("Tenant_C");
        command.run("apply");
        command.run("lint");
        command.run("offboard", "health", "--apply");

        assertThat(command.fake.recorder().exchanges())
                .filteredOn(e -> e.status() == 403)
                .extracting(Exchange::responseBody)
                .anySatisfy(body -> assertThat(body).contains(permission));
    }

    @Test
    void lintNamesAllThatIsMissingAtOnce() {
        OAuthClient client = command.fake.createClient("Nothing", List.of(), List.of());
        use(client);

        Result lint = command.run("lint");

        assertThat(lint.exit()).isEqualTo(Exit.REFUSED);
        assertThat(permissions())
                .allSatisfy(p -> assertThat(lint.out() + lint.err()).contains(p));
    }

    @Test
    void planNamesAllThatIsMissingWhereAReadIsRefused() {
        OAuthClient client = command.fake.createClient("Nothing", List.of(), List.of());
        use(client);

        Result plan = command.run("plan");

        assertThat(plan.out()).contains("listing-in-doubt");
        assertThat(permissions())
                .allSatisfy(p -> assertThat(plan.out()).contains("the credential lacks " + p + " in "));
    }

    private static void done(Result result, Exit exit) {
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
    }

    private void client(Optional<String> missing) {
        OAuthClient client =
                command.fake.createClient("Tenantry", List.of(role("Reading", READING, missing)), List.of("*"));
        role("Writing", WRITING, missing);
        use(client);
        List.of("Home", "Tenant_A", "Tenant_B").forEach(this::mayWriteIn);
    }

    private void use(OAuthClient client) {
        command.environment.put(RequestReader.ID, client.id());
        command.environment.put(RequestReader.SECRET, client.secret());
    }

    private void mayWriteIn(String division) {
        command.fake
                .org()
                .divisionsNamed(division)
                .forEach(d -> command.fake.grant(
                        String.valueOf(command.environment.get(RequestReader.ID)),
                        command.fake.org().rolesNamed("Writing").get(0).id(),
                        d.id()));
    }

    private Role role(String name, String table, Optional<String> missing) {
        return command.fake.createRole(
                name,
                rows(table).keySet().stream()
                        .filter(p -> !missing.equals(Optional.of(p)))
                        .toArray(String[]::new));
    }

    private static String purpose(String permission) {
        return rows(READING + WRITING).getOrDefault(permission, "");
    }

    private static Map<String, String> rows(String table) {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(table)
                .results()
                .forEach((MatchResult r) -> rows.put(r.group(1), r.group(2).strip()));
        return rows;
    }

    private static String between(String start, String end) {
        return PAGE.substring(PAGE.indexOf(start), PAGE.indexOf(end));
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "..", "docs", "going-live.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
