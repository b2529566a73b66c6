// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every document, tried on seeded ones. */
final class PolicyDocumentLawsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPICE =
            "{}[]:,'\"&*!|>#%@`-?~\\\n\t \u0000\u0007\u0085\u2028\uFEFF\uD800\uDC00é漢<0x1e9aZ";

    @Test
    void shufflingKeysAndUnorderedListsKeepsTheHash() throws IOException {
        JsonNode acme = JSON.readTree(PolicyTexts.text("acme.json"));
        String hash = PolicyTexts.acme(PolicyFormat.YAML).orThrow().hash();
        for (long seed = 0; seed < 150; seed++) {
            String shuffled =
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shuffled(acme, new Random(seed)));
            PolicyReading asJson = PolicyTexts.json(shuffled);
            PolicyReading asYaml = PolicyTexts.yaml(shuffled.replace("\t", "  "));
            assertThat(asJson.orThrow().hash()).as("seed %d", seed).isEqualTo(hash);
            assertThat(asYaml.orThrow().hash()).as("seed %d", seed).isEqualTo(hash);
        }
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
            Collections.shuffle(fields, random);
            ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
            fields.forEach(f -> shuffled.set(f.getKey(), shuffled(f.getValue(), random)));
            return shuffled;
        } else if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(i -> items.add(shuffled(i, random)));
            Collections.shuffle(items, random);
            ArrayNode shuffled = JsonNodeFactory.instance.arrayNode();
            return shuffled.addAll(items);
        }
        return node;
    }

    @Test
    @Timeout(120)
    void aMutatedDocumentGivesAPolicyOrProblemsAndNeverThrows() {
        for (PolicyFormat format : PolicyFormat.values()) {
            String acme = PolicyTexts.text(format == PolicyFormat.YAML ? "acme.yaml" : "acme.json");
            for (long seed = 0; seed < 1_500; seed++) {
                String mutated = mutated(acme, new Random(seed));
                assertThatCode(() -> readAndCheck(mutated, format))
                        .as("%s, seed %d: %s", format, seed, mutated)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void readAndCheck(String text, PolicyFormat format) {
        PolicyReading reading = PolicyLoader.read(text, format, "mutated");
        boolean failed = reading.problems().stream().anyMatch(Problem::isError);
        assertThat(reading.policy().isPresent()).isEqualTo(!failed);
        assertThat(reading.problems()).isSortedAccordingTo(Problem.BY_PLACE);
        assertThat(reading.problems())
                .allSatisfy(
                        p -> assertThat(p.toString()).doesNotContain("\u0000").doesNotContain("\n"));
        PolicyLint lint = PolicyLint.of(reading);
        lint.calendar(LocalDate.of(2026, 11, 24));
        lint.people(List.of(), LocalDate.of(2026, 11, 24));
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> mutated.delete(at, to);
                case 1 -> mutated.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 2 -> mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, to));
                case 3 -> mutated.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                default -> swapLines(mutated, random);
            }
        }
        return mutated.toString();
    }

    private static void swapLines(StringBuilder text, Random random) {
        List<String> lines = new ArrayList<>(text.toString().lines().toList());
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        text.replace(0, text.length(), String.join("\n", lines));
    }

    @Test
    void aKeyWithNothingBehindItIsNeverADefault() throws IOException {
        JsonNode acme = JSON.readTree(PolicyTexts.text("acme.json"));
        for (String pointer : pointers(acme, "")) {
            JsonNode changed = acme.deepCopy();
            int cut = pointer.lastIndexOf('/');
            JsonNode parent = changed.at(pointer.substring(0, cut));
            if (parent instanceof ObjectNode object) {
                object.putNull(pointer.substring(cut + 1));
            } else {
                ((ArrayNode) parent).setNull(Integer.parseInt(pointer.substring(cut + 1)));
            }
            assertThat(PolicyTexts.json(JSON.writeValueAsString(changed)).policy())
                    .as(pointer)
                    .isEmpty();
        }
    }

    private static List<String> pointers(JsonNode node, String at) {
        List<String> pointers = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(f -> pointers.addAll(pointers(f.getValue(), at + "/" + f.getKey())));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.addAll(pointers(node.get(i), at + "/" + i));
        }
        if (!at.isEmpty()) {
            pointers.add(at);
        }
        return pointers;
    }
}
