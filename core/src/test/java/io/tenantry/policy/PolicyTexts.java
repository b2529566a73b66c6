// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Documents for the tests of this package. */
final class PolicyTexts {
    private PolicyTexts() {}

    static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(PolicyTexts.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PolicyReading acme(PolicyFormat format) {
        String extension = format.name().toLowerCase(Locale.ROOT);
        return PolicyLoader.read(text("acme." + extension), format, "policy." + extension);
    }

    static PolicyReading yaml(String text) {
        return PolicyLoader.read(text, PolicyFormat.YAML, "policy.yaml");
    }

    static PolicyReading json(String text) {
        return PolicyLoader.read(text, PolicyFormat.JSON, "policy.json");
    }

    /** A document of these tenants and nothing else. */
    static String ofTenants(String... tenants) {
        return "apiVersion: tenantry/v1\norganization: acme\ntenants:\n" + String.join("", tenants);
    }

    /** A tenant in eight lines with a rule in flow form. */
    static String tenant(String id, String division, String match, String group) {
        return """
                  - id: %s
                    name: Tenant %s
                    division: { name: "%s" }
                    match: %s
                    profiles:
                      - id: agent
                        genesysGroup: %s
                        roles: [Agent]
                """.formatted(id, id, division, match, group);
    }

    /** A document as JSON has it, for a schema to judge. */
    static JsonNode tree(String yaml) {
        Problems problems = new Problems("document");
        JsonNode tree = tree(new DocumentReader(problems)
                .read(yaml, PolicyFormat.YAML)
                .orElseThrow(() -> new PolicyException(problems.sorted())));
        assertThat(problems.sorted()).isEmpty();
        return tree;
    }

    private static JsonNode tree(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof Node.Fields fields) {
            ObjectNode object = json.objectNode();
            fields.of().forEach(f -> object.set(f.key(), tree(f.value())));
            return object;
        }
        if (node instanceof Node.Items items) {
            return json.arrayNode()
                    .addAll(items.of().stream().map(PolicyTexts::tree).toList());
        }
        return scalar((Node.Scalar) node, json);
    }

    private static JsonNode scalar(Node.Scalar scalar, JsonNodeFactory json) {
        return switch (scalar.kind()) {
            case TEXT -> json.textNode(scalar.text());
            case NUMBER -> json.numberNode(new BigDecimal(scalar.text()));
            case BOOLEAN -> json.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> json.nullNode();
        };
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.place().line() + ":" + p.place().column() + " "
                        + p.code().key() + " " + p.place().path())
                .toList();
    }
}
