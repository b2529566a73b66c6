// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports as they are, from the file to the plan: four people, u1 and u2 in tenant a, u3 and u4 in tenant b. */
class SourceCasesTest {
    private static final String HEADER = "id,userPrincipalName,displayName,accountEnabled,jobTitle,employeeId\n";

    @TempDir
    Path directory;

    private final World world = new World();

    private static String row(String id) {
        return id + "," + id + "@acme.example,Name " + id + ",True,Agent,E1\n";
    }

    private IdentitySource source(String users) throws IOException {
        Path file = Files.writeString(directory.resolve("users.csv"), users);
        return CsvSource.of(file).membersIn(directory.resolve("members")).build();
    }

    private void members(String file, String... ids) throws IOException {
        Path members = Files.createDirectories(directory.resolve("members"));
        Files.writeString(members.resolve(file), "id\n" + String.join("\n", ids) + "\n");
    }

    private void everybody() throws IOException {
        members("Account-a.csv", "u1", "u2");
        members("Account-b.csv", "u3", "u4");
        members("Supervisors-a.csv", "u1");
        members("Supervisors-b.csv", "u3");
    }

    private Provisioner provisioner(IdentitySource source) {
        return Provisioner.builder()
                .policy(world.policy())
                .source(source)
                .directory(world.directory)
                .store(world.store)
                .clock(Clock.fixed(World.NOW, ZoneOffset.UTC))
                .sleeper(duration -> {})
                .build();
    }

    private Plan run(String users) throws IOException {
        Provisioner provisioner = provisioner(source(users));
        Plan plan = provisioner.plan();
        provisioner.apply(plan, Approval.of(plan, "test"));
        return plan;
    }

    private Plan plan(String users) throws IOException {
        return provisioner(source(users)).plan();
    }

    private static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    @Test
    void equalRowsAreOnePersonAndAMissingRowIsHeld() throws IOException {
        everybody();
        run(HEADER + row("u1") + row("u2") + row("u3") + row("u4"));

        members("Account-a.csv", "u1", "u2", "u5");
        members("Account-b.csv", "u3");
        Plan plan = run(HEADER + row("u1") + row("u2") + row("u2") + row("u3") + row("u5") + row("u5"));

        assertThat(world.directory.byName("u5@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.byName("u4@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(plan.holds()).extracting(SourceCasesTest::code).containsOnly("source-incomplete");
    }

    private static String code(Hold hold) {
        return String.valueOf(hold.code()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void idsThatASpreadsheetRoundedTakeNothingAway() throws IOException {
        String rows = HEADER + row("u1") + row("u2") + row("u3") + row("u4");
        everybody();
        run(rows);

        Plan plan = run(rows.replace("\nu3,", "\n1.15E+20,").replace("\nu4,", "\n\"1,15E+20\","));

        assertThat(changes(plan)).isEmpty();
        assertThat(world.directory.accounts.values()).extracting(Account::state).containsOnly(AccountState.ACTIVE);
    }

    @Test
    void sourceGroupWhoseFileWasRenamedIsUnknown() throws IOException {
        String rows = HEADER + row("u1") + row("u2") + row("u3") + row("u4");
        everybody();
        run(rows);
        Files.move(directory.resolve("members/Supervisors-a.csv"), directory.resolve("members/Supervisors-a (1).csv"));

        Plan plan = plan(rows);

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings()).anySatisfy(f -> assertThat(f.message()).contains("\"Supervisors-a\""));
        assertThat(changes(provisioner(source(rows)).explain("u1").plan())).isEmpty();
    }

    @Test
    void sourceGroupWhoseFileIsWrittenInCapitalsIsRead() throws IOException {
        String rows = HEADER + row("u1") + row("u2") + row("u3") + row("u4");
        everybody();
        run(rows);
        Files.move(directory.resolve("members/Supervisors-a.csv"), directory.resolve("members/Supervisors-a.CSV"));

        assertThat(plan(rows).findings()).isEmpty();
        assertThat(changes(plan(rows))).isEmpty();
    }

    @Test
    void attributeWithoutAColumnIsNotCleared() throws IOException {
        String rows = HEADER + row("u1") + row("u2") + row("u3") + row("u4");
        everybody();
        run(rows);

        Plan plan = plan(rows.replace("jobTitle", "Position"));

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .anySatisfy(f -> assertThat(f.message()).contains("does not deliver \"jobTitle\" of 4 people"));
    }

    @Test
    void blankDisplayNameKeepsTheOneThatIsThere() throws IOException {
        String rows = HEADER + row("u1") + row("u2") + row("u3") + row("u4");
        everybody();
        run(rows);

        assertThat(changes(plan(rows.replace("Name u2", " ")))).isEmpty();
    }

    @Test
    void guidsInTheOtherCaseAreTheSamePeople() throws IOException {
        String guid = "7cc0c81b-f2a2-489a-8243-eda96da4214d";
        String rows = HEADER + row(guid) + row("u3");
        members("Account-a.csv", guid);
        members("Account-b.csv", "u3");
        members("Supervisors-a.csv", guid);
        members("Supervisors-b.csv", "u3");
        run(rows);

        Plan plan = plan(rows.replace("\n" + guid + ",", "\n" + guid.toUpperCase(Locale.ROOT) + ","));

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings()).isEmpty();
        Account account = world.directory.accounts.values().stream()
                .filter(a -> a.externalId().equals(Optional.of(guid)))
                .findFirst()
                .orElseThrow();
        assertThat(new Account(
                        account.id(),
                        account.state(),
                        account.userName(),
                        account.displayName(),
                        Optional.of(guid.toUpperCase(Locale.ROOT)),
                        account.division(),
                        account.attributes()))
                .isEqualTo(account);
    }
}
