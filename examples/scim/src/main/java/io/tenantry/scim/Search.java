// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Fold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A question for several resources. Immutable.
 *
 * @param first the number of the first resource that is wanted, from one
 * @param count how many are wanted at most
 */
record Search(Kind kind, Optional<Filter> filter, Projection projection, long first, int count) {
    private static final int AT_ONCE = 500;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    /** What JSON writes as it is, so that it can be looked for in the text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@._ +-]+");

    /** Reads the parameters of a list. */
    static Search of(Kind kind, Target target) {
        return of(kind, target.parameters());
    }

    /** Reads the body of a search. */
    static Search of(Kind kind, ObjectNode body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                if (value.isValueNode() && !value.isNull()) {
                    texts.add(value.asText());
                }
            }
            parameters.put(field.getKey().toLowerCase(Locale.ROOT), String.join(",", texts));
        });
        return of(kind, parameters);
    }

    private static Search of(Kind kind, Map<String, String> parameters) {
        if (parameters.containsKey("cursor")) {
            throw RefusedRequest.cursor("cursors are not supported; page with startIndex and count");
        }
        return new Search(
                kind,
                parameter(parameters, "filter").map(text -> FilterParser.read(kind, text)),
                Projection.of(kind, parameter(parameters, "attributes"), parameter(parameters, "excludedattributes")),
                Math.max(1, number(parameters, "startIndex", 1)),
                (int) Math.max(0, Math.min(Limits.LARGEST_PAGE, number(parameters, "count", Limits.USUAL_PAGE))));
    }

    private static Optional<String> parameter(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    private static long number(Map<String, String> parameters, String name, long otherwise) {
        Optional<String> text =
                parameter(parameters, name.toLowerCase(Locale.ROOT)).map(String::strip);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            throw RefusedRequest.value(name + " is no whole number");
        }
        return Long.parseLong(text.get());
    }

    /** Returns the answer. */
    ObjectNode in(Resources resources, String base) {
        Representation representation = new Representation(resources, base);
        Found found = filter.isEmpty() ? page(resources) : matches(resources, representation, filter.get());
        ObjectNode answer = SentJson.newObject();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        answer.put("totalResults", found.total).put("startIndex", first).put("itemsPerPage", found.resources.size());
        ArrayNode list = answer.putArray("Resources");
        found.resources.forEach(resource -> list.add(projection.of(representation.of(resource, projection::wants))));
        return answer;
    }

    private Found page(Resources resources) {
        return new Found(resources.count(kind), count == 0 ? List.of() : resources.page(kind, first - 1, count));
    }

    private Found matches(Resources resources, Representation representation, Filter wanted) {
        List<StoredResource> some = new ArrayList<>();
        Optional<List<StoredResource>> candidates = candidates(resources, wanted);
        long total = 0;
        if (candidates.isPresent()) {
            for (StoredResource candidate : candidates.get()) {
                total = taken(candidate, representation, wanted, total, some);
            }
            return new Found(total, some);
        }
        Optional<String> text =
                wanted.contained().filter(part -> PLAIN.matcher(part).matches()).map(Fold::of);
        for (long skip = 0; ; skip += AT_ONCE) {
            List<StoredResource> next = part(resources, text, skip);
            for (StoredResource candidate : next) {
                total = taken(candidate, representation, wanted, total, some);
            }
            if (next.size() < AT_ONCE) {
                return new Found(total, some);
            }
        }
    }

    /** The database leaves out at once what cannot match: to read everybody for each person would take hours. */
    private List<StoredResource> part(Resources resources, Optional<String> text, long skip) {
        return text.isPresent()
                ? resources.containing(kind, text.get(), skip, AT_ONCE)
                : resources.page(kind, skip, AT_ONCE);
    }

    private long taken(
            StoredResource candidate,
            Representation representation,
            Filter wanted,
            long total,
            List<StoredResource> some) {
        ObjectNode whole = representation.of(candidate, wanted::mentions);
        // A deleted user is found by the name that the provider has for the user now, too.
        wanted.exactly(kind.nameAttribute()).ifPresent(name -> {
            if (kind == Kind.USER && Tombstone.of(name).isPresent()) {
                whole.put(kind.nameAttribute(), name);
            }
        });
        if (!wanted.holds(whole)) {
            return total;
        }
        if (total + 1 >= first && some.size() < count) {
            some.add(candidate);
        }
        return total + 1;
    }

    /** Returns the only resources that can match, if the tables know them; otherwise all have to be looked at. */
    private Optional<List<StoredResource>> candidates(Resources resources, Filter wanted) {
        Optional<List<StoredResource>> byId = wanted.exactly("id").map(id -> known(resources.byId(kind, id)));
        return byId.or(() -> wanted.exactly(kind.nameAttribute()).map(name -> known(resources.byName(kind, name))))
                .or(() -> wanted.exactly("externalId").map(id -> resources.byExternalId(kind, id)));
    }

    private static List<StoredResource> known(Optional<StoredResource> resource) {
        return resource.map(List::of).orElse(List.of());
    }

    private record Found(long total, List<StoredResource> resources) {}
}
