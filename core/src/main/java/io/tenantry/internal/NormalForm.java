// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Turns a rule of {@code any}, {@code all} and {@code not} over leaves into a list of alternatives, one of which
 * suffices. The caller defines what an alternative is and how two are joined. Combining {@code all} of {@code any}
 * multiplies alternatives, so their number has a bound; beyond it there is no answer.
 *
 * @param <A> an alternative
 */
public final class NormalForm<A> {
    private final A always;
    private final BinaryOperator<A> both;
    private final Predicate<A> possible;
    private final int most;

    /**
     * Creates a form.
     *
     * @param always the alternative that always holds
     * @param both joins two alternatives into one that holds only if both hold
     * @param possible whether an alternative can hold; one that cannot is dropped
     * @param most how many alternatives a rule may have
     */
    public NormalForm(A always, BinaryOperator<A> both, Predicate<A> possible, int most) {
        this.always = always;
        this.both = both;
        this.possible = possible;
        this.most = most;
    }

    /**
     * A rule that can be turned into alternatives.
     *
     * @param <A> an alternative
     */
    @FunctionalInterface
    public interface Rule<A> {
        /**
         * Returns the alternatives; empty if there are too many.
         *
         * @param wanted true for the rule, false for its opposite
         */
        Optional<List<A>> alternatives(boolean wanted);
    }

    /** Returns a rule that holds if one part holds. */
    public Rule<A> any(List<Rule<A>> parts) {
        return wanted -> wanted ? either(parts, true) : every(parts, false);
    }

    /** Returns a rule that holds if all parts hold. */
    public Rule<A> all(List<Rule<A>> parts) {
        return wanted -> wanted ? every(parts, true) : either(parts, false);
    }

    /** Returns the opposite of a rule. */
    public Rule<A> not(Rule<A> part) {
        return wanted -> part.alternatives(!wanted);
    }

    private Optional<List<A>> either(List<Rule<A>> parts, boolean wanted) {
        List<A> either = new ArrayList<>();
        for (Rule<A> part : parts) {
            Optional<List<A>> more = part.alternatives(wanted);
            if (more.isEmpty() || either.size() + more.get().size() > most) {
                return Optional.empty();
            }
            either.addAll(more.get());
        }
        return Optional.of(either);
    }

    private Optional<List<A>> every(List<Rule<A>> parts, boolean wanted) {
        List<A> every = List.of(always);
        for (Rule<A> part : parts) {
            Optional<List<A>> more = part.alternatives(wanted);
            if (more.isEmpty() || (long) every.size() * more.get().size() > most) {
                return Optional.empty();
            }
            // Dropping impossible alternatives early keeps the product small.
            every = every.stream()
                    .flatMap(left -> joined(left, more.get()))
                    .filter(possible)
                    .toList();
        }
        return Optional.of(every);
    }

    private Stream<A> joined(A left, List<A> rights) {
        return rights.stream().map(right -> both.apply(left, right));
    }
}
