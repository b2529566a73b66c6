// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The attributes of a user by the names that a policy uses: a plain one by its own name ({@code title}), a part of a
 * complex one behind a dot ({@code name.givenName}), one of a list by its type ({@code emails.work}, {@code
 * phoneNumbers.mobile}, {@code addresses.work.country}), all values of a list joined by commas ({@code roles}), one of the
 * enterprise extension by its own name ({@code department}, {@code manager}), and one of any other extension behind its
 * URN and a colon.
 */
final class FlatAttributes {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** What says which element of a list it is. */
    private static final Set<String> LABELS = Set.of("type", "authority", "primary", "display");

    /** What the service itself says of a user, and what is kept in columns of its own. */
    private static final Set<String> LEFT_OUT = Set.of(
            "schemas",
            "id",
            "meta",
            "groups",
            "members",
            "password",
            "userName",
            "externalId",
            "active",
            "displayName");

    private final SortedMap<String, String> values = new TreeMap<>();

    private FlatAttributes() {}

    /** Returns the attributes of a user's JSON object. */
    static SortedMap<String, String> of(JsonNode user) {
        FlatAttributes flat = new FlatAttributes();
        user.properties().forEach(field -> flat.field(field.getKey(), field.getValue()));
        return flat.values;
    }

    private void field(String name, JsonNode value) {
        if (name.equalsIgnoreCase(ENTERPRISE)) {
            value.properties().forEach(inner -> put(inner.getKey(), inner.getValue()));
        } else if (name.regionMatches(true, 0, "urn:", 0, 4) && value.isObject()) {
            value.properties().forEach(inner -> put(name + ":" + inner.getKey(), inner.getValue()));
        } else if (!LEFT_OUT.contains(name)) {
            put(name, value);
        }
    }

    private void put(String name, JsonNode value) {
        if (value.isArray()) {
            list(name, value);
        } else if (value.isObject()) {
            complex(name, value);
        } else if (!value.isNull() && !value.asText().isEmpty()) {
            values.putIfAbsent(name, value.asText());
        }
    }

    /** A reference to a person, such as the manager, is its value; anything else is its parts. */
    private void complex(String name, JsonNode value) {
        if (value.hasNonNull("value")) {
            put(name, value.get("value"));
        } else {
            value.properties().forEach(part -> put(name + "." + part.getKey(), part.getValue()));
        }
    }

    private void list(String name, JsonNode list) {
        List<String> values = new ArrayList<>();
        for (JsonNode element : primaryFirst(list)) {
            key(element).ifPresent(key -> complex(name + "." + key, without(element, LABELS)));
            JsonNode value = element.isObject() ? element.path("value") : element;
            if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
                values.add(value.asText());
            }
        }
        if (!values.isEmpty()) {
            this.values.putIfAbsent(name, String.join(",", values));
        }
    }

    /** What tells an element of a list from the others; Genesys Cloud has external ids by their authority. */
    private static Optional<String> key(JsonNode element) {
        return Stream.of("type", "authority")
                .map(label -> element.path(label).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** Of several with one type the primary one counts, else the first. */
    private static List<JsonNode> primaryFirst(JsonNode list) {
        List<JsonNode> ordered = new ArrayList<>();
        list.forEach(element -> {
            if (element.path("primary").asBoolean()) {
                ordered.add(0, element);
            } else {
                ordered.add(element);
            }
        });
        return ordered;
    }

    private static JsonNode without(JsonNode element, Set<String> names) {
        ObjectNode rest = element.deepCopy();
        rest.remove(names);
        return rest;
    }

    /** Returns the name that people see; empty if the provider sent none. */
    static String displayName(JsonNode user) {
        for (String name : List.of(
                user.path("displayName").asText(""),
                user.path("name").path("formatted").asText(""),
                (user.path("name").path("givenName").asText("") + " "
                                + user.path("name").path("familyName").asText(""))
                        .strip())) {
            if (!name.isBlank()) {
                return name;
            }
        }
        return "";
    }

    /** Returns the attributes that have no value any more: those that had one before, or were empty before. */
    static SortedSet<String> emptied(JsonNode before, Set<String> emptiedBefore, JsonNode after) {
        SortedSet<String> emptied = new TreeSet<>(of(before).keySet());
        emptied.addAll(emptiedBefore);
        emptied.removeAll(of(after).keySet());
        return emptied;
    }
}
