// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was told of holds, and of findings and refused rows, so that each is said once. Immutable. */
record Told(Set<String> holds, Set<String> findings, List<Hold> held) {
    static final Told NOTHING = new Told(Set.of(), Set.of(), List.of());

    /** What a plan has judged again. */
    enum Judged {
        /** People who changed. */
        SOME,
        /** Everybody who is due too, and so every hold. */
        HOLDS,
        /** Everything. */
        ALL
    }

    /** Returns what is told after this plan: what it has judged again replaces what was told before. */
    Told after(Plan plan, Judged judged) {
        Set<String> nowHeld = plan.holds().stream().flatMap(Told::words).collect(Collectors.toCollection(HashSet::new));
        Set<String> nowFound = Stream.concat(
                        plan.findings().stream()
                                .filter(f -> f.severity() != Finding.Severity.INFO)
                                .map(f -> f.code() + " " + f.subject()),
                        plan.rejected().stream().map(row -> row.origin() + " " + row.problem()))
                .collect(Collectors.toCollection(HashSet::new));
        if (judged != Judged.ALL) {
            nowFound.addAll(findings);
        }
        if (judged != Judged.SOME) {
            return new Told(nowHeld, nowFound, plan.holds());
        }
        nowHeld.addAll(holds);
        return new Told(
                nowHeld,
                nowFound,
                Stream.concat(held.stream(), plan.holds().stream()).toList());
    }

    private static Stream<String> words(Hold hold) {
        String head = hold.code() + " " + hold.tenant().map(Object::toString).orElse("");
        return hold.operations().isEmpty()
                ? Stream.of(head)
                : hold.operations().stream()
                        .map(o -> head + " " + o.person().map(Person::key).orElse("") + " " + Wording.of(o.change()));
    }

    boolean covers(Told other) {
        return holds.containsAll(other.holds) && findings.containsAll(other.findings);
    }
}
