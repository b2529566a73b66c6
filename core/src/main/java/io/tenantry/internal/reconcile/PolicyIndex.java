// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Delivered;
import io.tenantry.internal.NormalForm;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.internal.dense.RuleIndex;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The conditions of a policy, compiled to rules over the facts of people. Each condition becomes alternatives of
 * required and forbidden facts. If a condition needs too many alternatives, there is no index, and the conditions
 * themselves decide for all people; the index only saves work. It knows only true and false, so it judges only people
 * whose source delivers all attributes and groups that the rules name.
 */
final class PolicyIndex {
    private static final int MOST = 20_000;

    final RuleIndex rules;

    /** The facts that any rule names; others have no effect. */
    final BitSet named;

    /** Whether one of those facts is the value of an attribute. */
    final boolean namesAttributes;

    private final List<BoundTenant> tenants;
    private final int[] tenantOfRule;
    private final int[] profileOfRule;

    /** The source groups and the attributes that any rule names, whether or not a person has them. */
    private final Set<String> groups;

    private final Set<String> attributes;

    private PolicyIndex(RuleIndex rules, Compiler compiler, List<BoundTenant> tenants, List<int[]> meaning) {
        this.rules = rules;
        this.named = compiler.named;
        this.namesAttributes = compiler.named.stream().anyMatch(compiler.people::isAttribute);
        this.groups = compiler.groups;
        this.attributes = compiler.attributes;
        this.tenants = tenants;
        this.tenantOfRule = meaning.stream().mapToInt(m -> m[0]).toArray();
        this.profileOfRule = meaning.stream().mapToInt(m -> m[1]).toArray();
    }

    /** Returns the index of a policy over the facts of these people, if it can be compiled. */
    static Optional<PolicyIndex> of(BoundPolicy bound, People people) {
        Compiler compiler = new Compiler(people);
        RuleIndex.Builder builder = RuleIndex.builder();
        List<int[]> meaning = new ArrayList<>();
        List<BoundTenant> tenants = bound.tenants();
        for (int t = 0; t < tenants.size(); t++) {
            TenantPolicy policy = tenants.get(t).policy();
            if (policy.isLeaving()) {
                continue;
            }
            compiler.rule(builder, meaning.size(), policy.match());
            meaning.add(new int[] {t, -1});
            for (int p = 0; p < policy.profiles().size(); p++) {
                AccessProfile profile = policy.profiles().get(p);
                if (profile.when().isPresent()) {
                    compiler.rule(builder, meaning.size(), profile.when().get());
                    meaning.add(new int[] {t, p});
                }
            }
        }
        if (compiler.failed) {
            return Optional.empty();
        }
        return Optional.of(new PolicyIndex(builder.build(), compiler, tenants, meaning));
    }

    BoundTenant tenant(int ordinal) {
        return tenants.get(ordinal);
    }

    int tenants() {
        return tenants.size();
    }

    int tenantOf(int rule) {
        return tenantOfRule[rule];
    }

    /** Returns the profile of a rule, or -1 if the rule says who is in the tenant. */
    int profileOf(int rule) {
        return profileOfRule[rule];
    }

    /** Returns whether all attributes and groups of all rules are delivered, so that no rule can be unknown. */
    boolean isDecidedBy(Delivered delivered) {
        return groups.stream().allMatch(delivered.sourceGroups()::contains)
                && attributes.stream().allMatch(delivered.attributes()::contains);
    }

    /** Facts that are required, and facts that are forbidden. */
    private record Clause(List<Integer> required, List<Integer> forbidden) {
        static final Clause ALWAYS = new Clause(List.of(), List.of());

        Clause and(Clause other) {
            return new Clause(joined(required, other.required), joined(forbidden, other.forbidden));
        }

        private static List<Integer> joined(List<Integer> a, List<Integer> b) {
            List<Integer> all = new ArrayList<>(a);
            all.addAll(b);
            return all;
        }
    }

    private static final class Compiler implements Condition.Cases<NormalForm.Rule<Clause>> {
        final BitSet named = new BitSet();
        private final Set<String> groups = new TreeSet<>();
        private final Set<String> attributes = new TreeSet<>();
        private final NormalForm<Clause> form = new NormalForm<>(Clause.ALWAYS, Clause::and, clause -> true, MOST);
        private final People people;
        private final Dictionary facts;
        private boolean failed;

        Compiler(People people) {
            this.people = people;
            this.facts = people.facts;
        }

        void rule(RuleIndex.Builder builder, int rule, Condition condition) {
            Optional<List<Clause>> clauses = condition.match(this).alternatives(true);
            failed |= clauses.isEmpty();
            for (Clause clause : clauses.orElse(List.of())) {
                clause.required().forEach(named::set);
                clause.forbidden().forEach(named::set);
                builder.clause(rule, array(clause.required()), array(clause.forbidden()));
            }
            // A rule that no person's facts can satisfy still has its number.
            builder.rules(rule + 1);
        }

        private static int[] array(List<Integer> values) {
            int[] array = new int[values.size()];
            Arrays.setAll(array, values::get);
            return array;
        }

        @Override
        public NormalForm.Rule<Clause> sourceGroup(Condition.SourceGroup group) {
            groups.add(group.name());
            List<Integer> satisfying = new ArrayList<>();
            addKnown(People.groupFact(group.name()), satisfying);
            return leaf(satisfying);
        }

        // Any one of these facts makes the comparison true. Each distinct value is tested once, not each person.
        @Override
        public NormalForm.Rule<Clause> comparison(Condition.Comparison comparison) {
            attributes.add(comparison.attribute());
            List<Integer> satisfying = new ArrayList<>();
            if (comparison.listed().isPresent()) {
                comparison
                        .operands()
                        .forEach(v -> addKnown(People.attributeFact(comparison.attribute(), v), satisfying));
            } else {
                people.values(comparison.attribute(), (fact, value) -> {
                    if (satisfying.size() <= MOST && comparison.accepts(value)) {
                        satisfying.add(fact);
                    }
                });
            }
            return leaf(satisfying);
        }

        private void addKnown(String fact, List<Integer> satisfying) {
            int ordinal = facts.find(fact);
            if (ordinal >= 0) {
                satisfying.add(ordinal);
            }
        }

        private static NormalForm.Rule<Clause> leaf(List<Integer> satisfying) {
            if (satisfying.size() > MOST) {
                return wanted -> Optional.empty();
            }
            return wanted -> Optional.of(wanted ? each(satisfying) : List.of(new Clause(List.of(), satisfying)));
        }

        private static List<Clause> each(List<Integer> satisfying) {
            List<Clause> clauses = new ArrayList<>(satisfying.size());
            satisfying.forEach(fact -> clauses.add(new Clause(List.of(fact), List.of())));
            return clauses;
        }

        @Override
        public NormalForm.Rule<Clause> any(Condition.Any any) {
            return form.any(parts(any.of()));
        }

        @Override
        public NormalForm.Rule<Clause> all(Condition.All all) {
            return form.all(parts(all.of()));
        }

        @Override
        public NormalForm.Rule<Clause> not(Condition.Not not) {
            return form.not(not.of().match(this));
        }

        private List<NormalForm.Rule<Clause>> parts(List<Condition> of) {
            return of.stream().map(c -> c.match(this)).toList();
        }
    }
}
