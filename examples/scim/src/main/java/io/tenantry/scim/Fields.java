// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of an object by name, where upper and lower case count as equal, as SCIM asks for. */
final class Fields {
    private Fields() {}

    /** Returns the value of a field; a missing node if there is none. */
    static JsonNode get(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        return spelling(object, name).map(object::path).orElse(MissingNode.getInstance());
    }

    /** Returns how the object spells the name of a field. */
    static Optional<String> spelling(JsonNode object, String name) {
        if (object.has(name)) {
            return Optional.of(name);
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return Optional.of(field.getKey());
            }
        }
        return Optional.empty();
    }

    /** Sets a field, in the spelling that the object has for it. */
    static void set(ObjectNode object, String name, JsonNode value) {
        object.set(spelling(object, name).orElse(name), value);
    }

    static void remove(ObjectNode object, String name) {
        spelling(object, name).ifPresent(object::remove);
    }

    /** Returns whether a value says nothing: absent, null, an empty text, list or object. */
    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isContainerNode() && value.isEmpty());
    }
}
