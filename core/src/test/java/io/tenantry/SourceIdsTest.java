// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.ExportRun.changes;
import static io.tenantry.ExportRun.holds;
import static io.tenantry.ExportRun.problems;
import static io.tenantry.ExportRun.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Exports.Row;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.HoldCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rows of {@link SourceTableTest} in other words: ids that came twice, lost digits, changed, or are no ids. */
class SourceIdsTest extends ExportCases {
    private static final String GUID = "7cc0c81b-f2a2-489a-8243-eda96da4214d";

    @TestFactory
    Stream<DynamicTest> row1TwoRowsOfOneIdInOtherWords() {
        return each(FILES, "row 1, other words", run -> {
            run.settled();
            run.exports.rows.add(1, run.exports.row("u2").copy().set("jobTitle", "Lead"));
            run.exports.rows.remove(run.exports.row("u4"));
            run.write();

            assertThat(holds(doubted(run))).containsAnyOf(HoldCode.UNREADABLE_ROWS, HoldCode.SOURCE_INCOMPLETE);
            run.refused("u2", "neither row is used");
        });
    }

    @TestFactory
    Stream<DynamicTest> row1MemberTwiceInTheFileOfAGroup() {
        return each(MEMBERS, "row 1, a member twice", run -> {
            members(run.settled(), "Account-a.csv", "id\nu1\nu1\n");

            assertThat(said(doubted(run), FindingCode.SOURCE_IN_DOUBT))
                    .singleElement()
                    .asString()
                    .contains("1 row of Account-a.csv came a second time");
        });
    }

    @TestFactory
    Stream<DynamicTest> row2IdsThatLostTheirZerosOrTheirLastDigits() {
        return Stream.of(List.of("00123", "123"), List.of("115000000000000000001", "115000000000000000000"))
                .flatMap(ids -> each(ALL, "row 2, " + ids, run -> {
                    run.exports.row("u2").values.put("id", ids.get(0));
                    run.write().settled();
                    run.exports.row(ids.get(0)).values.put("id", ids.get(1));
                    run.write();

                    assertThat(said(doubted(run), FindingCode.DISPUTED))
                            .singleElement()
                            .asString()
                            .contains("is linked to identity " + ids.get(0));
                    assertThat(run.one(ids.get(1))).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row2IdsThatWereRoundedInTheFileOfAGroupAlone() {
        return each(MEMBERS, "row 2, members", run -> {
            run.exports.row("u2").values.put("id", "115000000000000000001");
            run.write().settled();
            members(run, "Account-a.csv", "id\nu1\n1.15E+20\n");

            doubted(run);
            assertThat(run.one("115000000000000000001")).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> row2IdsThatProgramsWriteForNothing() {
        return Stream.of(
                        "#NV",
                        "#N/A",
                        "#REF!",
                        "#VALUE!",
                        "#WERT!",
                        "#BEZUG!",
                        "#######",
                        "NULL",
                        "null",
                        "n/a",
                        "-",
                        "0",
                        "00000000-0000-0000-0000-000000000000",
                        "'77",
                        "=\"77\"",
                        "nan",
                        "None",
                        "undefined",
                        "\\N")
                .flatMap(id -> each(ALL, "row 2, " + id, run -> {
                    run.settled();
                    run.exports.row("u2").values.put("id", id);
                    run.write();

                    assertThat(problems(doubted(run)))
                            .anyMatch(p -> p.startsWith("id is what a program writes for an empty or failed cell"));
                    run.refused("u2@acme.example", "and no id");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row2NumbersThatASpreadsheetRoundedInItsOtherForm() {
        return Stream.of("1,15E20", "1.15e20")
                .flatMap(id -> each(ALL, "row 2, " + id, run -> {
                    run.settled();
                    run.exports.row("u2").values.put("id", id);
                    run.write();

                    assertThat(problems(doubted(run))).anyMatch(p -> p.contains("a spreadsheet has rounded"));
                    run.refused("u2@acme.example", "rounded");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row2MemberWhoseRowOfTheUsersFileWasRefused() {
        return Stream.of("u2,u2@acme.example", ",u2@acme.example", "u2@acme.example,")
                .flatMap(member -> each(MEMBERS, "row 2, the member " + member, run -> {
                    run.settled();
                    run.exports.row("u2").values.put("id", "#NV");
                    run.write();
                    members(run, "Account-a.csv", "id,userPrincipalName\nu1,\n" + member + "\n");

                    assertThat(problems(doubted(run)))
                            .contains("the member's row of the users file was refused, line 3; correct it there");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row10CharacterThatDoesNotShowBehindAnId() {
        return Stream.concat(
                each(ALL, "row 10, an id", run -> {
                    run.settled();
                    run.exports.row("u2").values.put("id", "u2\u00A0");
                    run.write();

                    assertThat(problems(doubted(run)))
                            .contains("id holds the invisible character U+00A0; correct it at the source");
                }),
                each(MEMBERS, "row 10, the id of a member", run -> {
                    members(run.settled(), "Account-a.csv", "id\nu1\nu2\u00A0\n");

                    doubted(run);
                    assertThat(run.one("u2")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row13GuidInTwoCases() {
        return Stream.concat(
                each(MEMBERS, "row 13, the file of a group", run -> {
                    run.exports.row("u2").values.put("id", GUID);
                    run.write().settled();
                    members(run, "Account-a.csv", "id\nu1\n" + GUID.toUpperCase(Locale.ROOT) + "\n");

                    assertThat(run.nothingFor(GUID, "u1").findings()).isEmpty();
                }),
                each(FILES, "row 13, two rows", run -> {
                    run.exports.row("u2").values.put("id", GUID);
                    run.write().settled();
                    Row other = run.exports.row(GUID).copy();
                    other.values.put("id", GUID.toUpperCase(Locale.ROOT));
                    run.exports.rows.add(other);
                    run.write();

                    doubted(run);
                    run.refused(GUID, "neither row is used");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row20TwoPeopleWithEachOthersId() {
        return each(ALL, "row 20, swapped", run -> {
            run.settled();
            run.exports.row("u2").values.put("id", "x");
            run.exports.row("u1").values.put("id", "u2");
            run.exports.row("x").values.put("id", "u1");
            run.write();

            run.apply();

            assertThat(changes(run.everybody())).isEmpty();
            assertThat(run.world.directory.accounts).hasSize(4);
        });
    }

    @TestFactory
    Stream<DynamicTest> row20NewIdAndNewNameAreAnotherPerson() {
        return each(ALL, "row 20, another person", run -> {
            run.settled();
            run.exports.rows.remove(run.exports.row("u2"));
            run.exports.rows.add(new Row("u5", "Account-a"));
            run.write();

            assertThat(changes(run.everybody()))
                    .contains("deactivate account", "create account in division \"Tenant_A\"");
            assertThat(run.one("u2")).isEmpty();
        });
    }
}
