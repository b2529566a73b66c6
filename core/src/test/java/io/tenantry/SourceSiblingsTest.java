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
import io.tenantry.change.FindingCode;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Relatives of the rows of {@link SourceTableTest}: the same mistake in another file, field or format. Each is judged on
 * every road: all people, the changed people, one person, and what-if.
 */
class SourceSiblingsTest {
    private static final Set<Format> ALL = EnumSet.allOf(Format.class);
    private static final Set<Format> FILES = EnumSet.of(Format.MEMBER_FILES, Format.COLUMN, Format.JSON_LINES);
    private static final Set<Format> CSV = EnumSet.of(Format.MEMBER_FILES, Format.COLUMN);
    private static final Set<Format> MEMBERS = EnumSet.of(Format.MEMBER_FILES);
    private static final Set<Format> WITH_GROUPS = EnumSet.of(Format.COLUMN, Format.JSON_LINES, Format.MEMORY);
    private static final Set<Format> JSON = EnumSet.of(Format.JSON_LINES);
    private static final String GUID = "7cc0c81b-f2a2-489a-8243-eda96da4214d";

    @TempDir
    Path directory;

    private int next;

    /** Damages a settled run, and says what must be so. */
    private interface Case {
        void in(ExportRun run) throws IOException;
    }

    private Stream<DynamicTest> each(Set<Format> formats, String name, Case test) {
        return formats.stream()
                .map(format -> DynamicTest.dynamicTest(
                        name + ": " + format,
                        () -> test.in(new ExportRun(format, directory.resolve("case" + next++)))));
    }

    private static ExportRun members(ExportRun run, String file, String text) throws IOException {
        Files.writeString(run.directory.resolve("members").resolve(file), text);
        return run.again();
    }

    private static ExportRun rename(ExportRun run, String from, String to) throws IOException {
        Path members = run.directory.resolve("members");
        Files.move(members.resolve(from), members.resolve(to));
        return run.again();
    }

    private static ExportRun file(ExportRun run, UnaryOperator<String> edit) throws IOException {
        Files.writeString(run.file(), edit.apply(Files.readString(run.file())));
        return run.again();
    }

