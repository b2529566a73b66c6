// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a rule into the clauses any of which suffices. */
final class NormalForm {
    /** More ways than this to satisfy one rule, and it is not analysed: combining {@code all} of {@code any} multiplies them. */
    static final int MOST = 2_000;

    private NormalForm() {}

    /** Returns the clauses that somebody can satisfy, or nothing if there are too many. */
    static Optional<List<Clause>> of(Condition rule) {
        return clauses(rule, true)
                .map(all -> all.stream().filter(Clause::isSatisfiable).toList());
    }

    private static Optional<List<Clause>> clauses(Condition rule, boolean wanted) {
        if (rule instanceof Condition.Not not) {
            return clauses(not.of(), !wanted);
        } else if (rule instanceof Condition.Any any) {
            return wanted ? either(any.of(), true) : every(any.of(), false);
        } else if (rule instanceof Condition.All all) {
            return wanted ? every(all.of(), true) : either(all.of(), false);
        }
        return Optional.of(List.of(Clause.of(rule, wanted)));
    }

    private static Optional<List<Clause>> either(List<Condition> rules, boolean wanted) {
        List<Clause> either = new ArrayList<>();
        for (Condition rule : rules) {
            Optional<List<Clause>> more = clauses(rule, wanted);
            if (more.isEmpty() || either.size() + more.get().size() > MOST) {
                return Optional.empty();
            }
            either.addAll(more.get());
        }
        return Optional.of(either);
    }

    private static Optional<List<Clause>> every(List<Condition> rules, boolean wanted) {
        List<Clause> every = List.of(Clause.open());
        for (Condition rule : rules) {
            Optional<List<Clause>> more = clauses(rule, wanted);
            if (more.isEmpty() || (long) every.size() * more.get().size() > MOST) {
                return Optional.empty();
            }
            List<Clause> product = new ArrayList<>();
            for (Clause left : every) {
                for (Clause right : more.get()) {
                    product.add(left.and(right));
                }
            }
            // Dropping what is already impossible keeps the product small.
            every = product.stream().filter(Clause::isSatisfiable).toList();
        }
        return Optional.of(every);
    }
}
