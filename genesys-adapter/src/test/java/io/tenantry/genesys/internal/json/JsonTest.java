// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what is read, and what comes twice. */
class JsonTest {
    private static final FieldNames NAMES = FieldNames.of("a", "b", "c");

    /** Reads the texts of an object's fields. */
    private static final Json.Shape<List<String>> TEXTS = parser -> {
        List<String> read = new ArrayList<>();
        Json.object(parser, NAMES, (name, value) -> {
            if (value.currentToken().isScalarValue()) {
                read.add(value.getText());
            }
        });
        return read;
    };

    @Test
    void readsAsMuchAsItMay() throws UnreadableAnswerException {
        String text = "x".repeat(1_000_000);

        assertThat(parsed("{\"a\":\"" + text + "\"}")).containsExactly(text);
        assertThat(parsed("{\"" + "n".repeat(1_000) + "\":1,\"a\":\"x\"}")).containsExactly("x");
        assertThat(parsed("{\"a\":" + "9".repeat(100) + "}")).containsExactly("9".repeat(100));
        assertThat(parsed("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).isEmpty();
    }

    @Test
    void refusesMoreThanItMay() {
        assertUnreadable("{\"a\":\"" + "x".repeat(1_000_001) + "\"}");
        assertUnreadable("{\"" + "n".repeat(1_001) + "\":\"a\"}");
        assertUnreadable("{\"a\":" + "9".repeat(101) + "}");
        assertUnreadable("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}");
    }

    @Test
    void readsADocumentOfSixtyFourMebibytesAndNoLargerOne() throws UnreadableAnswerException {
        assertThat(Json.parse(document(64 << 20), TEXTS)).isEmpty();
        assertThatExceptionOfType(UnreadableAnswerException.class)
                .isThrownBy(() -> Json.parse(document((64 << 20) + 1), TEXTS));
    }

    private static byte[] document(int length) {
        byte[] document = new byte[length];
        Arrays.fill(document, (byte) ' ');
        document[0] = '{';
        document[length - 1] = '}';
        return document;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"1\",\"a\":\"2\"}",
                "{\"a\":\"1\",\"\\u0061\":\"2\"}",
                "{\"a\":null,\"b\":\"x\",\"a\":\"2\"}",
                "{\"a\":\"1\",\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"a\":\"2\"}"
            })
    void refusesAFieldThatComesTwice(String body) {
        assertUnreadable(body);
        assertThatExceptionOfType(UnreadableAnswerException.class)
                .isThrownBy(() -> Json.parse(body.getBytes(UTF_8), parser -> String.valueOf(Json.only(parser, "a"))))
                .withMessage("a field that comes twice");
    }

    @Test
    void allowsAnUnreadFieldTwice() throws UnreadableAnswerException {
        assertThat(parsed("{\"x\":1,\"a\":\"1\",\"x\":2,\"b\":\"2\"}")).containsExactly("1", "2");
    }

    @Test
    void knowsEachOfItsNamesFromEveryOther() throws UnreadableAnswerException {
        // The first two share a hash, and the table is full of their like.
        FieldNames names = FieldNames.of("Aa", "BB", "AaAa", "BBBB").with("AaBB");
        byte[] body = "{\"BBAa\":1,\"AaBB\":2,\"BBBB\":3,\"AaAa\":4,\"BB\":5,\"Aa\":6}".getBytes(UTF_8);
        List<String> read = new ArrayList<>();

        Json.parse(body, parser -> {
            Json.object(parser, names, (name, value) -> read.add(name + value.getText()));
            return read;
        });

        assertThat(read).containsExactly("AaBB2", "BBBB3", "AaAa4", "BB5", "Aa6");
    }

    @Test
    void takesNoMoreNamesThanItCanTellApart() {
        String[] many = IntStream.range(0, 31).mapToObj(i -> "n" + i).toArray(String[]::new);

        FieldNames names = FieldNames.of(many);

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> names.with("one more"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(FieldNames::of);
    }

    @Test
    void findsTheOneFieldAmongOthers() throws UnreadableAnswerException {
        byte[] body = "{\"x\":{\"a\":\"no\"},\"a\":\"yes\",\"y\":[\"a\"]}".getBytes(UTF_8);

        String found = Json.parse(body, parser -> String.valueOf(Json.only(parser, "a")));
        String absent = Json.parse(body, parser -> String.valueOf(Json.only(parser, "b")));

        assertThat(found).isEqualTo("yes");
        assertThat(absent).isEqualTo("null");
    }

    private static List<String> parsed(String body) throws UnreadableAnswerException {
        return Json.parse(body.getBytes(UTF_8), TEXTS);
    }

    private static void assertUnreadable(String body) {
        assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> parsed(body));
    }
}
