// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.ExportRun.changes;
import static io.tenantry.ExportRun.holds;
import static io.tenantry.ExportRun.problems;
import static io.tenantry.ExportRun.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.Exports.Row;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rows of {@link SourceTableTest} in other words: states, attributes and names in another form, or missing. */
class SourceValuesTest extends ExportCases {
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
}
