// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Fold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The document of a resource while a request changes it, in the names and forms of the schemas. What no schema
 * describes is kept as it was sent, so that the provider finds it again and a policy can use it. Not thread-safe.
 */
final class Draft {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What this service says itself. Providers send it back; it is passed over unless a request tries to change it. */
    private static final Set<String> OURS = Set.of("id", "meta", "groups", "schemas");

    /** What a document may not be without, once it is there. */
    private static final Set<String> NEEDED = Set.of("userName", "active");

    private final Kind kind;
    private final String id;
    private final ObjectNode document;

    /**
     * Begins a draft.
     *
     * @param id of the resource; empty if it has none yet
     * @param document is changed
     */
    Draft(Kind kind, String id, ObjectNode document) {
        this.kind = kind;
        this.id = id;
        this.document = document;
    }

    /** Returns the document of a resource as a request to create or replace it has it. */
    static ObjectNode whole(Kind kind, String id, ObjectNode sent) {
        Draft draft = new Draft(kind, id, JSON.objectNode());
        ObjectNode said = sent.deepCopy();
        said.properties().removeIf(field -> field.getValue().isNull());
        draft.fields(said, false);
        return draft.document;
    }

    /** Changes several attributes at once, each key being a path. */
    void fields(ObjectNode values, boolean replace) {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            AttributePath path =
                    AttributePath.of(kind, field.getKey(), field.getValue().isObject());
            if (path.filter().isEmpty() && !seen.add(path.key())) {
                throw RefusedRequest.value(path.words() + " was sent twice");
            }
            if (!(path.schema().isEmpty() && OURS.contains(path.name())) || path.is("id")) {
                set(path, field.getValue(), replace);
            }
        }
    }

    /**
     * Sets an attribute, or adds to a list.
     *
     * @param replace whether the values of a list are replaced
     */
    void set(AttributePath path, JsonNode sent, boolean replace) {
        if (isOurs(path, sent)) {
            return;
        }
        if (path.name().isEmpty()) {
            extension(path.schema(), sent, replace);
            return;
        }
        Optional<Attribute> attribute = path.attribute(kind);
        if (path.filter().isPresent()) {
            matching(path, attribute, sent);
        } else if (!path.part().isEmpty()) {
            part(path, attribute, sent);
        } else if (attribute.isPresent()) {
            known(path, attribute.get(), Values.of(attribute.get(), path.words(), sent), replace);
        } else {
            unknown(path, sent, replace);
        }
    }

    /** Passes over what this service says itself, if it is sent as it is. */
    private boolean isOurs(AttributePath path, JsonNode sent) {
        if (!path.schema().isEmpty() || !OURS.contains(path.name())) {
            return path.is("password");
        }
        if (path.name().equals("schemas")
                || (path.is("id") && (id.isEmpty() || sent.asText().equalsIgnoreCase(id)))) {
            return true;
        }
        throw RefusedRequest.readOnly(path.name() + " is set by this service; leave it out");
    }

    private void extension(String schema, JsonNode sent, boolean replace) {
        if (sent.isNull()) {
            Fields.remove(document, schema);
            return;
        }
        if (!(sent instanceof ObjectNode object)) {
            throw RefusedRequest.value(schema + " is an object, and something else was sent");
        }
        boolean published = Schemas.extensions(kind).contains(schema);
        object.properties().forEach(field -> {
            String name = field.getKey();
            AttributePath path = published
                    ? AttributePath.within(kind, schema, name)
                    : new AttributePath(schema, name, Optional.empty(), "");
            set(path, field.getValue(), replace);
        });
    }

    private void known(AttributePath path, Attribute attribute, JsonNode value, boolean replace) {
        if (value.isNull()) {
            if (!attribute.many() || replace) {
                remove(path, MissingNode.getInstance());
            }
            return;
        }
        ObjectNode holder = holder(path.schema());
        JsonNode before = Fields.get(holder, path.name());
        if (attribute.many() && !replace && before instanceof ArrayNode list) {
            value.forEach(element -> append(list, element));
        } else if (attribute.many()) {
            ArrayNode list = JSON.arrayNode();
            value.forEach(element -> append(list, element));
            put(holder, path.name(), list);
        } else if (before instanceof ObjectNode object && value instanceof ObjectNode parts) {
            object.setAll(parts);
        } else {
            put(holder, path.name(), value);
        }
    }

    private void unknown(AttributePath path, JsonNode sent, boolean replace) {
        ObjectNode holder = holder(path.schema());
        if (sent.isNull()) {
            Fields.remove(holder, path.name());
            tidy(path.schema());
        } else if (!replace && sent.isArray() && Fields.get(holder, path.name()) instanceof ArrayNode list) {
            sent.forEach(element -> append(list, element));
        } else {
            put(holder, path.name(), sent);
        }
    }

    /** Adds a value to a list, unless it is there; of one that is there the rest of what was sent is taken. */
    private static void append(ArrayNode list, JsonNode element) {
        if (element.path("primary").asBoolean()) {
            list.forEach(other -> {
                if (other instanceof ObjectNode object) {
                    object.remove("primary");
                }
            });
        }
        for (JsonNode present : list) {
            if (present instanceof ObjectNode object && element instanceof ObjectNode more && same(object, more)) {
                object.setAll(more);
                return;
            }
            if (present.equals(element)) {
                return;
            }
        }
        if (list.size() == Limits.MOST_VALUES) {
            throw RefusedRequest.value("an attribute has more than " + Limits.MOST_VALUES + " values; send fewer");
        }
        list.add(element);
    }

    /** Each name is looked for among all, so there cannot be any number of them. */
    private static void put(ObjectNode object, String name, JsonNode value) {
        if (object.size() == Limits.MOST_VALUES) {
            throw RefusedRequest.value("there are more than " + Limits.MOST_VALUES + " attributes; send fewer");
        }
        Fields.set(object, name, value);
    }

    private static boolean same(ObjectNode one, ObjectNode other) {
        return one.hasNonNull("value")
                && Fold.same(one.path("value").asText(), other.path("value").asText())
                && Fold.same(one.path("type").asText(), other.path("type").asText())
                && Fold.same(
                        one.path("authority").asText(), other.path("authority").asText());
    }

    private void part(AttributePath path, Optional<Attribute> attribute, JsonNode sent) {
        JsonNode present = Fields.get(holder(path.schema()), path.name());
        if (attribute.map(Attribute::many).orElse(present.isArray())) {
            throw RefusedRequest.path(path.words() + " is part of a list; say of which value, as in " + path.name()
                    + "[type eq \"work\"]." + path.part());
        }
        if (attribute.map(known -> known.type() != Attribute.Type.COMPLEX).orElse(false)
                || !(present.isMissingNode() || present.isNull() || present.isObject())) {
            throw RefusedRequest.path(path.name() + " has no parts");
        }
        JsonNode value = partValue(path, attribute, sent);
        if (Fields.isEmpty(value)) {
            remove(path, MissingNode.getInstance());
            return;
        }
        ObjectNode object = present instanceof ObjectNode there ? there : JSON.objectNode();
        Fields.set(object, path.part(), value);
        put(holder(path.schema()), path.name(), object);
    }

    private static JsonNode partValue(AttributePath path, Optional<Attribute> attribute, JsonNode sent) {
        return attribute
                .flatMap(known -> known.part(path.part()))
                .map(part -> Values.of(part, path.words(), sent))
                .orElse(sent);
    }

    /** Changes those values of a list that a filter means; a new one is made if there is none. */
    private void matching(AttributePath path, Optional<Attribute> attribute, JsonNode sent) {
        JsonNode value = path.part().isEmpty() ? elementValue(path, attribute, sent) : partValue(path, attribute, sent);
        if (Fields.isEmpty(value)) {
            remove(path, MissingNode.getInstance());
            return;
        }
        List<ObjectNode> elements = elements(path);
        if (elements.isEmpty()) {
            elements = List.of(made(path, attribute));
        }
        for (ObjectNode element : elements) {
            if (path.part().isEmpty()) {
                element.setAll((ObjectNode) value);
            } else {
                Fields.set(element, path.part(), value);
                attribute.ifPresent(known -> Values.unpack(known, path.words(), element));
            }
        }
    }

    private static JsonNode elementValue(AttributePath path, Optional<Attribute> attribute, JsonNode sent) {
        JsonNode list = attribute
                .map(known -> Values.of(known, path.words(), sent))
                .orElseGet(() -> sent.isArray() ? sent : JSON.arrayNode().add(sent));
        JsonNode only = list.isArray() && list.size() == 1 ? list.get(0) : list;
        if (Fields.isEmpty(only)) {
            return MissingNode.getInstance();
        }
        if (!only.isObject()) {
            throw RefusedRequest.value(path.words() + "[…] is one object, and something else was sent");
        }
        return only;
    }

    private List<ObjectNode> elements(AttributePath path) {
        Filter filter = path.filter().orElseThrow();
        List<ObjectNode> elements = new ArrayList<>();
        Fields.get(present(path.schema()), path.name()).forEach(element -> {
            if (element instanceof ObjectNode object && filter.holds(object)) {
                elements.add(object);
            }
        });
        return elements;
    }

    /** Makes a value that fulfils the filter. */
    private ObjectNode made(AttributePath path, Optional<Attribute> attribute) {
        Map<String, String> parts = new TreeMap<>(path.filter()
                .flatMap(Filter::equalities)
                .orElseThrow(() -> RefusedRequest.noTarget("no value of " + path.name() + " is meant by the filter")));
        ObjectNode element = JSON.objectNode();
        parts.values().removeIf(String::isEmpty);
        parts.forEach((name, text) -> element.set(
                name,
                attribute
                        .flatMap(known -> known.part(name))
                        .map(part -> Values.of(part, path.name() + "." + name, JSON.textNode(text)))
                        .orElse(JSON.textNode(text))));
        ObjectNode holder = holder(path.schema());
        JsonNode present = Fields.get(holder, path.name());
        if (attribute.map(known -> !known.many()).orElse(false) || !(present.isArray() || present.isMissingNode())) {
            throw RefusedRequest.path(path.name() + " is no list, so a filter means nothing");
        }
        ArrayNode list = present instanceof ArrayNode there ? there : JSON.arrayNode();
        list.add(element);
        put(holder, path.name(), list);
        return element;
    }

    /**
     * Removes an attribute, or some of its values.
     *
     * @param values those of a list that go; missing for all
     */
    void remove(AttributePath path, JsonNode values) {
        if (path.schema().isEmpty() && OURS.contains(path.name())) {
            throw RefusedRequest.readOnly(path.name() + " is set by this service and cannot be removed");
        }
        if (path.schema().isEmpty() && (NEEDED.contains(path.name()) || path.is(kind.nameAttribute()))) {
            throw RefusedRequest.value(path.name() + " needs a value; send one");
        }
        ObjectNode holder = present(path.schema());
        if (path.name().isEmpty()) {
            Fields.remove(document, path.schema());
        } else if (path.filter().isPresent()) {
            removeMatching(path, holder);
        } else if (!path.part().isEmpty()) {
            if (Fields.get(holder, path.name()) instanceof ObjectNode object) {
                Fields.remove(object, path.part());
            }
        } else if (Fields.get(holder, path.name()) instanceof ArrayNode list && !Fields.isEmpty(values)) {
            removeValues(path, list, values);
        } else {
            Fields.remove(holder, path.name());
        }
        tidy(path);
    }

    private void removeMatching(AttributePath path, ObjectNode holder) {
        JsonNode present = Fields.get(holder, path.name());
        if (present.isObject()) {
            // A manager is removed like this, although there is only one.
            if (path.filter().orElseThrow().holds(present)) {
                Fields.remove(holder, path.name());
            }
            return;
        }
        List<ObjectNode> elements = elements(path);
        if (!path.part().isEmpty()) {
            elements.forEach(element -> Fields.remove(element, path.part()));
            elements = elements.stream().filter(Draft::saysNothing).toList();
        }
        // The very elements, since another one may say the same.
        Set<JsonNode> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(elements);
        if (present instanceof ArrayNode list) {
            removeIf(list, gone::contains);
        }
    }

    private static boolean saysNothing(ObjectNode element) {
        ObjectNode rest = element.deepCopy();
        rest.remove(List.of("type", "primary", "authority"));
        return rest.isEmpty();
    }

    private void removeValues(AttributePath path, ArrayNode list, JsonNode values) {
        JsonNode gone = path.attribute(kind)
                .map(known -> Values.of(known, path.words(), values))
                .orElseGet(() -> values.isArray() ? values : JSON.arrayNode().add(values));
        removeIf(list, element -> {
            for (JsonNode other : gone) {
                if (element.equals(other)
                        || (element.hasNonNull("value")
                                && Fold.same(
                                        element.path("value").asText(),
                                        other.path("value").asText())
                                && (!other.has("type")
                                        || Fold.same(
                                                element.path("type").asText(),
                                                other.path("type").asText())))) {
                    return true;
                }
            }
            return false;
        });
    }

    private static void removeIf(ArrayNode list, Predicate<JsonNode> gone) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (gone.test(list.get(i))) {
                list.remove(i);
            }
        }
    }

    /** Returns where the attributes of a schema are, and makes the place. */
    private ObjectNode holder(String schema) {
        if (schema.isEmpty()) {
            return document;
        }
        if (Fields.get(document, schema) instanceof ObjectNode there) {
            return there;
        }
        ObjectNode made = JSON.objectNode();
        put(document, schema, made);
        return made;
    }

    private ObjectNode present(String schema) {
        return schema.isEmpty()
                ? document
                : Fields.get(document, schema) instanceof ObjectNode there ? there : JSON.objectNode();
    }

    /** Leaves out what has become empty. */
    private void tidy(AttributePath path) {
        ObjectNode holder = present(path.schema());
        if (!path.name().isEmpty()
                && Fields.get(holder, path.name()).isContainerNode()
                && Fields.get(holder, path.name()).isEmpty()) {
            Fields.remove(holder, path.name());
        }
        tidy(path.schema());
    }

    private void tidy(String schema) {
        if (!schema.isEmpty()
                && Fields.get(document, schema).isObject()
                && Fields.get(document, schema).isEmpty()) {
            Fields.remove(document, schema);
        }
    }
}
