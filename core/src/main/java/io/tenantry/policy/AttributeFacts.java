// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.regex.Language;
import io.tenantry.internal.regex.Regexes;
import io.tenantry.policy.Condition.Comparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The comparisons that one attribute must satisfy, and those that it must not. Immutable. */
record AttributeFacts(List<Comparison> must, List<Comparison> mustNot) {
    static AttributeFacts of(Comparison comparison, boolean wanted) {
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
        return mustNot.stream().anyMatch(Comparison::acceptsAnything);
    }

    /** Returns whether a value, or the lack of one, can satisfy all comparisons; true if that is unknown. */
    boolean isSatisfiable() {
        return !needsValue() || (!needsAbsence() && common().isPossible());
    }

    /** Returns whether a value, or the lack of one, is known to satisfy all comparisons. */
    boolean isSatisfied() {
        return !needsValue() || (!needsAbsence() && common().example().isPresent());
    }

    /** The values that satisfy all comparisons, if a comparison lists its values. */
    Optional<Set<String>> values() {
        return must.stream()
                .flatMap(c -> c.listed().stream())
                .findFirst()
                .map(TreeSet::new)
                .map(values -> {
                    values.removeIf(v -> v.isEmpty() || !accepts(v));
                    return values;
                });
    }

    private boolean accepts(String value) {
        return must.stream().allMatch(c -> c.accepts(value)) && mustNot.stream().noneMatch(c -> c.accepts(value));
    }

    /** Describes a value that satisfies all comparisons, in words. */
    String example() {
        if (needsValue()) {
            return common().example().map(v -> "= " + Quote.of(v)).orElse("as the rule asks");
        }
        return "absent";
    }

    private Language.Common common() {
        Optional<Set<String>> values = values();
        if (values.isPresent()) {
            return new Language.Common(true, values.get().stream().findFirst());
        }
        List<Comparison> open = must.stream().filter(c -> !c.acceptsAnything()).toList();
        return Language.common(languages(open), languages(mustNot));
    }

    private static List<Language> languages(List<Comparison> comparisons) {
        return comparisons.stream().map(c -> Regexes.trusted(c.regex())).toList();
    }

    private static List<Comparison> join(List<Comparison> a, List<Comparison> b) {
        return Stream.concat(a.stream(), b.stream()).distinct().toList();
    }
}
