// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Condition.In;
import io.tenantry.policy.Condition.Matches;
import io.tenantry.policy.Condition.StartsWith;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one attribute must be, and must not be. Immutable. */
record AttributeFacts(List<Condition> must, List<Condition> mustNot) {
    static AttributeFacts of(Condition comparison, boolean wanted) {
        return wanted
                ? new AttributeFacts(List.of(comparison), List.of())
                : new AttributeFacts(List.of(), List.of(comparison));
    }

    AttributeFacts and(AttributeFacts other) {
        return new AttributeFacts(join(must, other.must), join(mustNot, other.mustNot));
    }

    boolean needsValue() {
        return !must.isEmpty();
    }

    boolean needsAbsence() {
        return mustNot.stream().anyMatch(c -> c instanceof Condition.Present);
    }

    /** Returns whether a value, or the lack of one, can be all this; where that cannot be told, it can. */
    boolean isSatisfiable() {
        if (!needsValue()) {
            return true;
        }
        if (needsAbsence()) {
            return false;
        }
        return values().map(v -> !v.isEmpty()).orElseGet(this::prefixesAgree);
    }

    /** The values that satisfy this, where they are listed. */
    Optional<Set<String>> values() {
        return must.stream()
                .filter(c -> c instanceof In)
                .findFirst()
                .map(c -> new TreeSet<>(((In) c).values()))
                .map(values -> {
                    values.removeIf(v -> v.isEmpty()
                            || must.stream().anyMatch(c -> !test(c, v))
                            || mustNot.stream().anyMatch(c -> test(c, v)));
                    return values;
                });
    }

    String example() {
        return values().flatMap(v -> v.stream().findFirst())
                .map(v -> "= " + Quote.of(v))
                .orElse(
                        needsValue()
                                ? String.join(
                                        " and ",
                                        must.stream().map(AttributeFacts::words).toList())
                                : "as asked");
    }

    private static String words(Condition comparison) {
        if (comparison instanceof StartsWith s) {
            return "starting with " + Quote.of(s.prefix());
        }
        return comparison instanceof Matches m ? "matching " + Quote.of(m.regex()) : "present";
    }

    private boolean prefixesAgree() {
        List<String> prefixes = prefixes(must).toList();
        String longest = prefixes.stream()
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse("");
        return prefixes.stream().allMatch(longest::startsWith)
                && prefixes(mustNot).noneMatch(longest::startsWith);
    }

    private static Stream<String> prefixes(List<Condition> comparisons) {
        return comparisons.stream().filter(c -> c instanceof StartsWith).map(c -> ((StartsWith) c).prefix());
    }

    private static boolean test(Condition comparison, String value) {
        if (comparison instanceof In c) {
            return c.values().contains(value);
        } else if (comparison instanceof StartsWith c) {
            return value.startsWith(c.prefix());
        } else if (comparison instanceof Matches c) {
            return value.matches(c.regex());
        }
        return true;
    }

    private static List<Condition> join(List<Condition> a, List<Condition> b) {
        return Stream.concat(a.stream(), b.stream()).distinct().toList();
    }
}
