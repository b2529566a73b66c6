// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/** Times evaluators of a policy over many identities; every one must find the same rules for each identity. */
final class PolicyTurns {
    private final PolicyWorkload work;
    private final RuleIndex.Scratch scratch;

    private PolicyTurns(PolicyWorkload work) {
        this.work = work;
        scratch = work.index.scratch();
    }

    public static void main(String[] arguments) {
        int rules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int identities = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        PolicyTurns policy = new PolicyTurns(new PolicyWorkload(rules, identities, 1));
        long expected = policy.loop();
        Turns turns = new Turns();
        policy.add(turns, "Tenantry, RuleIndex", expected, policy::index);
        policy.add(turns, "naive loop over rules and clauses", expected, policy::loop);
        policy.add(turns, "rules.stream().filter(allMatch)", expected, policy::streams);
        turns.run();
        System.out.printf(Locale.ROOT, "%,d rules over %,d identities of 6 to 12 groups%n", rules, identities);
        turns.print("identity", identities);
    }

    private void add(Turns turns, String name, long expected, LongSupplier evaluator) {
        turns.add(name, () -> () -> {
            long sum = evaluator.getAsLong();
            return () -> {
                if (sum != expected) {
                    throw new AssertionError(name + " finds other rules");
                }
            };
        });
    }

    private long index() {
        long sum = 0;
        int from = 0;
        for (int i = 0; i < work.ends.length; i++) {
            int count = work.index.match(work.facts, from, work.ends[i], scratch);
            for (int at = 0; at < count; at++) {
                sum = PolicyWorkload.fold(sum, i, scratch.rule(at));
            }
            from = work.ends[i];
        }
        return sum;
    }

    private long loop() {
        long sum = 0;
        for (int i = 0; i < work.identities.size(); i++) {
            Set<String> groups = work.identities.get(i);
            for (int at = 0; at < work.rules.size(); at++) {
                PolicyWorkload.Rule rule = work.rules.get(at);
                if (holds(rule.clauses(), groups)) {
                    sum = PolicyWorkload.fold(sum, i, rule.ordinal());
                }
            }
        }
        return sum;
    }

    private static boolean holds(List<PolicyWorkload.Clause> clauses, Set<String> groups) {
        for (int i = 0; i < clauses.size(); i++) {
            PolicyWorkload.Clause clause = clauses.get(i);
            if (containsAll(groups, clause.required()) && containsNone(groups, clause.forbidden())) {
                return true;
            }
        }
        return false;
    }

    private static boolean containsAll(Set<String> groups, String[] wanted) {
        for (String group : wanted) {
            if (!groups.contains(group)) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsNone(Set<String> groups, String[] unwanted) {
        for (String group : unwanted) {
            if (groups.contains(group)) {
                return false;
            }
        }
        return true;
    }

    private long streams() {
        long sum = 0;
        for (int i = 0; i < work.identities.size(); i++) {
            Set<String> groups = work.identities.get(i);
            int[] found = work.rules.stream()
                    .filter(rule -> rule.holds(groups))
                    .mapToInt(PolicyWorkload.Rule::ordinal)
                    .toArray();
            for (int rule : found) {
                sum = PolicyWorkload.fold(sum, i, rule);
            }
        }
        return sum;
    }
}
