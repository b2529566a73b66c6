// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.ExportRun.problems;
import static io.tenantry.ExportRun.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.Exports.Format;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.IdentitySourceException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rows of {@link SourceTableTest} in other words: source groups that are missing, or nearly of the policy. */
class SourceGroupsTest extends ExportCases {
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
}
