// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Person;
import io.tenantry.internal.reconcile.Difference;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The differences that have to wait so far. The first verdict on a difference is kept. */
final class Waiting {
    private final List<Difference> permitted;
    private final Map<Difference, Verdict> verdicts = new LinkedHashMap<>();

    /** What is judged as if it held nothing. */
    private final Set<Verdict> lifted;

    private List<Difference> ready;
    private int held;

    /** Starts with the differences that the policy's authority permits; none of them waits. */
    Waiting(List<Difference> permitted, Set<Verdict> lifted) {
        this.permitted = permitted;
        this.lifted = lifted;
        this.ready = permitted;
    }

    void hold(Predicate<Difference> which, Verdict verdict) {
        if (lifted.contains(verdict)) {
            return;
        }
        for (Difference d : permitted) {
            if (which.test(d)) {
                verdicts.putIfAbsent(d, verdict);
            }
        }
    }

    /** Holds each of these differences for its own reason; returns whether one of them did not wait before. */
    boolean holdEach(Map<Difference, Verdict> reasons) {
        int before = verdicts.size();
        reasons.forEach((d, verdict) -> {
            if (!lifted.contains(verdict)) {
                verdicts.putIfAbsent(d, verdict);
            }
        });
        return verdicts.size() > before;
    }

    /**
     * Holds the matching differences of these people, each for the reason given for that person; returns whether one of
     * them did not wait before.
     */
    boolean holdPeople(Map<String, Verdict> reasons, Predicate<Difference> which) {
        if (reasons.isEmpty()) {
            return false;
        }
        int before = verdicts.size();
        for (Difference d : permitted) {
            Verdict verdict = d.person().map(Person::key).map(reasons::get).orElse(null);
            if (verdict != null && which.test(d)) {
                verdicts.putIfAbsent(d, verdict);
            }
        }
        return verdicts.size() > before;
    }

    boolean isEmpty() {
        return verdicts.isEmpty();
    }

    boolean isHeld(Difference d) {
        return verdicts.containsKey(d);
    }

    /** Returns the people with a held difference that matches, each with the reason. */
    Map<String, Verdict> people(Predicate<Difference> which) {
        Map<String, Verdict> people = new HashMap<>();
        verdicts.forEach((d, verdict) -> {
            if (which.test(d)) {
                d.person().ifPresent(p -> people.putIfAbsent(p.key(), verdict));
            }
        });
        return people;
    }

    /** Returns the permitted differences that do not wait. */
    List<Difference> ready() {
        if (held != verdicts.size()) {
            held = verdicts.size();
            ready = ready.stream().filter(d -> !isHeld(d)).toList();
        }
        return ready;
    }

    Map<Difference, Verdict> verdicts() {
        return Collections.unmodifiableMap(verdicts);
    }
}