    /** Nobody gains or loses, and the plan does not end with "nothing to do". */
    private static Plan doubted(ExportRun run) {
        Plan plan = run.everybody();
        assertThat(changes(plan)).isEmpty();
        assertThat(plan.attention()).isNotEmpty();
        return plan;
    }

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
    Stream<DynamicTest> rows3And4FilesThatAreNoListOfMembersAnyMore() {
        return Stream.of("Account-a.csv ", "Account-a.xlsx", "Account-a\u00A0.csv", "ACCOUNT-A.csv")
                .flatMap(name -> each(MEMBERS, "rows 3 and 4, " + name, run -> {
                    rename(run.settled(), "Account-a.csv", name);

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED))
                            .singleElement()
                            .asString()
                            .contains("\"Account-a\" of 4 people");
                    assertThat(run.one("u1")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row4GroupsThatNoRowNames() {
        return Stream.concat(
                each(EnumSet.of(Format.COLUMN), "row 4, the column is gone", run -> {
                    run.settled().text(",groups", ",Gruppen");

                    assertThatThrownBy(run::plan)
                            .isInstanceOf(IdentitySourceException.class)
                            .hasMessageContaining("no column groups for the groups");
                }),
                each(JSON, "row 4, the member is gone", run -> {
                    file(run.settled(), text -> text.replaceAll("\"groups\":\\[[^]]*],?", ""));

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED)).isNotEmpty();
                    assertThat(run.one("u1")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row5StateThatLostItsColumnOrItsType() {
        return Stream.concat(
                each(CSV, "row 5, the column is gone", run -> {
                    run.settled().text("accountEnabled", "Konto");

                    assertThatThrownBy(run::plan)
                            .isInstanceOf(IdentitySourceException.class)
                            .hasMessageContaining("no column accountEnabled for the state");
                }),
                each(JSON, "row 5, a text", run -> {
                    run.settled().text("\"enabled\":true", "\"enabled\":\"false\"");

                    assertThat(problems(doubted(run))).hasSize(4).allMatch(p -> p.startsWith("enabled is neither"));
                    run.refused("u2", "enabled is neither");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row6AttributesThatARowDoesNotSay() {
        return Stream.of(",\"attributes\":null", "")
                .flatMap(instead -> each(JSON, "row 6, one row" + instead, run -> {
                    file(run.settled(), text -> text.replaceAll("(\"u2\".*),\"attributes\":\\{[^}]*}", "$1" + instead));

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED))
                            .containsExactly("the identity source does not deliver \"employeeId\", \"jobTitle\" of 1"
                                    + " person, and the policy uses it");
                    assertThat(run.one("u2")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row6AttributesUnderAnotherHeading() {
        return Stream.concat(
                each(CSV, "row 6, case of a heading", run -> {
                    run.settled().text("jobTitle", "JobTitle");

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED)).hasSize(1);
                }),
                each(JSON, "row 6, all rows", run -> {
                    file(run.settled(), text -> text.replaceAll(",\"attributes\":\\{[^}]*}", ""));

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED)).hasSize(1);
                    assertThat(run.one("u2")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> rows4And6NamesThatAreNearly() {
        return Stream.concat(
                each(MEMBERS, "row 4, a letter less", run -> {
                    rename(run.settled(), "Supervisors-a.csv", "Supervisor-a.csv");

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED))
                            .singleElement()
                            .asString()
                            .endsWith("; did you mean \"Supervisor-a\" for \"Supervisors-a\"?");
                }),
                each(CSV, "row 6, two letters swapped", run -> {
                    run.settled().text("jobTitle", "jobTitel");

                    assertThat(said(doubted(run), FindingCode.NOT_DELIVERED))
                            .singleElement()
                            .asString()
                            .endsWith("; did you mean \"jobTitel\" for \"jobTitle\"?");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row7NamesThatChangeInAnotherWay() {
        return Stream.concat(
                each(ALL, "row 7, display names", run -> {
                    sixty(run).exports.rows.forEach(row -> row.set("displayName", row.id() + ", Name"));
                    run.write();

                    assertThat(holds(run.everybody())).containsExactly(HoldCode.LIMIT_NAMES);
                }),
                each(ALL, "row 7, as the feed names them", run -> {
                    sixty(run);
                    String[] eleven =
                            IntStream.range(0, 11).mapToObj(i -> "p" + i).toArray(String[]::new);
                    for (String id : eleven) {
                        run.exports.row(id).set("userPrincipalName", id + "@other.example");
                    }
                    run.write().naming(eleven);

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(holds(plan)).containsExactly(HoldCode.LIMIT_NAMES);
                }));
    }

    private static ExportRun sixty(ExportRun run) throws IOException {
        run.exports.rows.clear();
        for (int i = 0; i < 60; i++) {
            run.exports.rows.add(new Row("p" + i, "Account-a"));
        }
        run.write().settled();
        run.world.names = LimitKind.NAMES.defaultLimit();
        run.world.tenants = List.of(run.world.tenant("a", "Tenant_A"), run.world.tenant("b", "Tenant_B"));
        return run;
    }

    @TestFactory
    Stream<DynamicTest> row9FilesWithNobody() {
        return Stream.of("", "\uFEFF", "\n\n\n", "[]\n", "[{\"id\":\"u1\",\"userName\":\"u1@acme.example\"}]\n")
                .flatMap(text -> each(text.startsWith("[") ? JSON : FILES, "row 9, " + text.strip(), run -> {
                    file(run.settled(), old -> text);

                    assertThat(said(doubted(run), FindingCode.SOURCE_IN_DOUBT)).isNotEmpty();
                    assertThatThrownBy(() -> run.one("u1")).isInstanceOf(IdentitySourceException.class);
                }));
    }

    @TestFactory
    Stream<DynamicTest> row9PageOfALogInInsteadOfAFile() {
        return each(FILES, "row 9, HTML", run -> {
            file(run.settled(), old -> "<!DOCTYPE html>\n<html><head>\n<title>Sign in</title></head></html>\n");

            if (run.format == Format.JSON_LINES) {
                doubted(run);
            } else {
                assertThatThrownBy(run::plan)
                        .isInstanceOf(IdentitySourceException.class)
                        .hasMessageContaining("no column id for the id among the 1 of the first row");
            }
        });
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
    Stream<DynamicTest> row10SourceGroupThatIsNearlyOneOfThePolicy() {
        return Stream.of(
                        List.of("u2", "Account-a", "Account-a\u00A0", "U+00A0"),
                        List.of("u2", "Account-a", "Acc\u200Bount-a", "U+200B"),
                        List.of("u2", "Account-a", "Account\u2010a", "U+2010"),
                        List.of("u2", "Account-a", "ACCOUNT-A", "case or space"),
                        List.of("u3", "Supervisors-b", "Supervisors-b\u00A0", "U+00A0"),
                        List.of("u3", "Supervisors-b", "supervisors-b", "case or space"))
                .flatMap(edit -> each(WITH_GROUPS, "row 10, " + edit.get(2), run -> {
                    run.settled();
                    run.exports.row(edit.get(0)).groups.remove(edit.get(1));
                    run.exports.row(edit.get(0)).groups.add(edit.get(2));
                    run.write();
                    String problem = "source group \"" + edit.get(2) + "\" differs from \"" + edit.get(1)
                            + "\", which the policy names, only in " + edit.get(3)
                            + "; correct it at the source or in the policy";

                    assertThat(problems(doubted(run))).containsExactly(problem);
                    run.refused(edit.get(0), problem);
                    run.exports.row(edit.get(0)).groups.add(edit.get(1));
                    run.write();
                    assertThat(run.nothingFor(edit.get(0)).findings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row10LoneSurrogateInASourceGroup() {
        return each(JSON, "row 10, a lone surrogate", run -> {
            run.settled().text("\"Supervisors-b\"", "\"Supervisors-b\\ud83d\"");

            assertThat(problems(doubted(run))).singleElement().asString().contains("only in U+D83D");
            run.refused("u3", "U+D83D");
        });
    }

    @TestFactory
    Stream<DynamicTest> row10SourceGroupThatIsNoneOfThePolicyMayHoldAnything() {
        return each(WITH_GROUPS, "row 10, another group", run -> {
            run.settled();
            run.exports.row("u2").groups.addAll(List.of("Marketing\u00A0Team", "Dev \u200D Ops", "#1 Team"));
            run.write();

            assertThat(run.nothingFor("u2").findings()).isEmpty();
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
    Stream<DynamicTest> row2CellsOfAFormulaThatFailed() {
        return Stream.of("#NV", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "#N/D", "#\u00A1VALOR!")
                .flatMap(error -> Stream.concat(
                        each(WITH_GROUPS, "row 2, a group, " + error, run -> {
                            run.settled();
                            run.exports.row("u2").groups.clear();
                            run.exports.row("u2").groups.add(error);
                            run.write();

                            assertThat(problems(doubted(run)))
                                    .containsExactly("a source group is " + error + ", which a spreadsheet writes for a"
                                            + " formula that failed; correct it and export the file again");
                            run.refused("u2", "a formula that failed");
                        }),
                        each(ALL, "row 2, an attribute and a name, " + error, run -> {
                            run.settled();
                            run.exports.row("u2").set("jobTitle", error).set("displayName", error);
                            run.write();

                            assertThat(said(run.nothingFor("u2"), FindingCode.NOT_DELIVERED))
                                    .singleElement()
                                    .asString()
                                    .contains("\"jobTitle\" of 1 person");
                        })));
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
    Stream<DynamicTest> row10LetterOfAnotherScriptInASourceGroup() {
        return Stream.of("\u0410ccount-a")
                .flatMap(group -> each(WITH_GROUPS, "row 10, " + group, run -> {
                    run.settled();
                    run.exports.row("u2").groups.clear();
                    run.exports.row("u2").groups.add(group);
                    run.write();

                    assertThat(said(doubted(run), FindingCode.PARKED))
                            .singleElement()
                            .asString()
                            .contains("near misses: tenant a: source group \"" + group
                                    + "\" differs from \"Account-a\" only in"
                                    + " characters that do not show or look alike");
                    assertThat(run.one("u2")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row12StatesInOtherWords() {
        return Stream.of(List.of("Yes", "No"), List.of("1", "0"), List.of("VRAI", "FAUX"))
                .flatMap(words -> each(CSV, "row 12, " + words, run -> {
                    run.settled();
                    run.exports.rows.forEach(row -> row.set("accountEnabled", words.get(0)));
                    run.exports.row("u2").set("accountEnabled", words.get(1));
                    run.write();

                    assertThat(run.everybody()
                                    .operations()
                                    .map(o -> o.person().orElseThrow().userName()))
                            .containsOnly("u2@acme.example");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row12MemberThatSaysTheOpposite() {
        return each(JSON, "row 12, blocked", run -> {
            run.settled().text("\"enabled\":true", "\"blocked\":true");

            assertThat(problems(doubted(run))).hasSize(4).allMatch(p -> p.startsWith("a member is none of id"));
            run.refused("u2", "a member is none of id");
        });
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
    Stream<DynamicTest> row14DisplayNameOfWhichNothingShows() {
        return Stream.of("\u00A0", "\u200B\u2003", "\t ")
                .flatMap(name -> each(ALL, "row 14, U+" + Integer.toHexString(name.charAt(0)), run -> {
                    run.settled();
                    run.exports.row("u2").set("displayName", name);
                    run.write();

                    run.nothingFor("u1", "u2");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row14DisplayNameThatIsNotSaid() {
        return Stream.of("\"displayName\":null", "\"other\":null")
                .flatMap(instead -> each(JSON, "row 14, " + instead, run -> {
                    run.settled().text("\"displayName\":\"Name u2\"", instead);

                    run.nothingFor("u1", "u2");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row15NamesOfFieldsWithCharactersThatDoNotShow() {
        return Stream.of("\u00A0id", "\uFEFFid", "id\u200B")
                .flatMap(name -> Stream.concat(
                        each(MEMBERS, "row 15, a file of members", run -> {
                            members(run.settled(), "Account-a.csv", name + "\nu1\nu2\n");

                            run.nothingFor("u1", "u2");
                        }),
                        each(JSON, "row 15, JSON", run -> {
                            run.settled().text("\"id\"", "\"" + name + "\"");

                            assertThat(run.nothingFor("u1", "u2").findings()).isEmpty();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> row16LastRowThatWasCutShort() {
        return Stream.concat(
                each(FILES, "row 16, the last person", run -> {
                    file(run.settled(), text -> text.substring(0, text.length() - 12));

                    assertThat(holds(doubted(run))).containsExactly(HoldCode.SOURCE_INCOMPLETE);
                    assertThat(run.one("u1")).isEmpty();
                }),
                each(MEMBERS, "row 16, the last member", run -> {
                    members(run.settled(), "Account-a.csv", "id\nu1\nu");

                    doubted(run);
                    assertThat(run.one("u2")).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row16LastCellThatWasCutAndIsAValueToo() {
        return Stream.of(
                        each(EnumSet.of(Format.COLUMN), "row 16, a group less", run -> {
                            run.exports.row("u4").groups.add("Supervisors-b");
                            run.write().settled();
                            file(run, text -> text.replaceAll("\"(.*);Supervisors-b\"\n$", "$1"));

                            cut(run);
                        }),
                        each(EnumSet.of(Format.COLUMN), "row 16, another group", run -> {
                            file(run.settled(), text -> text.replaceAll("Account-b\n$", "Account-a"));

                            cut(run);
                        }),
                        each(MEMBERS, "row 16, the user name", run -> {
                            run.exports.headings =
                                    List.of("id", "displayName", "accountEnabled", "jobTitle", "userPrincipalName");
                            run.write().settled();
                            file(run, text -> text.substring(0, text.length() - 4));

                            cut(run);
                        }),
                        each(MEMBERS, "row 16, the state", run -> {
                            run.exports.mapped =
                                    mapping -> mapping.state("accountEnabled", List.of("True"), List.of("Tr"));
                            run.exports.headings = List.of("id", "userPrincipalName", "displayName", "accountEnabled");
                            run.write().settled();
                            file(run, text -> text.substring(0, text.length() - 3));

                            cut(run);
                        }))
                .flatMap(tests -> tests);
    }

    private static void cut(ExportRun run) {
        assertThat(problems(doubted(run)))
                .singleElement()
                .asString()
                .contains("may be cut off, because the file ends there without a line end");
        run.refused("u4", "may be cut off");
    }

    @TestFactory
    Stream<DynamicTest> row16LastCellThatWasCutAndIsAnAttribute() {
        return each(MEMBERS, "row 16, an attribute", run -> {
            run.exports.headings =
                    List.of("id", "userPrincipalName", "displayName", "accountEnabled", "employeeId", "jobTitle");
            run.write().settled();
            file(run, text -> text.substring(0, text.length() - 2));

            assertThat(said(run.nothingFor("u3", "u4"), FindingCode.NOT_DELIVERED))
                    .singleElement()
                    .asString()
                    .contains("\"jobTitle\" of 1 person");
            file(run, text -> text.replaceAll(",Agen$", ",\"Lead\""));
            assertThat(changes(run.everybody())).hasSize(1);
        });
    }

    @TestFactory
    Stream<DynamicTest> row16LastMemberThatWasCutToAnotherOne() {
        return each(MEMBERS, "row 16, another member", run -> {
            run.exports.rows.add(new Row("u41", "Account-b", "Supervisors-b"));
            run.write().settled();
            members(run, "Supervisors-b.csv", "id\nu3\nu4");

            assertThat(problems(doubted(run))).singleElement().asString().contains("the last cell may be cut off");
            assertThat(run.one("u4")).isEmpty();
            assertThat(run.one("u41")).isEmpty();
            members(run, "Supervisors-b.csv", "userPrincipalName,id\nu3@acme.example,u3\n,u4");
            assertThat(changes(run.everybody())).isEmpty();
            for (String whole : List.of("id\nu3\n\"u4\"", "id,userPrincipalName\nu3,\nu4,u41@acme.exampl")) {
                members(run, "Supervisors-b.csv", whole);
                assertThat(run.one("u4")).isNotEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> row17FilesThatProgramsLeaveBeside() {
        return Stream.of(".~lock.Account-a.csv#", "Account-a.csv~", "#Account-a.csv#", "Account-a.csv.crdownload")
                .flatMap(name -> each(MEMBERS, "row 17, " + name, run -> {
                    members(run.settled(), name, "id\nu3\n");

                    assertThat(run.nothingFor("u1", "u3").findings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> row18UserNamesOfOtherForms() {
        return Stream.of(
                        "u2\t@acme.example",
                        "mailto:u2@acme.example",
                        "'u2@acme.example",
                        "=u2@acme.example",
                        "Name u2 <u2@acme.example>",
                        "u2@acme..example",
                        "@acme.example")
                .flatMap(name -> each(ALL, "row 18, " + name, run -> {
                    run.settled();
                    run.exports.row("u2").set("userPrincipalName", name);
                    run.exports.rows.add(new Row("u5", "Account-a").set("userPrincipalName", name.replace("u2", "u5")));
                    run.write();

                    Plan plan = run.everybody();

                    assertThat(changes(plan)).isEmpty();
                    assertThat(plan.rejected()).hasSizeGreaterThanOrEqualTo(1);
                    run.refused("u2", "rejected");
                }));
    }

    @TestFactory
    Stream<DynamicTest> row19ValuesOfOtherTypes() {
        return Stream.of(
                        List.of("\"id\":\"u2\"", "\"id\":null", "id is empty"),
                        List.of("\"id\":\"u2\"", "\"id\":[\"u2\"]", "id is not a text"),
                        List.of("\"id\":\"u2\"", "\"id\":\"u\\\\u00002\"", "U+0000"),
                        List.of("\"u2@acme.example\"", "7", "userName is not a text"),
                        List.of("\"Name u2\"", "{}", "displayName is not a text"))
                .flatMap(edit -> each(JSON, "row 19, " + edit.get(1), run -> {
                    file(
                            run.settled(),
                            text -> text.replace(edit.get(0), edit.get(1).replace("\\\\", "\\")));

                    assertThat(problems(doubted(run)))
                            .singleElement()
                            .asString()
                            .contains(edit.get(2));
                    assertThatThrownBy(() -> run.one("u2")).isInstanceOf(IdentitySourceException.class);
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
