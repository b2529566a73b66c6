// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.NormalForm;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way to satisfy a rule: the groups that a person must be in and must not be in, and the comparisons of each
 * attribute. The normal form of a rule is a list of clauses, any one of which suffices. Immutable once built.
 */
final class Clause {
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> notGroups = new LinkedHashSet<>();
    private final Map<String, AttributeFacts> attributes = new LinkedHashMap<>();

    /** A rule with more clauses than this is not analysed. */
    static final int MOST = 2_000;

    private static final NormalForm<Clause> FORM =
            new NormalForm<>(new Clause(), Clause::and, Clause::isSatisfiable, MOST);
    private static final Leaves LEAVES = new Leaves();

    /** Returns the clauses that a person can satisfy; empty if there are too many. */
    static Optional<List<Clause>> allOf(Condition rule) {
        return rule.match(LEAVES)
                .alternatives(true)
                .map(all -> all.stream().filter(Clause::isSatisfiable).toList());
    }

    /** Returns the clause that every person satisfies. */
    static Clause open() {
        return new Clause();
    }

    private static final class Leaves implements Condition.Cases<NormalForm.Rule<Clause>> {
        @Override
        public NormalForm.Rule<Clause> sourceGroup(Condition.SourceGroup group) {
            return wanted -> {
                Clause clause = new Clause();
                (wanted ? clause.groups : clause.notGroups).add(group.name());
                return Optional.of(List.of(clause));
            };
        }

        @Override
        public NormalForm.Rule<Clause> comparison(Condition.Comparison comparison) {
            return wanted -> {
                Clause clause = new Clause();
                clause.attributes.put(comparison.attribute(), AttributeFacts.of(comparison, wanted));
                return Optional.of(List.of(clause));
            };
        }

        @Override
        public NormalForm.Rule<Clause> any(Condition.Any any) {
            return FORM.any(each(any.of()));
        }

        @Override
        public NormalForm.Rule<Clause> all(Condition.All all) {
            return FORM.all(each(all.of()));
        }

        @Override
        public NormalForm.Rule<Clause> not(Condition.Not not) {
            return FORM.not(not.of().match(this));
        }

        private List<NormalForm.Rule<Clause>> each(List<Condition> of) {
            return of.stream().map(c -> c.match(this)).toList();
        }
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

    /**
     * Returns whether a person is known to be able to satisfy this; {@link #isSatisfiable()} is true also if that is
     * unknown.
     */
    boolean isSatisfied() {
        return groups.stream().noneMatch(notGroups::contains)
                && attributes.values().stream().allMatch(AttributeFacts::isSatisfied);
    }

    /** The groups that a person must be in, and the attributes that must have a value. */
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

    /** The attributes that occur only in negations, which a person without the attribute satisfies too. */
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

    /** One attribute that must have a value out of a list, with the values. */
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
        return words.isEmpty() ? "any person" : "a person " + String.join(", ", words);
    }
}
