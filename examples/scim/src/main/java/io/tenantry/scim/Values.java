// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a value that a provider sent into the form that its schema has for it. Providers send booleans as texts, one
 * value where a list is due, a manager as a bare id, and JSON packed into a text. Null stands for no value.
 */
final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Lists whose values Entra ID packs into a text. */
    private static final Set<String> PACKED = Set.of("roles", "entitlements");

    private Values() {}

    /**
     * Returns the value in the form of the schema, with what is empty in it left out.
     *
     * @param words what messages call the attribute
     * @throws RefusedRequest if it has no such form
     */
    static JsonNode of(Attribute attribute, String words, JsonNode sent) {
        return attribute.many() ? list(attribute, words, sent) : one(attribute, words, sent);
    }

    private static JsonNode one(Attribute attribute, String words, JsonNode sent) {
        if (sent.isArray()) {
            return switch (sent.size()) {
                case 0 -> NullNode.getInstance();
                case 1 -> one(attribute, words, sent.get(0));
                default -> throw RefusedRequest.value(words + " has one value, and several were sent");
            };
        }
        if (sent.isNull() || sent.isMissingNode()) {
            return NullNode.getInstance();
        }
        return switch (attribute.type()) {
            case TEXT -> text(words, sent);
            case BOOLEAN -> truth(words, sent);
            case COMPLEX -> complex(attribute, words, sent);
        };
    }

    private static JsonNode text(String words, JsonNode sent) {
        if (sent.isObject()) {
            throw RefusedRequest.value(words + " is a text, and an object was sent");
        }
        return sent.isTextual() ? sent : TextNode.valueOf(sent.asText());
    }

    private static JsonNode truth(String words, JsonNode sent) {
        if (sent.isBoolean()) {
            return sent;
        }
        String text = sent.isTextual() ? sent.asText().strip() : "";
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
        }
        throw RefusedRequest.value(words + " is true or false, and something else was sent");
    }

    private static JsonNode complex(Attribute attribute, String words, JsonNode sent) {
        if (sent instanceof ObjectNode object) {
            return parts(attribute, words, object);
        }
        if (attribute.part("value").isEmpty()) {
            throw RefusedRequest.value(words + " is an object, and something else was sent");
        }
        JsonNode value = text(words, sent);
        return value.asText().isEmpty()
                ? NullNode.getInstance()
                : JSON.objectNode().set("value", value);
    }

    /** Returns an object with the names of the schema; what the schema does not know stays as it is. */
    private static JsonNode parts(Attribute attribute, String words, ObjectNode sent) {
        ObjectNode parts = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : sent.properties()) {
            Optional<Attribute> part = attribute.part(field.getKey());
            JsonNode value = part.map(known -> of(known, words + "." + known.name(), field.getValue()))
                    .orElse(field.getValue());
            String name = part.map(Attribute::name).orElse(field.getKey());
            if (parts.has(name)) {
                throw RefusedRequest.value(words + "." + name + " was sent twice");
            }
            if (!Fields.isEmpty(value)) {
                parts.set(name, value);
            }
        }
        return parts.isEmpty() ? NullNode.getInstance() : parts;
    }

    private static JsonNode list(Attribute attribute, String words, JsonNode sent) {
        ArrayNode list = JSON.arrayNode();
        for (JsonNode element : sent.isArray() ? sent : JSON.arrayNode().add(sent)) {
            JsonNode unpacked = unpacked(attribute, words, element);
            for (JsonNode value :
                    unpacked.isArray() ? unpacked : JSON.arrayNode().add(unpacked)) {
                JsonNode formed =
                        element(attribute, words, element.isTextual() ? renamed(attribute, words, value) : value);
                if (!formed.isNull()) {
                    list.add(formed);
                }
            }
        }
        return list.isEmpty() ? NullNode.getInstance() : list;
    }

    private static JsonNode element(Attribute attribute, String words, JsonNode sent) {
        if (sent.isArray()) {
            throw RefusedRequest.value(words + " is a list, and a list of lists was sent");
        }
        JsonNode formed = one(attribute, words, sent);
        if (formed instanceof ObjectNode object) {
            unpack(attribute, words, object);
        }
        return formed;
    }

    /** Takes apart what a provider packed into the value of an element. */
    static void unpack(Attribute attribute, String words, ObjectNode element) {
        if (unpacked(attribute, words, element.path("value")) instanceof ObjectNode packed
                && renamed(attribute, words, packed) instanceof ObjectNode role) {
            element.remove("value");
            element.setAll(role);
        }
    }

    /** A packed role says {@code displayName} where a role has {@code display}, and has an id of its own. */
    private static JsonNode renamed(Attribute attribute, String words, JsonNode packed) {
        if (!(packed instanceof ObjectNode object)) {
            return packed;
        }
        ObjectNode role = object.deepCopy();
        JsonNode id = role.remove("id");
        JsonNode displayName = role.remove("displayName");
        if (id != null && Fields.isEmpty(Fields.get(role, "value"))) {
            Fields.set(role, "value", id);
        }
        if (displayName != null && Fields.isEmpty(Fields.get(role, "display"))) {
            Fields.set(role, "display", displayName);
        }
        return one(attribute, words, role);
    }

    private static JsonNode unpacked(Attribute attribute, String words, JsonNode sent) {
        String text = sent.isTextual() ? sent.textValue().strip() : "";
        if (!PACKED.contains(attribute.name()) || !(text.startsWith("{") || text.startsWith("["))) {
            return sent;
        }
        try {
            return SentJson.packed(text);
        } catch (JsonProcessingException e) {
            throw RefusedRequest.value(words + " looks like packed JSON and cannot be read");
        }
    }
}
