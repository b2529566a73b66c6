// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which attributes of a resource a client wants. Immutable.
 *
 * @param wanted these alone; all if it is empty
 * @param excluded none of these
 */
record Projection(List<AttributePath> wanted, List<AttributePath> excluded) {
    private static final String ID = "id";
    private static final String SCHEMAS = "schemas";

    static Projection of(Kind kind, Optional<String> attributes, Optional<String> excludedAttributes) {
        if (attributes.isPresent() && excludedAttributes.isPresent()) {
            throw RefusedRequest.value("attributes and excludedAttributes exclude each other; send one of them");
        }
        return new Projection(paths(kind, attributes), paths(kind, excludedAttributes));
    }

    private static List<AttributePath> paths(Kind kind, Optional<String> names) {
        List<AttributePath> paths = new ArrayList<>();
        if (names.orElse("").length() > Limits.LONGEST_QUERY) {
            throw RefusedRequest.value(
                    "the names of attributes have more than " + Limits.LONGEST_QUERY + " characters");
        }
        for (String name : names.orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                paths.add(AttributePath.of(kind, name, false));
            }
        }
        return List.copyOf(paths);
    }

    boolean isAll() {
        return wanted.isEmpty() && excluded.isEmpty();
    }

    /** Returns whether an attribute of the core is wanted, so that it has to be read. */
    boolean wants(String name) {
        return excluded.stream().noneMatch(path -> path.is(name) && path.part().isEmpty())
                && (wanted.isEmpty() || wanted.stream().anyMatch(path -> path.is(name)));
    }

    /** Returns the resource with what is wanted; the id and the schemas are always there. */
    ObjectNode of(ObjectNode resource) {
        if (isAll()) {
            return resource;
        }
        ObjectNode result = wanted.isEmpty() ? resource.deepCopy() : SentJson.newObject();
        for (String always : List.of(SCHEMAS, ID)) {
            result.set(always, resource.path(always));
        }
        wanted.forEach(path -> copy(resource, result, path));
        excluded.stream().filter(path -> !path.is(ID) && !path.is(SCHEMAS)).forEach(path -> drop(result, path));
        return result;
    }

    private static void copy(ObjectNode from, ObjectNode to, AttributePath path) {
        if (path.name().isEmpty()) {
            Fields.spelling(from, path.schema()).ifPresent(name -> to.set(name, from.get(name)));
            return;
        }
        JsonNode value = Fields.get(path.schema().isEmpty() ? from : Fields.get(from, path.schema()), path.name());
        if (value.isMissingNode()) {
            return;
        }
        ObjectNode holder = to;
        if (!path.schema().isEmpty()) {
            holder = Fields.get(to, path.schema()) instanceof ObjectNode there ? there : SentJson.newObject();
            to.set(path.schema(), holder);
        }
        JsonNode chosen = chosen(value, path);
        JsonNode there = holder.path(path.name());
        if (there instanceof ObjectNode object && chosen instanceof ObjectNode more) {
            object.setAll(more);
        } else {
            holder.set(path.name(), chosen);
        }
    }

    private static JsonNode chosen(JsonNode value, AttributePath path) {
        if (value instanceof ArrayNode list) {
            ArrayNode some = list.arrayNode();
            for (JsonNode element : list) {
                if (path.filter().map(filter -> filter.holds(element)).orElse(true)) {
                    some.add(chosen(element, path));
                }
            }
            return some;
        }
        if (path.part().isEmpty() || !value.isObject()) {
            return value.deepCopy();
        }
        ObjectNode one = SentJson.newObject();
        Fields.spelling(value, path.part()).ifPresent(name -> one.set(name, value.get(name)));
        return one;
    }

    private static void drop(ObjectNode from, AttributePath path) {
        if (path.name().isEmpty()) {
            Fields.remove(from, path.schema());
            return;
        }
        JsonNode holder = path.schema().isEmpty() ? from : Fields.get(from, path.schema());
        if (!(holder instanceof ObjectNode object)) {
            return;
        }
        if (path.part().isEmpty()) {
            Fields.remove(object, path.name());
            return;
        }
        JsonNode value = Fields.get(object, path.name());
        for (JsonNode element : value.isArray() ? value : object.arrayNode().add(value)) {
            if (element instanceof ObjectNode parts) {
                Fields.remove(parts, path.part());
            }
        }
    }
}
