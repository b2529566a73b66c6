// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rules of tenants over the source groups of identities: 6 to 12 groups each, one of them a tenant's. Half of the rules
 * name one group, a quarter asks for a second one as well, a quarter takes either of two groups unless a third is
 * there.
 */
final class PolicyWorkload {
    private static final int COMMON_GROUPS = 500;
    private static final int CONTRACTORS = 0;

    /** A clause in words. */
    @SuppressWarnings("ArrayRecordComponent")
    record Clause(String[] required, String[] forbidden) {
        boolean holds(Set<String> groups) {
            return Arrays.stream(required).allMatch(groups::contains)
                    && Arrays.stream(forbidden).noneMatch(groups::contains);
        }
    }

    /** A rule in words. */
    record Rule(int ordinal, List<Clause> clauses) {
        boolean holds(Set<String> groups) {
            return clauses.stream().anyMatch(clause -> clause.holds(groups));
        }
    }

    final List<Rule> rules = new ArrayList<>();
    final List<Set<String>> identities = new ArrayList<>();
    final RuleIndex index;
    final int[] facts;
    final int[] ends;

    PolicyWorkload(int ruleCount, int identityCount, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] names = new String[COMMON_GROUPS + 2 * ruleCount];
        for (int i = 0; i < names.length; i++) {
            names[i] = "source-group-" + i;
        }
        RuleIndex.Builder builder = RuleIndex.builder();
        for (int rule = 0; rule < ruleCount; rule++) {
            List<Clause> clauses = new ArrayList<>();
            int own = COMMON_GROUPS + 2 * rule;
            switch (rule % 4) {
                case 0, 1 -> add(rule, new int[] {own}, new int[0], names, clauses, builder);
                case 2 -> add(rule, new int[] {own, 1 + rule % 3}, new int[0], names, clauses, builder);
                default -> {
                    add(rule, new int[] {own}, new int[] {CONTRACTORS}, names, clauses, builder);
                    add(rule, new int[] {own + 1}, new int[] {CONTRACTORS}, names, clauses, builder);
                }
            }
            rules.add(new Rule(rule, List.copyOf(clauses)));
        }
        index = builder.build();
        Ints all = new Ints(identityCount * 10);
        ends = new int[identityCount];
        for (int i = 0; i < identityCount; i++) {
            Set<Integer> groups = new HashSet<>();
            groups.add(COMMON_GROUPS + random.nextInt(2 * ruleCount));
            for (int wanted = 6 + random.nextInt(7); groups.size() < wanted; ) {
                groups.add((int) (COMMON_GROUPS * Math.pow(random.nextDouble(), 3)));
            }
            Set<String> text = new HashSet<>();
            for (int group : groups) {
                all.add(group);
                text.add(names[group]);
            }
            identities.add(text);
            ends[i] = all.size;
        }
        facts = all.toArray();
    }

    private static void add(
            int rule, int[] required, int[] forbidden, String[] names, List<Clause> clauses, RuleIndex.Builder builder) {
        builder.clause(rule, required, forbidden);
        clauses.add(new Clause(text(required, names), text(forbidden, names)));
    }

    private static String[] text(int[] groups, String[] names) {
        return Arrays.stream(groups).mapToObj(group -> names[group]).toArray(String[]::new);
    }

    /**
     * What every evaluator adds up over its answers, in ascending order of rules: it differs if any identity gets other
     * rules.
     */
    static long fold(long sum, int identity, int rule) {
        return sum * 31 + identity * 1_000_003L + rule;
    }
}
