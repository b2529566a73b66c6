// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.reconcile.Difference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which overrides would release each held difference. All guards judge again without the limits that could be
 * overridden, so that an override releases nothing that anything else would hold, and what waits only for what is
 * released goes with it.
 */
final class Releases {
    private final Guards guards;
    private final Map<Difference, Verdict> first;
    private final Set<Verdict> limits = new LinkedHashSet<>();
    private final Map<Set<Verdict>, Map<Difference, Verdict>> judged = new HashMap<>();
    /** What each limit keeps by itself. */
    private final Map<Verdict, Set<Difference>> alone = new LinkedHashMap<>();

    Releases(Guards guards) {
        this.guards = guards;
        this.first = guards.judge();
        for (Verdict verdict : first.values()) {
            if (verdict.code().canBeOverridden()) {
                limits.add(verdict);
            }
        }
        judged.put(Set.of(), first);
        for (Verdict limit : limits) {
            Set<Verdict> others = new HashSet<>(limits);
            others.remove(limit);
            alone.put(limit, without(others).keySet());
        }
    }

    /** Returns the differences that have to wait. What no override would release has the reason that keeps it then. */
    Map<Difference, Verdict> held() {
        Map<Difference, Verdict> last = without(limits);
        Map<Difference, Verdict> held = new LinkedHashMap<>();
        first.forEach((d, verdict) -> {
            Verdict kept = last.get(d);
            held.put(
                    d,
                    kept == null ? verdict.releasedBy(names(d)) : verdict.code().canBeOverridden() ? kept : verdict);
        });
        return held;
    }

    private Set<String> names(Difference d) {
        Set<Verdict> needed = new HashSet<>();
        alone.forEach((limit, keeps) -> {
            if (keeps.contains(d)) {
                needed.add(limit);
            }
        });
        Set<String> names = new HashSet<>();
        for (Verdict limit : without(needed).containsKey(d) ? limits : needed) {
            names.add(limit.name());
        }
        return names;
    }

    // What is released must not take the place of what goes in any case, such as the last one in a full group. If it
    // would, nothing is released.
    private Map<Difference, Verdict> without(Set<Verdict> overridden) {
        return judged.computeIfAbsent(overridden, o -> {
            Map<Difference, Verdict> held = guards.judgeWithout(o);
            return first.keySet().containsAll(held.keySet()) ? held : first;
        });
    }
}
