// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.internal.CanonicalJson;
import io.tenantry.internal.json.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An object of the JSON that a store keeps. A field that is missing is a fault of the store's content. */
final class Json {
    private final JsonNode node;

    Json() {
        this(JsonNode.object());
    }

    private Json(JsonNode node) {
        this.node = node;
    }

    /** Reads an object. */
    static Json of(String text) {
        try {
            return of(JsonNode.read(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static Json of(JsonNode node) {
        if (node.isObject()) {
            return new Json(node);
        }
        throw new IllegalArgumentException("not an object");
    }

    Json put(String key, String value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, long value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, boolean value) {
        node.put(key, value);
        return this;
    }

    Json put(String key, Instant value) {
        return put(key, value.toString());
    }

    Json put(String key, Json value) {
        node.set(key, value.node);
        return this;
    }

    /** Sets a field if there is a value. */
    Json put(String key, Optional<String> value) {
        value.ifPresent(v -> put(key, v));
        return this;
    }

    /** Sets a field to texts, in this order. */
    Json putAll(String key, Stream<String> values) {
        JsonNode array = node.putArray(key);
        values.forEach(array::add);
        return this;
    }

    /** Sets a field to objects, in this order. */
    Json putEach(String key, Collection<Json> values) {
        JsonNode array = node.putArray(key);
        values.forEach(v -> array.add(v.node));
        return this;
    }

    String text(String key) {
        return field(key).asText();
    }

    long number(String key) {
        return field(key).asLong();
    }

    boolean flag(String key) {
        return field(key).asBoolean();
    }

    Instant instant(String key) {
        return Instant.parse(text(key));
    }

    Optional<String> optional(String key) {
        return node.has(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
    }

    Json object(String key) {
        return of(field(key));
    }

    /** Returns the texts of a field. */
    <T> List<T> texts(String key, Function<String, T> as) {
        return elements(key).map(JsonNode::asText).map(as).toList();
    }

    /** Returns the objects of a field. */
    <T> List<T> objects(String key, Function<Json, T> as) {
        return elements(key).map(Json::of).map(as).toList();
    }

    /** Returns the names of the fields. */
    List<String> keys() {
        return new ArrayList<>(node.names());
    }

    private Stream<JsonNode> elements(String key) {
        return StreamSupport.stream(field(key).spliterator(), false);
    }

    private JsonNode field(String key) {
        JsonNode field = node.path(key);
        if (field.isMissing() || field.isNull()) {
            throw new IllegalArgumentException("no field " + key);
        }
        return field;
    }

    /** Returns it in canonical form. Lists hold objects alone. */
    CanonicalJson canonical() {
        CanonicalJson canonical = new CanonicalJson();
        keys().forEach(key -> {
            JsonNode field = field(key);
            if (field.isObject()) {
                canonical.put(key, object(key).canonical());
            } else if (field.isArray()) {
                canonical.put(key, objects(key, Json::canonical));
            } else if (field.isNumber()) {
                canonical.put(key, field.asLong());
            } else {
                canonical.put(key, field.asText());
            }
        });
        return canonical;
    }

    /** Returns the object as text that every database keeps as it is. */
    @Override
    public String toString() {
        return CanonicalJson.encodable(node.toString());
    }
}
