// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.identity.Delivered;
import io.tenantry.internal.NearWord;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.OrganizationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reports the attributes and groups that the policy names and a source does not deliver, once for each kind and not for
 * each person.
 */
final class Unsaid {
    private final People people;
    private final int[] counts;

    private Unsaid(People people) {
        this.people = people;
        this.counts = new int[people.deliveries().size()];
        for (int row = 0; row < people.size(); row++) {
            // Contradicting rows are left out, because the result must not depend on which row came first.
            counts[people.deliveryOf(row)] += people.contradicted.get(row) ? 0 : 1;
        }
    }

    /** Returns the findings for a policy and these people. */
    public static List<Finding> of(OrganizationPolicy policy, People people) {
        Set<String> attributes = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        policy.rules().forEach(rule -> {
            rule.compares().ifPresent(attributes::add);
            rule.group().ifPresent(groups::add);
        });
        Set<String> mapped = new TreeSet<>();
        policy.attributes().stream().map(AttributeRule::from).forEach(mapped::add);
        Unsaid unsaid = new Unsaid(people);
        List<Finding> findings = new ArrayList<>();
        unsaid.finding("attributes that accounts get", mapped, Delivered::attributes)
                .ifPresent(findings::add);
        unsaid.finding("attributes that rules name", attributes, Delivered::attributes)
                .ifPresent(findings::add);
        unsaid.finding("source groups that rules name", groups, Delivered::sourceGroups)
                .ifPresent(findings::add);
        people.refused.forEach((rule, rows) -> findings.add(Findings.refused(
                rule, rows.stream().mapToObj(row -> people.get(row).origin()).toList())));
        return findings;
    }

    private Optional<Finding> finding(String what, Set<String> names, Function<Delivered, Delivered.Names> of) {
        Set<String> missing = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        int lacking = 0;
        for (int i = 0; i < counts.length; i++) {
            Delivered.Names delivered = of.apply(people.deliveries().get(i));
            List<String> here =
                    names.stream().filter(n -> !delivered.contains(n)).toList();
            if (counts[i] > 0 && !here.isEmpty()) {
                known.addAll(delivered.allBut() ? Set.of() : delivered.listed());
                missing.addAll(here);
                lacking += counts[i];
            }
        }
        known.removeAll(names);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.unsaid(what, List.copyOf(missing), lacking, near(missing, known)));
    }

    /** Returns which delivered name is probably meant by each. */
    private static List<String> near(Set<String> missing, Set<String> known) {
        List<String> near = new ArrayList<>();
        for (String name : missing) {
            NearWord.to(name, known).ifPresent(k -> near.add("\"" + k + "\" for \"" + name + "\""));
        }
        return near;
    }
}
