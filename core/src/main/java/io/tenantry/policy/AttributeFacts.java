// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.regex.Language;
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
        return !needsValue() || (!needsAbsence() && common().isPossible());
    }

    /** Returns whether some value, or the lack of one, is known to be all this. */
    boolean isSatisfied() {
        return !needsValue() || (!needsAbsence() && common().example().isPresent());
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

    /** Describes a value that is all this, in words. */
    String example() {
        if (needsValue()) {
            return common().example().map(v -> "= " + Quote.of(v)).orElse("as asked");
        }
        return "absent";
    }

    private Language.Common common() {
        Optional<Set<String>> values = values();
        if (values.isPresent()) {
            return new Language.Common(true, values.get().stream().findFirst());
        }
        List<Condition> open =
                must.stream().filter(c -> !(c instanceof Condition.Present)).toList();
        return Language.common(languages(open), languages(mustNot));
    }

    private static List<Language> languages(List<Condition> comparisons) {
        return comparisons.stream().map(AttributeFacts::language).toList();
    }

    private static Language language(Condition comparison) {
        if (comparison instanceof Matches c) {
            return c.language();
        } else if (comparison instanceof StartsWith c) {
            return Language.startingWith(c.prefix());
        }
        return Language.oneOf(((In) comparison).values());
    }

    private static boolean test(Condition comparison, String value) {
        if (comparison instanceof In c) {
            return c.values().contains(value);
        } else if (comparison instanceof StartsWith c) {
            return value.startsWith(c.prefix());
        } else if (comparison instanceof Matches c) {
            return c.accepts(value);
        }
        return true;
    }

    private static List<Condition> join(List<Condition> a, List<Condition> b) {
        return Stream.concat(a.stream(), b.stream()).distinct().toList();
    }
}
