// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the rules that a set of facts satisfies. A rule is a list of clauses, and holds if one of them holds. A clause
 * holds if all its required facts are present and none of its forbidden ones. Facts and rules are small ordinals.
 *
 * <p>Each clause is filed under one of its required facts, the one with the fewest clauses, so a match looks only at
 * the clauses filed under facts that are present. Immutable and safe for many threads, each with its own
 * {@link Scratch}; matching allocates nothing.
 */
public final class RuleIndex {
    private static final int NONE = -1;

    /**
     * All clauses, those of one fact together. Each is written as its rule, the numbers of required and forbidden
     * facts, the required facts, and the forbidden facts.
     */
    private final int[] program;

    /**
     * The start of the clauses of each fact in the program; clauses without required facts come first, before the start
     * of fact 0.
     */
    private final int[] starts;

    private final int rules;

    private RuleIndex(int[] program, int[] starts, int rules) {
        this.program = program;
        this.starts = starts;
        this.rules = rules;
    }

    /** Returns a builder without rules. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the number of rules. */
    public int rules() {
        return rules;
    }

    /** Returns working storage for one thread. */
    public Scratch scratch() {
        return new Scratch(this, starts.length - 1, rules);
    }

    /**
     * Finds the rules that the facts in a range satisfy. Facts may come in any order and more than once; facts that no
     * clause names are ignored.
     *
     * @return how many rules match; {@link Scratch#rule} returns them in ascending order until the next match
     * @throws IllegalArgumentException if the scratch belongs to another index
     */
    public int match(int[] facts, int from, int to, Scratch scratch) {
        Objects.checkFromToIndex(from, to, facts.length);
        int present = scratch.begin(this);
        int[] stamps = scratch.facts;
        for (int i = from; i < to; i++) {
            int fact = facts[i];
            if (fact >= 0 && fact < stamps.length) {
                stamps[fact] = present;
            }
        }
        evaluate(0, starts[0], present, scratch);
        for (int i = from; i < to; i++) {
            int fact = facts[i];
            if (fact >= 0 && fact < stamps.length && stamps[fact] == present) {
                stamps[fact] = present + 1;
                evaluate(starts[fact], starts[fact + 1], present, scratch);
            }
        }
        return scratch.finish();
    }

    private void evaluate(int from, int to, int present, Scratch scratch) {
        int at = from;
        while (at < to) {
            int rule = program[at];
            int required = at + 3;
            int forbidden = required + program[at + 1];
            int end = forbidden + program[at + 2];
            if (!scratch.matched(rule) && holds(required, forbidden, end, present, scratch.facts)) {
                scratch.add(rule);
            }
            at = end;
        }
    }

    private boolean holds(int required, int forbidden, int end, int present, int[] stamps) {
        for (int i = required; i < forbidden; i++) {
            if (stamps[program[i]] < present) {
                return false;
            }
        }
        for (int i = forbidden; i < end; i++) {
            if (stamps[program[i]] >= present) {
                return false;
            }
        }
        return true;
    }

    /** The working storage of one thread, and the last answer. */
    public static final class Scratch {
        private static final int FEW = 24;

        private final RuleIndex index;
        private final int[] facts;
        private final int[] stamps;
        private final int[] matches;
        private int size;
        private int present;

        private Scratch(RuleIndex index, int facts, int rules) {
            this.index = index;
            this.facts = new int[facts];
            this.stamps = new int[rules];
            this.matches = new int[rules];
        }

        /** Returns the number of rules in the last answer. */
        public int size() {
            return size;
        }

        /** Returns a rule of the last answer, which is in ascending order. */
        public int rule(int position) {
            Objects.checkIndex(position, size);
            return matches[position];
        }

        /**
         * Starts a match and returns its stamp. A present fact gets this stamp, and the stamp plus one after its
         * clauses were checked.
         */
        private int begin(RuleIndex expected) {
            if (index != expected) {
                throw new IllegalArgumentException("the scratch belongs to another index");
            }
            if (present > Integer.MAX_VALUE - 4) {
                Arrays.fill(facts, 0);
                Arrays.fill(stamps, 0);
                present = 0;
            }
            size = 0;
            present += 2;
            return present;
        }

        private boolean matched(int rule) {
            return stamps[rule] == present;
        }

        private void add(int rule) {
            stamps[rule] = present;
            matches[size++] = rule;
        }

        /** Sorts the answer without allocating: few rules by insertion, many by reading the stamps in order. */
        private int finish() {
            if (size > FEW) {
                collect();
            } else if (size > 1) {
                insertionSort();
            }
            return size;
        }

        private void collect() {
            int next = 0;
            for (int rule = 0; next < size; rule++) {
                if (stamps[rule] == present) {
                    matches[next++] = rule;
                }
            }
        }

