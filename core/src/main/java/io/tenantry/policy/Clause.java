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
 * One way to satisfy a rule: groups to be in and not in, and for each attribute what it must and must not be. The normal form
 * of a rule is a list of these, any of which suffices. Immutable once built.
 */
final class Clause {
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> notGroups = new LinkedHashSet<>();
    private final Map<String, AttributeFacts> attributes = new LinkedHashMap<>();

    /** More ways than this to satisfy one rule, and it is not analysed. */
    static final int MOST = 2_000;

    private static final NormalForm<Clause> FORM =
            new NormalForm<>(new Clause(), Clause::and, Clause::isSatisfiable, MOST);
    private static final Leaves LEAVES = new Leaves();

    /** Returns the clauses that a person can satisfy, or nothing if there are too many. */
    static Optional<List<Clause>> allOf(Condition rule) {
        return rule.match(LEAVES)
                .alternatives(true)
                .map(all -> all.stream().filter(Clause::isSatisfiable).toList());
    }

    /** Returns the clause that everybody satisfies. */
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
}
