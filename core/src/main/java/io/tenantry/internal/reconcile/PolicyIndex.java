// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.internal.dense.RuleIndex;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The conditions of a policy, compiled to rules over the facts of a crowd. Each condition becomes alternatives of facts that
 * have to be there and facts that must not. One that would take too many alternatives is not compiled, and then nobody is
 * judged by the index at all: it only saves work, the conditions themselves decide.
 */
final class PolicyIndex {
    private static final int MOST = 20_000;

    final RuleIndex rules;

    /** The facts that any rule names; all others change nothing. */
    final BitSet named;

    /** Whether any of those is the value of an attribute. */
    final boolean namesAttributes;

    private final List<BoundTenant> tenants;
    private final int[] tenantOfRule;
    private final int[] profileOfRule;

    private PolicyIndex(
            RuleIndex rules, BitSet named, boolean namesAttributes, List<BoundTenant> tenants, List<int[]> meaning) {
        this.rules = rules;
        this.named = named;
        this.namesAttributes = namesAttributes;
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
        boolean namesAttributes = compiler.named.stream().anyMatch(people::isAttribute);
        return Optional.of(new PolicyIndex(builder.build(), compiler.named, namesAttributes, tenants, meaning));
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

    /** Returns the profile that a rule is about, or -1 if it says who is in the tenant. */
    int profileOf(int rule) {
        return profileOfRule[rule];
    }

    /** Facts that have to be there, and facts that must not. */
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

    private static final class Compiler {
        final BitSet named = new BitSet();
        private final People people;
        private final Dictionary facts;
        private boolean failed;

        Compiler(People people) {
            this.people = people;
            this.facts = people.facts;
        }

        void rule(RuleIndex.Builder builder, int rule, Condition condition) {
            for (Clause clause : clauses(condition, true)) {
                clause.required().forEach(named::set);
                clause.forbidden().forEach(named::set);
                builder.clause(rule, array(clause.required()), array(clause.forbidden()));
            }
            // A rule that nobody's facts can satisfy still has its number.
            builder.rules(rule + 1);
        }

        private static int[] array(List<Integer> values) {
            int[] array = new int[values.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i);
            }
            return array;
        }

        private List<Clause> clauses(Condition condition, boolean positive) {
            if (condition instanceof Condition.Not not) {
                return clauses(not.of(), !positive);
            } else if (condition instanceof Condition.Any any) {
                return positive ? union(any.of(), true) : product(any.of(), false);
            } else if (condition instanceof Condition.All all) {
                return positive ? product(all.of(), true) : union(all.of(), false);
            }
            List<Integer> satisfying = satisfying(condition);
            if (positive) {
                return satisfying.stream()
                        .map(f -> new Clause(List.of(f), List.of()))
                        .toList();
            }
            return List.of(new Clause(List.of(), satisfying));
        }

        private List<Clause> union(List<Condition> of, boolean positive) {
            List<Clause> all = new ArrayList<>();
            of.forEach(c -> all.addAll(clauses(c, positive)));
            return bounded(all);
        }

        private List<Clause> product(List<Condition> of, boolean positive) {
            List<Clause> product = List.of(Clause.ALWAYS);
            for (Condition condition : of) {
                List<Clause> next = new ArrayList<>();
                for (Clause clause : clauses(condition, positive)) {
                    if ((long) product.size() * (next.size() + 1) > MOST * 10L) {
                        failed = true;
                        return List.of();
                    }
                    product.forEach(p -> next.add(p.and(clause)));
                }
                product = next;
            }
            return bounded(product);
        }

        private List<Clause> bounded(List<Clause> clauses) {
            failed |= clauses.size() > MOST;
            return failed ? List.of() : clauses;
        }

        // The facts, any of which makes the comparison true; each distinct value is looked at once, not each person.
        private List<Integer> satisfying(Condition condition) {
            if (condition instanceof Condition.SourceGroup group) {
                return known(People.groupFact(group.name()));
            } else if (condition instanceof Condition.In in) {
                List<Integer> all = new ArrayList<>();
                in.values().stream().sorted().forEach(v -> all.addAll(known(People.attributeFact(in.attribute(), v))));
                return all;
            } else if (condition instanceof Condition.StartsWith starts) {
                return scan(starts.attribute(), v -> v.startsWith(starts.prefix()));
            } else if (condition instanceof Condition.Matches matches) {
                return scan(matches.attribute(), matches::accepts);
            } else if (condition instanceof Condition.Present present) {
                return scan(present.attribute(), v -> true);
            }
            failed = true;
            return List.of();
        }

        private List<Integer> known(String fact) {
            int ordinal = facts.find(fact);
            return ordinal < 0 ? List.of() : List.of(ordinal);
        }

        private List<Integer> scan(String attribute, Predicate<String> test) {
            List<Integer> found = new ArrayList<>();
            people.values(attribute, (fact, value) -> {
                if (found.size() <= MOST && test.test(value)) {
                    found.add(fact);
                }
            });
            failed |= found.size() > MOST;
            return found;
        }
    }
}
