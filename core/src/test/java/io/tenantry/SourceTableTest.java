// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.ExportRun.changes;
import static io.tenantry.ExportRun.holds;
import static io.tenantry.ExportRun.problems;
import static io.tenantry.ExportRun.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.Exports.Format;
import io.tenantry.Exports.Row;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.AttributeRule.Strength;
import io.tenantry.store.StoreWrite;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What exports really hold, from the file to the plan, in each format and on each road: all people, one person, and
 * what-if. A store knows four people from an earlier run; then the export comes in another form.
 */
class SourceTableTest extends ExportCases {
    @TestFactory
    Stream<DynamicTest> row1EqualRowsAreOnePersonAndHoldRemovals() {
        return each(FILES, "row 1", run -> {
            run.settled();
            run.exports.rows.add(1, run.exports.row("u2").copy());
            run.exports.rows.remove(run.exports.row("u4"));
            run.exports.rows.add(new Row("u5", "Account-a"));
            run.exports.rows.add(new Row("u5", "Account-a"));
            run.write();

            Plan plan = run.everybody();

            assertThat(plan.operations().map(o -> o.person().orElseThrow().userName()))
                    .containsOnly("u5@acme.example");
            assertThat(holds(plan)).containsExactly(HoldCode.SOURCE_INCOMPLETE);
            assertThat(run.one("u5")).isEqualTo(changes(plan));
            assertThat(run.one("u2")).isEmpty();
            run.refused("u4", "came a second time");
            run.apply();
            assertThat(run.account("u4").state()).isEqualTo(AccountState.ACTIVE);
            assertThat(run.account("u5").state()).isEqualTo(AccountState.ACTIVE);
        });
    }

