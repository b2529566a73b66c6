// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of JSON are read and written as Jackson's own tree does it. */
class JsonNodeTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String[] TEXTS = {
        "", "a", "\u00fc\u20ac", "\ud83d\ude00", "line\nbreak", "\"quoted\\\"", "\u0000\u001f"
    };

    @Test
    void writesWhatJacksonWrites() throws JsonProcessingException {
        for (int seed = 0; seed < 2_000; seed++) {
            String json = value(new Random(seed), 4);

            JsonNode node = JsonNode.read(json);

            assertThat(node.toString())
                    .as("seed %d", seed)
                    .isEqualTo(JACKSON.readTree(json).toString());
            assertThat(node.pretty())
                    .as("seed %d", seed)
                    .isEqualTo(JACKSON.readTree(json).toPrettyString());
            assertThat(JsonNode.read(node.pretty()).equals(node))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(node.copy().toString()).as("seed %d", seed).isEqualTo(node.toString());
        }
    }

    private static String value(Random random, int depth) throws JsonProcessingException {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        StringBuilder json = new StringBuilder();
        switch (kind) {
            case 0 -> json.append("null");
            case 1 -> json.append(random.nextBoolean());
            case 2 -> json.append(random.nextInt());
            case 3 -> json.append(random.nextLong());
            case 4 -> json.append(random.nextGaussian() * 1e20);
            case 5 -> json.append(JACKSON.writeValueAsString(TEXTS[random.nextInt(TEXTS.length)]));
            case 6 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append(value(random, depth - 1)).append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append('"').append("f").append(i).append("\": ").append(value(random, depth - 1));
                    json.append(i > 1 ? "," : "");
                }
                json.append('}');
            }
        }
        return json.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "[1,]", "nul", "\"open", "{} {}"})
    void refusesWhatIsNotOneValue(String text) {
        assertThatThrownBy(() -> JsonNode.read(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void whatIsMissingIsEmptyAndNeitherNullNorEqualToIt() throws JsonProcessingException {
        JsonNode node = JsonNode.read("{\"none\":null,\"list\":[1]}");

        assertThat(node.path("nowhere").isMissing()).isTrue();
        assertThat(node.path("nowhere").path("deeper").asText()).isEmpty();
        assertThat(node.path("list").path(1).equals(node.path("nowhere"))).isTrue();
        assertThat(node.path("nowhere").equals(node.path("none"))).isFalse();
        assertThat(node.path("none").isNull()).isTrue();
        assertThat(node.path("none").asText()).isEqualTo("null");
        assertThat(JsonNode.read("").isMissing()).isTrue();
    }

    @Test
    void takesWhatIsPutAndAdded() {
        JsonNode node = JsonNode.object().put("text", "a").put("number", 7).put("flag", true);
        node.putObject("object").put("inner", "b");
        node.putArray("array").add("c").addObject().put("d", 1);
        node.remove("flag");

        assertThat(node)
                .hasToString("{\"text\":\"a\",\"number\":7,\"object\":{\"inner\":\"b\"},\"array\":[\"c\",{\"d\":1}]}");
        assertThat(node.path("number").asInt()).isEqualTo(7);
        assertThat(node.path("array")).hasSize(2);
    }
}
