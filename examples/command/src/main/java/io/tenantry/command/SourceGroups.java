// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The source groups that the rules of a policy name. */
record SourceGroups(SortedSet<String> names) {
    static SourceGroups of(OrganizationPolicy policy) {
        List<Condition> rules = new ArrayList<>(policy.rules());
        policy.tenants().forEach(t -> rules.addAll(t.rules()));
        return new SourceGroups(
                rules.stream().flatMap(rule -> rule.group().stream()).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Returns the mistake of declaring groups empty that no rule names; empty if each is named. */
    Optional<String> mistake(List<String> empty) {
        List<String> unknown = empty.stream().filter(g -> !names.contains(g)).toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("--empty-group " + unknown.get(0) + ": the policy names no such source group; it names "
                        + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
}
