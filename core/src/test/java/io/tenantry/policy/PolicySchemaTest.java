// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicySchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = PolicySchema.text();

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);

    @ParameterizedTest
    @EnumSource(Keys.class)
    void knowsExactlyTheKeysThatTheLoaderKnows(Keys keys) throws IOException {
        JsonNode definition = JSON.readTree(SCHEMA).at("/$defs/" + keys.definition);
        Set<String> inSchema = new TreeSet<>();
        definition.at("/properties").fieldNames().forEachRemaining(inSchema::add);
        boolean ofMapping = Keys.OF_MAPPING.contains(keys);
        assertThat(inSchema).containsExactlyInAnyOrderElementsOf(ofMapping ? List.of() : keys.names);
        assertThat(definition.at("/additionalProperties").asBoolean(true)).isEqualTo(ofMapping);
    }

    @Test
    void describesEveryKey() throws IOException {
        for (JsonNode definition : JSON.readTree(SCHEMA).at("/$defs")) {
            definition
                    .at("/properties")
                    .properties()
                    .forEach(p -> assertThat(p.getValue().has("description")
                                    || p.getValue().has("$ref"))
                            .as(p.getKey())
                            .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.yaml", "acme.json"})
    void acceptsTheExamples(String name) throws IOException {
        JsonNode document = PolicyTexts.tree(PolicyTexts.text(name));
        assertThat(schema.validate(document)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tenants/0/division/name:\"*\"",
                "/tenants/0/division/name:\"Home\"",
                "/tenants/0/division/id:\"*\"",
                "/tenants/0/profiles/0/roles/0:\"*\"",
                "/tenants/0/match:{}",
                "/tenants/0/match:{\"any\": []}",
                "/tenants/0/match:{\"sourceGroup\": \"A\", \"equals\": \"b\"}",
                "/tenants/0/match:{\"attribute\": \"A\"}",
                "/tenants/0/match:{\"attribute\": \"A\", \"sourceGroup\": \"B\"}",
                "/tenants/0/match:{\"attribute\": \"A\", \"equals\": \"a\", \"in\": [\"b\"]}",
                "/defaults:{\"leaver\": \"delete\"}",
                "/tenants/0/state:\"gone\"",
                "/defaults:{\"limits\": {\"grants\": {\"percent\": 100}}}",
                "/apiVersion:\"tenantry/v2\"",
                "/jointAgents/0/until:\"31.12.2027\"",
                "/jointAgents/0/tenants:[\"retail\"]",
                "/organisation:\"x\"",
                "/sharedDivisions/0:{\"id\": \"1\"}",
                "/accepted/0/holder:{}",
                "/accepted/0/holder:{\"group\": \"A\", \"account\": \"b\"}",
                "/accepted/0/holder:{\"client\": \"A\"}",
                "/accepted/0/in:\"somewhere\"",
                "/accepted/0/in:{\"tenants\": [\"retail\"], \"divisions\": [\"x\"]}",
                "/accepted/0/roles:[]",
                "/accepted/1/members:{\"max\": 0}",
                "/outside:\"ACME Holding\"",
                "/outside:{\"attribute\": \"companyName\"}",
                "/outside:{}",
            })
    void refusesWhatTheLoaderRefuses(String change) throws IOException {
        int colon = change.indexOf(':');
        JsonNode document = JSON.readTree(PolicyTexts.text("acme.json"));
        set(document, change.substring(0, colon), JSON.readTree(change.substring(colon + 1)));
        assertThat(schema.validate(document)).isNotEmpty();
        assertThat(PolicyTexts.json(document.toString()).policy()).isEmpty();
    }

    @Test
    void neverRefusesWhatTheLoaderAccepts() throws IOException {
        JsonNode acme = JSON.readTree(PolicyTexts.text("acme.json"));
        int refused = 0;
        for (long seed = 0; seed < 500; seed++) {
            JsonNode document = acme.deepCopy();
            Random random = new Random(seed);
            for (int i = random.nextInt(2); i >= 0; i--) {
                mutate(document, random);
            }
            boolean refusedBySchema = !schema.validate(document).isEmpty();
            refused += refusedBySchema ? 1 : 0;
            if (PolicyTexts.json(document.toString()).policy().isPresent()) {
                assertThat(refusedBySchema).as("seed %d: %s", seed, document).isFalse();
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    private static void set(JsonNode document, String pointer, JsonNode value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, cut));
        String key = pointer.substring(cut + 1);
        if (parent instanceof ObjectNode object) {
            object.set(key, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(key), value);
        }
    }

    private static void mutate(JsonNode document, Random random) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        collect(document, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        if (keys.isEmpty()) {
            return;
        }
        String key = keys.get(random.nextInt(keys.size()));
        List<String> values =
                List.of("\"x\"", "1", "101", "-1", "1.5", "true", "null", "[]", "{}", "[\"x\"]", "\"\"", "\" \"");
        switch (random.nextInt(3)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key, JSON.readTree(values.get(random.nextInt(values.size()))));
            default -> object.set(key + "x", object.remove(key));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }
}
