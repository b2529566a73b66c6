// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of JSON: an object, an array, a text, a number, a boolean, null, or what is missing. Objects keep the order of
 * their fields and can be added to; not safe for use by several threads while they are.
 */
public final class JsonNode implements Iterable<JsonNode> {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNode NULL = new JsonNode(Nothing.NULL);
    private static final JsonNode MISSING = new JsonNode(Nothing.MISSING);

    private enum Nothing {
        NULL,
        MISSING
    }

    // A map, a list, a text, a number, a boolean, or nothing.
    private final Object value;

    private JsonNode(Object value) {
        this.value = value;
    }

    /** Returns a new object without fields. */
    public static JsonNode object() {
        return new JsonNode(new LinkedHashMap<String, JsonNode>());
    }

    private static JsonNode array() {
        return new JsonNode(new ArrayList<JsonNode>());
    }

    /**
     * Reads a text that holds one value; one that holds none is missing.
     *
     * @throws JsonProcessingException if it is not JSON, names a field twice, or goes on behind the value
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return MISSING;
            }
            JsonNode read = read(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something stands behind the value");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new JsonNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNode(parser.getNumberValue());
            case VALUE_TRUE, VALUE_FALSE -> new JsonNode(parser.getBooleanValue());
            default -> NULL;
        };
    }

    private static JsonNode fields(JsonParser parser) throws IOException {
        JsonNode object = object();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, read(parser));
        }
        return object;
    }

    private static JsonNode items(JsonParser parser) throws IOException {
        JsonNode array = array();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }

    @SuppressWarnings("unchecked")
    private Map<String, JsonNode> fields() {
        return value instanceof Map<?, ?> map ? (Map<String, JsonNode>) map : Map.of();
    }

    @SuppressWarnings("unchecked")
    private List<JsonNode> items() {
        return value instanceof List<?> list ? (List<JsonNode>) list : List.of();
    }

    /** Sets a field of an object. */
    public JsonNode set(String name, JsonNode node) {
        fields().put(name, node);
        return this;
    }

    /** Sets a field of an object to a text. */
    public JsonNode put(String name, String text) {
        return set(name, new JsonNode(text));
    }

    /** Sets a field of an object to a number. */
    public JsonNode put(String name, long number) {
        return set(name, new JsonNode(number));
    }

    /** Sets a field of an object to a boolean. */
    public JsonNode put(String name, boolean flag) {
        return set(name, new JsonNode(flag));
    }

    /** Sets a field of an object to a new object, and returns that. */
    public JsonNode putObject(String name) {
        JsonNode object = object();
        set(name, object);
        return object;
    }

    /** Sets a field of an object to a new array, and returns that. */
    public JsonNode putArray(String name) {
        JsonNode array = array();
        set(name, array);
        return array;
    }

    /** Removes a field of an object, if it is there. */
    public void remove(String name) {
        fields().remove(name);
    }

    /** Adds a value to an array. */
    public JsonNode add(JsonNode node) {
        items().add(node);
        return this;
    }

    /** Adds a text to an array. */
    public JsonNode add(String text) {
        return add(new JsonNode(text));
    }

    /** Adds a new object to an array, and returns that. */
    public JsonNode addObject() {
        JsonNode object = object();
        add(object);
        return object;
    }

    /** Returns a field of an object; of anything else, and where there is none, what is missing. */
    public JsonNode path(String name) {
        return fields().getOrDefault(name, MISSING);
    }

    /** Returns an item of an array; of anything else, and where there is none, what is missing. */
    public JsonNode path(int index) {
        return index >= 0 && index < items().size() ? items().get(index) : MISSING;
    }

    /** Returns whether an object has this field. */
    public boolean has(String name) {
        return fields().containsKey(name);
    }

    /** Returns the names of the fields of an object, in their order. */
    public Set<String> names() {
        return fields().keySet();
    }

    /** Returns the fields of an object, in their order. */
    public Set<Map.Entry<String, JsonNode>> properties() {
        return fields().entrySet();
    }

    /** Returns the items of an array, or the values of an object. */
    @Override
    public Iterator<JsonNode> iterator() {
        return isObject() ? fields().values().iterator() : items().iterator();
    }

    /** Returns how many items an array, or fields an object has. */
    public int size() {
        return fields().size() + items().size();
    }

    /** Returns whether it has no items and no fields. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Returns whether it is an object. */
    public boolean isObject() {
        return value instanceof Map;
    }

    /** Returns whether it is an array. */
    public boolean isArray() {
        return value instanceof List;
    }

    /** Returns whether it is a text. */
    public boolean isTextual() {
        return value instanceof String;
    }

    /** Returns whether it is a number. */
    public boolean isNumber() {
        return value instanceof Number;
    }

    /** Returns whether it is null. */
    public boolean isNull() {
        return value == Nothing.NULL;
    }

    /** Returns whether there is no value. */
    public boolean isMissing() {
        return value == Nothing.MISSING;
    }

    /** Returns a text, a number or a boolean as text, null as {@code null}, and of anything else an empty text. */
    public String asText() {
        return isMissing() || isObject() || isArray() ? "" : scalar();
    }

    private String scalar() {
        return isNull() ? "null" : value.toString();
    }

    /** Returns a number, or 0. */
    public long asLong() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Returns a number, or 0. */
    public int asInt() {
        return value instanceof Number number ? number.intValue() : 0;
    }

    /** Returns a boolean, or false. */
    public boolean asBoolean() {
        return Boolean.TRUE.equals(value);
    }

    /** Returns a copy that shares nothing. */
    public JsonNode copy() {
        JsonNode copy = isObject() ? object() : isArray() ? array() : this;
        fields().forEach((name, node) -> copy.fields().put(name, node.copy()));
        items().forEach(node -> copy.items().add(node.copy()));
        return copy;
    }

    /** Returns it as text with line breaks and indentation. */
    public String pretty() {
        return written(new DefaultPrettyPrinter());
    }

    /** Returns it as text without white space. */
    @Override
    public String toString() {
        return written(null);
    }

    private String written(@Nullable PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            if (printer != null) {
                generator.setPrettyPrinter(printer);
            }
            write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator generator) throws IOException {
        if (isObject()) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> field : properties()) {
                generator.writeFieldName(field.getKey());
                field.getValue().write(generator);
            }
            generator.writeEndObject();
        } else if (isArray()) {
            generator.writeStartArray();
            for (JsonNode item : items()) {
                item.write(generator);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else {
            generator.writeRawValue(scalar());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNode node && value.equals(node.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
