// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Condition.In;
import io.tenantry.policy.Condition.Matches;
import io.tenantry.policy.Condition.Present;
import io.tenantry.policy.Condition.SourceGroup;
import io.tenantry.policy.Condition.StartsWith;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way to satisfy a rule: groups to be in and not in, and for each attribute what it must and must not be. The normal form
 * of a rule is a list of these, any of which suffices. Immutable once built.
 */
final class Clause {
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> notGroups = new LinkedHashSet<>();
    private final Map<String, AttributeFacts> attributes = new LinkedHashMap<>();

    /** The clause that everybody satisfies. */
    static Clause open() {
        return new Clause();
    }

    static Clause of(Condition leaf, boolean wanted) {
        Clause clause = new Clause();
        if (leaf instanceof SourceGroup g) {
            (wanted ? clause.groups : clause.notGroups).add(g.name());
        } else {
            clause.attributes.put(attribute(leaf), AttributeFacts.of(leaf, wanted));
        }
        return clause;
    }

    Clause and(Clause other) {
        Clause both = new Clause();
        both.groups.addAll(groups);
        both.groups.addAll(other.groups);
        both.notGroups.addAll(notGroups);
        both.notGroups.addAll(other.notGroups);
        both.attributes.putAll(attributes);
        other.attributes.forEach((name, facts) -> both.attributes.merge(name, facts, AttributeFacts::and));
        return both;
    }

    boolean isSatisfiable() {
        return groups.stream().noneMatch(notGroups::contains)
                && attributes.values().stream().allMatch(AttributeFacts::isSatisfiable);
    }

    /** Returns whether some person is known to satisfy this: as {@link #isSatisfiable()}, without the benefit of the doubt. */
    boolean isSatisfied() {
        return groups.stream().noneMatch(notGroups::contains)
                && attributes.values().stream().allMatch(AttributeFacts::isSatisfied);
    }

    /** What a person must positively have: the groups, and the attributes that need a value. */
    Set<String> needs() {
        Set<String> needs = new LinkedHashSet<>();
        groups.forEach(g -> needs.add("group " + g));
        attributes.forEach((name, facts) -> {
            if (facts.needsValue()) {
                needs.add("attribute " + name);
            }
        });
        return needs;
    }

    /** The attributes that are only asked not to be something, which a person without them is not, either. */
    Set<String> onlyNegated() {
        Set<String> negated = new LinkedHashSet<>();
        attributes.forEach((name, facts) -> {
            if (!facts.needsValue() && !facts.needsAbsence()) {
                negated.add(name);
            }
        });
        return negated;
    }

    Set<String> groups() {
        return groups;
    }

    /** The values of attributes one of which is needed, where they are listed. */
    Optional<Map.Entry<String, Set<String>>> listedValues() {
        return attributes.entrySet().stream()
                .filter(e -> e.getValue().values().isPresent())
                .map(e -> Map.entry(e.getKey(), e.getValue().values().orElseThrow()))
                .findFirst();
    }

    /** Describes a person who satisfies this, in words. */
    String example() {
        Set<String> words = new LinkedHashSet<>();
        groups.forEach(g -> words.add("in source group " + Quote.of(g)));
        notGroups.forEach(g -> words.add("not in source group " + Quote.of(g)));
        attributes.forEach((name, facts) -> words.add(name + " " + facts.example()));
        return words.isEmpty() ? "anybody" : "somebody " + String.join(", ", words);
    }

    private static String attribute(Condition leaf) {
        if (leaf instanceof In c) {
            return c.attribute();
        } else if (leaf instanceof StartsWith c) {
            return c.attribute();
        } else if (leaf instanceof Matches c) {
            return c.attribute();
        }
        return ((Present) leaf).attribute();
    }
}
