// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what is read, and what comes twice. */
class JsonTest {
    /** Reads the texts of an object's fields. */
    private static final Json.Shape<List<String>> TEXTS = parser -> {
        List<String> read = new ArrayList<>();
        Json.object(parser, (name, value) -> {
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
        assertThat(parsed("{\"" + "n".repeat(1_000) + "\":\"a\"}")).containsExactly("a");
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
