// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema says of one attribute. Immutable.
 *
 * @param schema the schema that it belongs to
 * @param name its name as the schema spells it
 * @param type what its values are
 * @param many whether it has several values
 * @param readOnly whether only the service sets it
 * @param exact whether upper and lower case count as different
 * @param parts its own attributes, by their names in small letters
 */
record Attribute(
        String schema,
        String name,
        Type type,
        boolean many,
        boolean readOnly,
        boolean exact,
        Map<String, Attribute> parts) {
    /** What the values of an attribute are. */
    enum Type {
        TEXT,
        BOOLEAN,
        COMPLEX
    }

    static Attribute of(String schema, JsonNode definition) {
        return new Attribute(
                schema,
                definition.path("name").asText(),
                type(definition.path("type").asText()),
                definition.path("multiValued").asBoolean(),
                definition.path("mutability").asText().equals("readOnly"),
                definition.path("caseExact").asBoolean(),
                all(schema, definition.path("subAttributes")));
    }

    /** Returns the attributes of a list, by their names in small letters. */
    static Map<String, Attribute> all(String schema, JsonNode definitions) {
        Map<String, Attribute> all = new LinkedHashMap<>();
        definitions.forEach(definition -> {
            Attribute attribute = of(schema, definition);
            all.put(attribute.name.toLowerCase(Locale.ROOT), attribute);
        });
        return all;
    }

    private static Type type(String name) {
        return switch (name) {
            case "boolean" -> Type.BOOLEAN;
            case "complex" -> Type.COMPLEX;
            default -> Type.TEXT;
        };
    }

    Optional<Attribute> part(String partName) {
        return Optional.ofNullable(parts.get(partName.toLowerCase(Locale.ROOT)));
    }
}