    @TestFactory
    Stream<DynamicTest> row2IdsThatASpreadsheetRounded() {
        return Stream.of("1.15E+20", "1,15E+20", "115000000000000000000")
                .flatMap(rounded -> each(FILES, "row 2, " + rounded, run -> {
                    for (int i = 0; i < 56; i++) {
                        run.exports.rows.add(i, new Row("p" + i, "Account-a"));
                    }
                    for (int i = 0; i < 3; i++) {
                        Row row = run.exports.rows.get(57 + i);
                        row.values.put("id", "11500000000000000000" + i);
                    }
                    run.write().settled();
                    for (int i = 0; i < 3; i++) {
                        run.exports.rows.get(57 + i).values.put("id", rounded);
                    }
                    run.write();

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(problems(plan))
                            .hasSizeGreaterThanOrEqualTo(3)
                            .allMatch(p ->
                                    p.contains("rounded") || p.contains("neither row is used") || p.contains("member"));
                    assertThat(said(plan, FindingCode.ORPHAN_ACCOUNT)).isEmpty();
                    run.refused("u3@acme.example", "rejected");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row3EndingOfAMembersFileInAnyCase() {
        return Stream.of(".CSV", ".Csv")
                .flatMap(ending -> each(MEMBERS, "row 3, " + ending, run -> {
                    run.settled();
                    rename(run, "Supervisors-a.csv", "Supervisors-a" + ending);

                    Plan plan = run.nothingFor("u1", "u3");

                    assertThat(plan.findings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row4RenamedMembersFileIsUnknownInAFirstRunToo() {
        return Stream.of(
                        "Supervisors-a-Team.csv", "Supervisors-a (1).csv", "Supervisors-a.txt", "Supervisors-a.csv.bak")
                .flatMap(name -> each(MEMBERS, "row 4, " + name, run -> {
                    rename(run, "Supervisors-a.csv", name);
                    assertThat(changes(run.apply())).noneMatch(c -> c.contains("join group \"Tenant_A_Supervisors\""));
                    rename(run, name, "Supervisors-a.csv");
                    run.settled();
                    rename(run, "Supervisors-a.csv", name);

                    Plan plan = run.nothingFor("u1", "u2");

                    assertThat(said(plan, FindingCode.NOT_DELIVERED))
                            .singleElement()
                            .asString()
                            .contains("\"Supervisors-a\"");
                    assertThat(plan.attention()).isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row5StateThatIsNotSaidChangesNothing() {
        return each(ALL, "row 5", run -> {
            run.settled();
            run.exports.row("u2").set("accountEnabled", "False");
            run.write().apply();
            assertThat(run.account("u2").state()).isEqualTo(AccountState.INACTIVE);
            run.exports.row("u2").set("accountEnabled", "");
            run.exports.row("u1").set("accountEnabled", "");
            run.write();

            assertThat(changes(run.everybody())).isEmpty();
            if (run.format.isFile()) {
                run.refused("u2", "nabled");
            } else {
                assertThat(run.one("u2")).isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> row5NullStateInJsonLines() {
        return each(JSON, "row 5, null", run -> {
            run.settled();
            run.text("\"enabled\":true", "\"enabled\":null");

            assertThat(changes(run.everybody())).isEmpty();
            run.refused("u2", "enabled is missing");
        });
    }

    @TestFactory
    Stream<DynamicTest> row6AttributeWithoutAColumnIsNotCleared() {
        return each(ALL, "row 6", run -> {
            run.settled();
            run.exports.headings = List.of("id", "userPrincipalName", "displayName", "accountEnabled", "Position");
            run.exports.rows.forEach(row -> row.set("Position", "Agent"));
            run.write();

            Plan plan = run.nothingFor("u1", "u2", "u3", "u4");

            assertThat(said(plan, FindingCode.NOT_DELIVERED))
                    .containsExactly(
                            "the identity source does not deliver \"employeeId\", \"jobTitle\" of 4 people, and the policy uses it");
        });
    }

    @TestFactory
    Stream<DynamicTest> row7NewDomainOfAllUserNamesIsHeld() {
        return each(ALL, "row 7", run -> {
            sixty(run);
            run.exports.rows.forEach(row -> row.set("userPrincipalName", row.id() + "@acme.onmicrosoft.example"));
            run.write();

            Plan plan = run.everybody();

            assertThat(changes(plan)).isEmpty();
            assertThat(holds(plan)).containsExactly(HoldCode.LIMIT_NAMES);
        });
    }

    @TestFactory
    Stream<DynamicTest> row8JoinerWhoseMailIsAnAccountsNameIsDisputed() {
        return each(ALL, "row 8", run -> {
            for (int i = 1; i <= 4; i++) {
                run.world.directory.account(
                        "acc-u" + i, "u" + i + "@acme.example", run.world.division(i < 3 ? "Tenant_A" : "Tenant_B"));
            }
            run.exports.headings = List.of(
                    "id", "userPrincipalName", "displayName", "accountEnabled", "jobTitle", "employeeId", "mail");
            run.exports.rows.forEach(row -> row.set("mail", row.id() + "@ACME.example")
                    .set("userPrincipalName", row.id() + "@acme.onmicrosoft.example"));
            run.write();

            Plan plan = run.everybody();

            assertThat(plan.operations().filter(o -> o.person().isPresent())).isEmpty();
            assertThat(said(plan, FindingCode.DISPUTED))
                    .hasSize(4)
                    .contains(
                            "no account has the user name u1@acme.onmicrosoft.example, but account "
                                    + "\"u1@acme.example\" (acc-u1) has another address of the person and belongs to no known identity");
            assertThat(run.provisioner().explain("u1").plan().findings())
                    .extracting(Finding::code)
                    .containsExactly(FindingCode.DISPUTED);
            assertThat(run.one("u1")).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> row8MappingSaysWhichColumnIsTheName() {
        return each(CSV, "row 8, mapping", run -> {
            run.world.directory.account("acc-u1", "u1@acme.example", run.world.division("Tenant_A"));
            run.exports.headings =
                    List.of("id", "userPrincipalName", "displayName", "accountEnabled", "jobTitle", "mail");
            run.exports.rows.forEach(row -> row.set("mail", row.id() + "@acme.example")
                    .set("userPrincipalName", row.id() + "@acme.onmicrosoft.example"));
            run.exports.mapped = mapping -> mapping.userName("mail");
            run.write();

            run.apply();

            assertThat(run.world.directory.accounts).hasSize(4);
            assertThat(run.account("u1").externalId()).contains("u1");
        });
    }

    @TestFactory
    Stream<DynamicTest> row8AccountOfAnotherPersonIsNoDispute() {
        return each(ALL, "row 8, another person", run -> {
            run.exports.headings = List.of("id", "userPrincipalName", "displayName", "accountEnabled", "manager");
            run.exports.rows.forEach(row -> row.set("manager", "u1@acme.example"));
            run.exports.rows.removeIf(row -> row.id().equals("u2"));
            run.write().settled();
            run.exports.rows.add(new Row("u2", "Account-a").set("manager", "u1@acme.example"));
            run.write();

            assertThat(changes(run.everybody())).hasSize(2).isEqualTo(run.one("u2"));
        });
    }

    @TestFactory
    Stream<DynamicTest> row9NobodyCouldBeRead() {
        return Stream.concat(
                each(CSV, "row 9, a heading alone", run -> {
                    run.settled();
                    run.exports.rows.clear();
                    Files.writeString(run.file(), run.exports.csv(run.format == Format.COLUMN));
                    run.source = run.format.read(run.directory, Exports.four());
                    nobody(run, "users.csv is empty");
                }),
                each(JSON, "row 9, Graph's own JSON", run -> {
                    run.settled();
                    String graph =
                            "{\n \"value\": [\n  {\n   \"id\": \"u1\",\n   \"userPrincipalName\": \"u1@acme.example\"\n  }\n ]\n}\n";
                    Files.writeString(run.file(), graph);
                    run.source = JsonLinesSource.of(run.file());
                    nobody(run, "nobody could be read");
                    Files.writeString(run.file(), graph.replace("\n", ""));
                    nobody(run, "nobody could be read");
                }));
    }

    private static void nobody(ExportRun run, String sentence) {
        Plan plan = run.everybody();
        assertThat(changes(plan)).isEmpty();
        assertThat(said(plan, FindingCode.SOURCE_IN_DOUBT))
                .singleElement()
                .asString()
                .contains(sentence);
        assertThat(plan.attention()).isNotEmpty();
        assertThatThrownBy(() -> run.one("u1")).isInstanceOf(IdentitySourceException.class);
    }

    @TestFactory
    Stream<DynamicTest> row9WordsOfAnotherLanguage() {
        return each(CSV, "row 9, WAHR and FALSCH", run -> {
            run.settled();
            run.exports.row("u2").set("accountEnabled", "FALSCH");
            run.write().text("True", "WAHR");

            assertThat(changes(run.everybody())).contains("deactivate account");
        });
    }

    @TestFactory
    Stream<DynamicTest> rows10And18UserNamesThatNoAccountCanHave() {
        return Stream.of(
                        "u2@acme.example\u00A0",
                        "u\u200B2@acme.example",
                        "ma rio@acme.example",
                        "a@b@acme.example",
                        "smith, j@acme.example",
                        "x".repeat(300) + "@acme.example")
                .flatMap(name -> each(ALL, "rows 10 and 18, " + name.substring(0, Math.min(20, name.length())), run -> {
                    run.settled();
                    run.exports.row("u2").set("userPrincipalName", name);
                    run.write();

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(plan.rejected())
                            .extracting(r -> r.id().orElseThrow().value())
                            .containsExactly("u2");
                    assertThat(problems(plan).get(0))
                            .containsPattern("U\\+00A0|U\\+200B|space|more than one @|longer than 254");
                    run.refused("u2", "rejected");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row11TelephoneNumbers() {
        return each(ALL, "row 11", run -> {
            run.world.attributes =
                    List.of(new AttributeRule(AccountAttribute.WORK_PHONE, "telephoneNumber", Strength.ALWAYS));
            run.exports.headings =
                    List.of("id", "userPrincipalName", "displayName", "accountEnabled", "telephoneNumber");
            run.exports.row("u1").set("telephoneNumber", "tel:+49891234567");
            run.exports.row("u2").set("telephoneNumber", "+49 (89) 123-4567");
            run.exports.row("u3").set("telephoneNumber", "call me");
            run.exports.row("u4").set("telephoneNumber", "");
            run.write();

            Plan first = run.apply();

            assertThat(phone(run, "u1")).isEqualTo("+49891234567");
            assertThat(phone(run, "u2")).isEqualTo("+49891234567");
            assertThat(run.account("u3").state()).isEqualTo(AccountState.ACTIVE);
            assertThat(phone(run, "u3")).isEmpty();
            assertThat(said(first, FindingCode.VALUE_REFUSED))
                    .singleElement()
                    .asString()
                    .contains("1 person");
            Plan second = run.nothingFor("u1", "u2", "u3", "u4");
            assertThat(second.attention()).isNotEmpty();
            run.exports.row("u1").set("telephoneNumber", "none");
            assertThat(changes(run.write().plan())).isEmpty();
        });
    }

    private static String phone(ExportRun run, String id) {
        return String.valueOf(run.account(id).attributes().get(AccountAttribute.WORK_PHONE));
    }

    @TestFactory
    Stream<DynamicTest> row12StateColumnsOfOtherForms() {
        return Stream.concat(
                each(CSV, "row 12, a column that says the opposite", run -> {
                    run.settled();
                    run.text("accountEnabled", "Block credential");
                    run.exports.mapped = mapping -> mapping.enabled("Block credential");
                    run.source = run.format.read(run.directory, run.exports);
                    assertThatThrownBy(run::plan).hasMessageContaining("says who may not log in");
                    run.exports.mapped =
                            mapping -> mapping.state("Block credential", List.of("False"), List.of("True"));
                    run.source = run.format.read(run.directory, run.exports);
                    assertThat(run.everybody().operations().map(o -> Wording.of(o.change())))
                            .filteredOn("deactivate account"::equals)
                            .hasSize(4);
                }),
                each(CSV, "row 12, values of Okta", run -> {
                    run.settled();
                    run.exports.row("u2").set("accountEnabled", "DEPROVISIONED");
                    run.exports.row("u4").set("accountEnabled", "SUSPENDED");
                    run.write().text("True", "ACTIVE");
                    run.exports.mapped =
                            mapping -> mapping.state("accountEnabled", List.of("ACTIVE"), List.of("DEPROVISIONED"));
                    run.source = run.format.read(run.directory, run.exports);

                    Plan plan = run.everybody();

                    assertThat(plan.operations()
                                    .map(o -> o.person().orElseThrow().userName()))
                            .containsOnly("u2@acme.example");
                    assertThat(plan.rejected())
                            .extracting(r -> r.id().orElseThrow().value())
                            .containsExactly("u4");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row13GuidsInTheOtherCase() {
        return each(ALL, "row 13", run -> {
            List<String> guids = new ArrayList<>();
            run.exports.rows.forEach(row -> {
                row.values.put(
                        "id", "7cc0c81b-f2a2-489a-8243-eda96da421" + row.id().replace("u", "d"));
                guids.add(row.id());
            });
            run.write().settled();
            run.exports.rows.forEach(row -> row.values.put("id", row.id().toUpperCase(Locale.ROOT)));
            run.write();

            Plan plan = run.nothingFor(guids.get(0), guids.get(1).toUpperCase(Locale.ROOT));

            assertThat(plan.findings()).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> row14BlankDisplayNameIsKeptAndMadeOnlyForAJoiner() {
        return each(ALL, "row 14", run -> {
            run.settled();
            run.exports.row("u2").set("displayName", " ");
            run.exports.rows.add(new Row("u5", "Account-a").set("displayName", ""));
            run.write();

            assertThat(run.one("u2")).isEmpty();
            assertThat(run.everybody()
                            .operations()
                            .map(o -> o.person().orElseThrow().userName()))
                    .containsOnly("u5@acme.example");
            run.apply();
            assertThat(run.account("u5").displayName()).isEqualTo("u5@acme.example");
            assertThat(run.account("u2").displayName()).isEqualTo("Name u2");
            run.nothingFor("u2", "u5");
        });
    }

    @TestFactory
    Stream<DynamicTest> row15HeadingsWithCharactersThatDoNotShow() {
        return Stream.of("\u00A0id", "\uFEFF\uFEFFid", "i\u200Bd")
                .flatMap(heading -> each(CSV, "row 15", run -> {
                    run.settled();
                    run.text("id,userPrincipalName", heading + ",userPrincipalName");

                    assertThat(run.nothingFor("u1", "u2").findings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row16RowThatWasCutShort() {
        return each(CSV, "row 16", run -> {
            run.settled();
            String text = Files.readString(run.file());
            String row =
                    text.lines().filter(l -> l.startsWith("u2,")).findFirst().orElseThrow();
            run.text(row, "u2,u2@acme.example,Name u2");

            Plan plan = run.everybody();

            assertThat(changes(plan)).isEmpty();
            assertThat(problems(plan)).anyMatch(p -> p.contains("a spreadsheet may have cut it off"));
            run.refused("u2", "row");
        });
    }

    @TestFactory
    Stream<DynamicTest> row17FilesThatSystemsLeaveBeside() {
        return Stream.of("._Account-a.csv", "~$Account-a.csv", ".DS_Store", "Thumbs.db", "desktop.ini")
                .flatMap(name -> each(MEMBERS, "row 17, " + name, run -> {
                    run.settled();
                    Files.write(run.directory.resolve("members").resolve(name), new byte[] {0, 5, 22, 7, 0});
                    run.source = run.format.read(run.directory, run.exports);

                    assertThat(run.nothingFor("u1", "u2").findings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row19NumberAsAnIdAndNulInAValue() {
        return Stream.concat(
                each(JSON, "row 19, a number", run -> {
                    run.settled();
                    run.text("\"id\":\"u2\"", "\"id\":4711");

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(problems(plan).get(0)).startsWith("id is not a text");
                    run.refused("u2@acme.example", "id is not a text");
                }),
                each(ALL, "row 19, a NUL", run -> {
                    run.settled();
                    run.exports.row("u2").set("jobTitle", "Ag\u0000ent");
                    run.write();

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(problems(plan)).singleElement().asString().contains("NUL");
                    run.refused("u2", "NUL");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row20NewIdentityIdForTheSamePerson() {
        return each(ALL, "row 20", run -> {
            run.settled();
            run.exports.row("u2").values.put("id", "other");
            run.exports.rows.get(1).set("userPrincipalName", "u2@acme.example");
            run.write();

            Plan plan = run.nothingFor("other");

            List<Finding> disputes = plan.findings().stream()
                    .filter(f -> f.code() == FindingCode.DISPUTED)
                    .toList();
            assertThat(disputes).extracting(Finding::subject).containsExactly("identity other");
            assertThat(run.provisioner().explain("other").plan().findings()).isEqualTo(plan.findings());
            assertThat(run.one("u2")).isEmpty();
            assertThat(plan.attention()).isNotEmpty();
            settle(run);
        });
    }

    @TestFactory
    Stream<DynamicTest> row20FeedThatNamesTheFormerIdAlone() {
        return each(ALL, "row 20, a feed that names the former id alone", run -> {
            run.settled();
            run.exports.row("u2").values.put("id", "other");
            run.write().naming("u2");

            run.nothingFor("other", "u2");
        });
    }

    @TestFactory
    Stream<DynamicTest> row21UnmappedColumnWithTheNameOfAMappedAttribute() {
        return Stream.of("Position,jobTitle", "jobTitle,Position", "jobTitle")
                .flatMap(headings -> each(CSV, "row 21, " + headings, run -> {
                    run.settled();
                    run.exports.mapped = mapping -> mapping.attributeIfPresent("jobTitle", "Position");
                    run.exports.headings = List.of(
                            ("id,userPrincipalName,displayName,accountEnabled,employeeId," + headings).split(",", -1));
                    run.exports.rows.forEach(row -> row.set("jobTitle", "Boss").set("Position", "Agent"));
                    run.write();

                    Plan plan = run.nothingFor("u1", "u4");

                    assertThat(said(plan, FindingCode.NOT_DELIVERED)).hasSize(headings.contains("Position") ? 0 : 1);
                }));
    }

    // As docs/findings.md says.
    private static void settle(ExportRun run) {
        Account account = run.account("u2");
        run.world.store.commit(
                List.of(new StoreWrite.Link(new io.tenantry.identity.IdentityId("other"), account.id())));
        run.world.carries(account.userName(), "other");
        assertThat(run.nothingFor("other").findings()).isEmpty();
    }
}
