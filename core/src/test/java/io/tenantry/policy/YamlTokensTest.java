// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.policy.Node.Kind;
import io.tenantry.policy.Node.Scalar;
import io.tenantry.policy.Node.Spot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML 1.1 makes of a text, and where it stands. */
final class YamlTokensTest {
    private final Problems problems = new Problems("x");

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-7", "+1", "1_000", "0x1F", "0b101", "017", "1.5", ".5", "1e3", "-.INF", ".nan", "1:20.5"})
    void numbersAreNumbersAsTheyAreWritten(String text) {
        assertThat(value(text)).isEqualTo(new Scalar(new Spot(1, 6), Kind.NUMBER, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "No", "ON", "off", "true", "FALSE"})
    void truthsOfYaml11AreTruths(String text) {
        assertThat(value(text)).isEqualTo(new Scalar(new Spot(1, 6), Kind.BOOLEAN, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "null", "NULL", "# nothing"})
    void nothingIsNothing(String text) {
        assertThat(value(text))
                .matches(n -> n.scalar().filter(s -> s.kind() == Kind.NULL).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "yEs",
                "nUll",
                "2027-03-31",
                "2001-12-14t21:59:43.10-05:00",
                "12:30",
                "190:20:30",
                "08",
                "0o17",
                "1.2.3",
                "=",
                "+",
                "-.",
                "a#b",
                "\uD83D\uDE00"
            })
    void allElseIsAText(String text) {
        assertThat(value(text)).isEqualTo(new Scalar(new Spot(1, 6), Kind.TEXT, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'17'|17", "\"yes\"|yes", "''|``", "\"\\U0001F600\\u00e9\"|\uD83D\uDE00é"})
    void whatIsInQuotationMarksIsAText(String written, String text) {
        assertThat(value(written)).isEqualTo(new Scalar(new Spot(1, 6), Kind.TEXT, text));
    }

    @Test
    void columnsCountACharacterBeyondTheFirstPlaneOnce() {
        assertThat(value("[\uD83D\uDE00, \uD83D\uDE00, x]")
                        .items()
                        .orElseThrow()
                        .of())
                .extracting(Node::at)
                .containsExactly(new Spot(1, 7), new Spot(1, 10), new Spot(1, 13));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: [b}|1|12|expected ',' or ']', but got }, while parsing a flow sequence",
                "\"a|1|8|found unexpected end of stream, while scanning a quoted scalar",
                "@a|1|6|found character '@' that cannot start any token. (Do not use @ for indentation), while scanning for the next token",
                "{[a]: b}|1|8|Expected a field name (Scalar value in YAML)",
                "\"\\UFFFFFFFF\"|1|4|Malformed Number token",
                "a\u0007b|1|1|special characters are not allowed"
            })
    void faultIsNamedWithItsPlace(String written, int line, int column, String message) {
        assertThat(new DocumentReader(problems).read("key: " + written, PolicyFormat.YAML))
                .isEmpty();
        assertThat(problems.sorted()).singleElement().satisfies(p -> {
            assertThat(p.message()).contains(message);
            assertThat(List.of(p.place().line(), p.place().column())).containsExactly(line, column);
        });
    }

    @Test
    void documentBeyondThreeMillionCharactersIsRefused() {
        String text = "key: " + "x".repeat(3 << 20) + "\nother: y\n";

        assertThat(new DocumentReader(problems).read(text, PolicyFormat.YAML)).isEmpty();
        assertThat(problems.sorted())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("exceeds the limit: 3145728 code points"));
    }

    private Node value(String written) {
        Node root = new DocumentReader(problems)
                .read("key: " + written + "\n", PolicyFormat.YAML)
                .orElseThrow();
        assertThat(problems.sorted()).isEmpty();
        return root.fields().flatMap(f -> f.field("key")).orElseThrow().value();
    }
}
