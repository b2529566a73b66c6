// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds rules that no person can satisfy, and rules of two tenants that one person can satisfy. */
final class RuleLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;
    private final Map<Integer, List<Needing>> byTenant = new HashMap<>();

    RuleLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
    }

    /** A clause with its needs, kept because each other tenant is compared with them. */
    private record Needing(Clause clause, Set<String> needs) {}

    void check() {
        for (int i = 0; i < policy.tenants().size(); i++) {
            TenantPolicy tenant = policy.tenants().get(i);
            String path = "tenants[" + i + "]";
            Optional<List<Clause>> clauses = rule(tenant.match(), path + ".match");
            if (clauses.isPresent()) {
                byTenant.put(
                        i,
                        clauses.get().stream()
                                .map(c -> new Needing(c, c.needs()))
                                .toList());
                profiles(tenant, path, clauses.get());
            }
        }
        policy.outside().ifPresent(outside -> rule(outside, "outside"));
        overlaps();
    }

    private Optional<List<Clause>> rule(Condition rule, String path) {
        Optional<List<Clause>> clauses = Clause.allOf(rule);
        if (clauses.isEmpty()) {
            add(
                    ProblemCode.MATCH_TOO_COMPLEX,
                    path,
                    "there are more than " + Clause.MOST + " ways to satisfy this rule");
        } else if (clauses.get().isEmpty()) {
            add(ProblemCode.MATCH_UNSATISFIABLE, path, "no person can satisfy this rule");
        } else {
            branches(rule, path);
            negations(clauses.get(), path);
        }
        return clauses;
    }

    private void branches(Condition rule, String path) {
        rule.each(path, (part, at) -> {
            if (!at.equals(path)
                    && !part.isNegation()
                    && Clause.allOf(part).filter(List::isEmpty).isPresent()) {
                add(ProblemCode.MATCH_BRANCH_UNSATISFIABLE, at, "no person can satisfy this part of the rule");
            }
        });
    }

    private void negations(List<Clause> clauses, String path) {
        Set<String> negated = new LinkedHashSet<>();
        clauses.forEach(c -> negated.addAll(c.onlyNegated()));
        for (String attribute : negated) {
            add(
                    ProblemCode.MATCH_NEGATION,
                    path,
                    "this also holds for people without the attribute " + Quote.of(attribute));
        }
    }

    private void profiles(TenantPolicy tenant, String path, List<Clause> members) {
        for (int i = 0; i < tenant.profiles().size(); i++) {
            AccessProfile profile = tenant.profiles().get(i);
            String at = path + ".profiles[" + i + "].when";
            profile.when().flatMap(w -> rule(w, at)).filter(w -> !w.isEmpty()).ifPresent(when -> {
                if (!members.isEmpty() && !anyTogether(members, when)) {
                    add(
                            ProblemCode.PROFILE_UNREACHABLE,
                            at,
                            "no member of tenant " + Quote.of(tenant.id().value()) + " can have the profile "
                                    + Quote.of(profile.id()));
                }
            });
        }
    }

    private static boolean anyTogether(List<Clause> left, List<Clause> right) {
        return left.stream().anyMatch(l -> right.stream().anyMatch(r -> l.and(r).isSatisfiable()));
    }

    private void overlaps() {
        Set<Long> compared = new LinkedHashSet<>();
        Map<String, List<Integer>> byNeed = new HashMap<>();
        List<Integer> catchAll = new ArrayList<>();
        byTenant.forEach((tenant, clauses) -> clauses.forEach(c -> {
            c.needs.forEach(
                    n -> byNeed.computeIfAbsent(n, k -> new ArrayList<>()).add(tenant));
            if (c.needs.isEmpty()) {
                catchAll.add(tenant);
            }
        }));
        // Only tenants that need a common group or attribute, or need none, can be shown to overlap.
        byNeed.values().forEach(tenants -> pairs(tenants, tenants, compared));
        pairs(catchAll, List.copyOf(byTenant.keySet()), compared);
        compared.stream().sorted().forEach(pair -> overlap((int) (pair >>> 32), (int) (long) pair));
    }

    private static void pairs(List<Integer> left, List<Integer> right, Set<Long> pairs) {
        for (int l : new LinkedHashSet<>(left)) {
            for (int r : new LinkedHashSet<>(right)) {
                if (l != r) {
                    pairs.add(((long) Math.min(l, r) << 32) | Math.max(l, r));
                }
            }
        }
    }

    private void overlap(int first, int second) {
        TenantPolicy one = policy.tenants().get(first);
        TenantPolicy other = policy.tenants().get(second);
        if (one.isLeaving() || other.isLeaving()) {
            return;
        }
        if (policy.precedence().contains(one.id()) && policy.precedence().contains(other.id())) {
            return;
        }
        example(first, second)
                .ifPresent(both -> add(
                        ProblemCode.MATCH_OVERLAP,
                        "tenants[" + second + "].match",
                        both.example() + " is in tenant " + Quote.of(one.id().value()) + " and in tenant "
                                + Quote.of(other.id().value())));
    }

    private Optional<Clause> example(int first, int second) {
        for (Needing one : needing(first)) {
            for (Needing other : needing(second)) {
                if (one.needs.containsAll(other.needs) || other.needs.containsAll(one.needs)) {
                    Clause both = one.clause.and(other.clause);
                    if (both.isSatisfied()) {
                        return Optional.of(both);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<Needing> needing(int tenant) {
        return byTenant.getOrDefault(tenant, List.of());
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }
}
