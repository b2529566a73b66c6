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
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rows of {@link SourceTableTest} in other words: files that are empty, cut off, or no lists of people. */
class SourceFilesTest extends ExportCases {
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

    private static void cut(ExportRun run) {
        assertThat(problems(doubted(run)))
                .singleElement()
                .asString()
                .contains("may be cut off, because the file ends there without a line end");
        run.refused("u4", "may be cut off");
    }
}