        private void insertionSort() {
            for (int i = 1; i < size; i++) {
                int rule = matches[i];
                int at = i;
                for (; at > 0 && matches[at - 1] > rule; at--) {
                    matches[at] = matches[at - 1];
                }
                matches[at] = rule;
            }
        }
    }

    /** Collects clauses. */
    public static final class Builder {
        private final List<Clause> clauses = new ArrayList<>();
        private int rules;

        private Builder() {}

        /** Makes sure that there are at least this many rules; a rule without a clause never holds. */
        public Builder rules(int atLeast) {
            rules = Math.max(rules, atLeast);
            return this;
        }

        /**
         * Adds a clause to a rule. A clause without required facts holds if no forbidden fact is present; a clause
         * without any fact always holds.
         *
         * @throws IllegalArgumentException if the rule or a fact is negative
         */
        public Builder clause(int rule, int[] required, int[] forbidden) {
            clauses.add(new Clause(rule, distinct(required), distinct(forbidden)));
            return this;
        }

        /** Returns the index of the clauses so far. */
        public RuleIndex build() {
            int facts = 0;
            for (Clause clause : clauses) {
                facts = Math.max(facts, clause.factBound());
                rules(clause.rule + 1);
            }
            return layOut(facts);
        }

        private RuleIndex layOut(int facts) {
            List<Clause> possible = clauses.stream().filter(Clause::possible).toList();
            int[] pivots = pivots(possible, facts);
            int[] starts = new int[facts + 1];
            int length = 0;
            for (int i = 0; i < pivots.length; i++) {
                starts[pivots[i] + 1] += possible.get(i).length(pivots[i]);
            }
            for (int i = 0; i < starts.length; i++) {
                length += starts[i];
                starts[i] = length;
            }
            int[] program = new int[length];
            int[] next = new int[facts + 1];
            System.arraycopy(starts, 0, next, 1, facts);
            for (int i = 0; i < pivots.length; i++) {
                next[pivots[i] + 1] = possible.get(i).write(program, next[pivots[i] + 1], pivots[i]);
            }
            return new RuleIndex(program, starts, rules);
        }

        /**
         * Returns the fact under which each clause is filed: of its required facts, the one that the fewest clauses
         * require.
         */
        private static int[] pivots(List<Clause> clauses, int facts) {
            int[] uses = new int[facts];
            for (Clause clause : clauses) {
                for (int fact : clause.required) {
                    uses[fact]++;
                }
            }
            return clauses.stream().mapToInt(clause -> clause.rarest(uses)).toArray();
        }

        private static int[] distinct(int[] facts) {
            int[] distinct = facts.length < 2
                    ? facts.clone()
                    : Arrays.stream(facts).distinct().toArray();
            for (int fact : distinct) {
                requireOrdinal(fact, "fact");
            }
            return distinct;
        }

        private static void requireOrdinal(int ordinal, String what) {
            if (ordinal < 0 || ordinal == Integer.MAX_VALUE) {
                throw new IllegalArgumentException(what + " is not an ordinal: " + ordinal);
            }
        }

        private static final class Clause {
            private final int rule;
            private final int[] required;
            private final int[] forbidden;

            Clause(int rule, int[] required, int[] forbidden) {
                requireOrdinal(rule, "rule");
                this.rule = rule;
                this.required = required;
                this.forbidden = forbidden;
            }

            int factBound() {
                int bound = 0;
                for (int fact : required) {
                    bound = Math.max(bound, fact + 1);
                }
                for (int fact : forbidden) {
                    bound = Math.max(bound, fact + 1);
                }
                return bound;
            }

            /** Returns whether the clause can hold; a clause that requires and forbids the same fact cannot. */
            boolean possible() {
                if (forbidden.length == 0) {
                    return true;
                }
                Set<Integer> excluded = new HashSet<>();
                for (int fact : forbidden) {
                    excluded.add(fact);
                }
                return Arrays.stream(required).noneMatch(excluded::contains);
            }

            int rarest(int[] uses) {
                int rarest = NONE;
                for (int fact : required) {
                    if (rarest == NONE || uses[fact] < uses[rarest]) {
                        rarest = fact;
                    }
                }
                return rarest;
            }

            int length(int pivot) {
                return 3 + required.length - (pivot == NONE ? 0 : 1) + forbidden.length;
            }

            /**
             * Writes the clause without its pivot, which is known to be present when the clause is read, and returns
             * the place of the next clause.
             */
            int write(int[] program, int at, int pivot) {
                program[at] = rule;
                program[at + 1] = required.length - (pivot == NONE ? 0 : 1);
                program[at + 2] = forbidden.length;
                int next = at + 3;
                for (int fact : required) {
                    if (fact != pivot) {
                        program[next++] = fact;
                    }
                }
                System.arraycopy(forbidden, 0, program, next, forbidden.length);
                return next + forbidden.length;
            }
        }
    }
}
