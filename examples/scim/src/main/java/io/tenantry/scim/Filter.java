// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.internal.Fold;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What a client looks for: a condition on a resource, or on one value of an attribute. */
sealed interface Filter {
    /** What this service says itself. */
    Set<String> OURS = Set.of("id", "meta", "groups", "members", "schemas");

    /** Returns whether the condition holds for a JSON object. */
    boolean holds(JsonNode object);

    /** Returns the text that an attribute of the core has to equal for the condition to hold, if there is one. */
    default Optional<String> exactly(String name) {
        return Optional.empty();
    }

    /** Returns a text that the JSON of a resource has to contain, without case, for the condition to hold. */
    default Optional<String> contained() {
        return Optional.empty();
    }

    /** Returns whether the condition concerns an attribute of the core. */
    boolean mentions(String name);

    /** Puts what is compared with {@code eq} into a new value, so that the value fulfils the condition. */
    default Optional<Map<String, String>> equalities() {
        return Optional.empty();
    }

    /** All of several conditions. */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(JsonNode object) {
            return parts.stream().allMatch(part -> part.holds(object));
        }

        @Override
        public Optional<String> exactly(String name) {
            return parts.stream().flatMap(part -> part.exactly(name).stream()).findFirst();
        }

        @Override
        public Optional<String> contained() {
            return parts.stream().flatMap(part -> part.contained().stream()).findFirst();
        }

        @Override
        public boolean mentions(String name) {
            return parts.stream().anyMatch(part -> part.mentions(name));
        }

        @Override
        public Optional<Map<String, String>> equalities() {
            Map<String, String> all = new TreeMap<>();
            for (Filter part : parts) {
                Optional<Map<String, String>> some = part.equalities();
                if (some.isEmpty()) {
                    return Optional.empty();
                }
                all.putAll(some.get());
            }
            return Optional.of(all);
        }
    }

    /** One of several conditions. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(JsonNode object) {
            return parts.stream().anyMatch(part -> part.holds(object));
        }

        @Override
        public boolean mentions(String name) {
            return parts.stream().anyMatch(part -> part.mentions(name));
        }
    }

    /** The contrary of a condition. */
    record Not(Filter part) implements Filter {
        @Override
        public boolean holds(JsonNode object) {
            return !part.holds(object);
        }

        @Override
        public boolean mentions(String name) {
            return part.mentions(name);
        }
    }

    /** A condition that one value of an attribute fulfils. */
    record Within(AttributePath path, Filter part) implements Filter {
        @Override
        public boolean holds(JsonNode object) {
            return whole(object, path).stream().anyMatch(part::holds);
        }

        @Override
        public Optional<String> contained() {
            return isSent(path) ? part.contained() : Optional.empty();
        }

        @Override
        public boolean mentions(String name) {
            return path.is(name);
        }
    }

    /** An attribute has a value. */
    record Present(AttributePath path) implements Filter {
        @Override
        public boolean holds(JsonNode object) {
            return whole(object, path).stream().anyMatch(value -> !Fields.isEmpty(value));
        }

        @Override
        public boolean mentions(String name) {
            return path.is(name);
        }
    }

    /**
     * A value of an attribute compares with a text in a certain way.
     *
     * @param path which attribute
     * @param operator the comparison
     * @param text what it is compared with
     * @param exact whether upper and lower case count as different
     */
    record Compare(AttributePath path, Operator operator, String text, boolean exact) implements Filter {
        @Override
        public boolean holds(JsonNode object) {
            return operator == Operator.NE ? !any(object, Operator.EQ) : any(object, operator);
        }

        private boolean any(JsonNode object, Operator by) {
            return whole(object, path).stream()
                    .map(value -> value.isObject() ? Fields.get(value, "value") : value)
                    .filter(value -> value.isValueNode() && !value.isNull())
                    .anyMatch(value -> by.holds(value.asText(), text, exact));
        }

        @Override
        public Optional<String> exactly(String name) {
            return operator == Operator.EQ && path.is(name) && path.part().isEmpty()
                    ? Optional.of(text)
                    : Optional.empty();
        }

        @Override
        public Optional<String> contained() {
            return isSent(path) && (operator == Operator.EQ || operator == Operator.CO || operator == Operator.SW)
                    ? Optional.of(text)
                    : Optional.empty();
        }

        @Override
        public boolean mentions(String name) {
            return path.is(name);
        }

        @Override
        public Optional<Map<String, String>> equalities() {
            return operator == Operator.EQ
                            && path.part().isEmpty()
                            && path.schema().isEmpty()
                    ? Optional.of(Map.of(path.name(), text))
                    : Optional.empty();
        }
    }

    /** Returns whether the provider sends this attribute, so that it is in the document of the resource. */
    private static boolean isSent(AttributePath path) {
        return !path.schema().isEmpty() || !OURS.contains(path.name());
    }

    /** Returns the values at a path, those of a list one by one; of a value without parts, {@code value} is itself. */
    private static List<JsonNode> whole(JsonNode object, AttributePath path) {
        List<JsonNode> found = new ArrayList<>();
        if (object.isValueNode()) {
            if (path.name().equalsIgnoreCase("value")) {
                found.add(object);
            }
            return found;
        }
        JsonNode holder = path.schema().isEmpty() ? object : Fields.get(object, path.schema());
        for (JsonNode value : each(Fields.get(holder, path.name()))) {
            if (path.filter().map(filter -> filter.holds(value)).orElse(true)) {
                found.addAll(path.part().isEmpty() ? List.of(value) : each(Fields.get(value, path.part())));
            }
        }
        return found;
    }

    private static List<JsonNode> each(JsonNode value) {
        if (!value.isArray()) {
            return value.isMissingNode() ? List.of() : List.of(value);
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    /** The comparisons. */
    enum Operator {
        EQ,
        NE,
        CO,
        SW,
        EW,
        GT,
        GE,
        LT,
        LE;

        boolean holds(String value, String with, boolean exact) {
            String left = exact ? value : Fold.of(value);
            String right = exact ? with : Fold.of(with);
            return switch (this) {
                case EQ -> left.equals(right);
                case NE -> !left.equals(right);
                case CO -> left.contains(right);
                case SW -> left.startsWith(right);
                case EW -> left.endsWith(right);
                case GT -> order(left, right) > 0;
                case GE -> order(left, right) >= 0;
                case LT -> order(left, right) < 0;
                case LE -> order(left, right) <= 0;
            };
        }

        /** Moments compare by time, numbers by size, and all else by its text. */
        private static int order(String left, String right) {
            Optional<Integer> byTime = both(left, right, Operator::moment);
            return byTime.or(() -> both(left, right, Operator::number)).orElseGet(() -> left.compareTo(right));
        }

        private static Instant moment(String text) {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        }

        private static BigDecimal number(String text) {
            // A huge exponent would make a comparison of two numbers last for minutes.
            if (text.length() > 40 || text.indexOf('e') >= 0) {
                throw new NumberFormatException();
            }
            return new BigDecimal(text);
        }

        private static <T extends Comparable<T>> Optional<Integer> both(
                String left, String right, Function<String, T> reader) {
            try {
                return Optional.of(reader.apply(left).compareTo(reader.apply(right)));
            } catch (DateTimeException | NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
