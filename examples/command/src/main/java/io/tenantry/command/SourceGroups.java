// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source groups that the rules of a policy name. */
record SourceGroups(SortedSet<String> names) {
    static SourceGroups of(OrganizationPolicy policy) {
        Named named = new Named();
        return new SourceGroups(policy.tenants().stream()
                .flatMap(t -> Stream.concat(
                        Stream.of(t.match()), t.profiles().stream().flatMap(p -> p.when().stream())))
                .flatMap(rule -> rule.match(named))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Returns the mistake of declaring groups empty that no rule names; empty if each is named. */
    Optional<String> mistake(List<String> empty) {
        List<String> unknown = empty.stream().filter(g -> !names.contains(g)).toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("--empty-group " + unknown.get(0) + ": the policy names no such source group; it names "
                        + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    private static final class Named implements Condition.Cases<Stream<String>> {
        @Override
        public Stream<String> sourceGroup(Condition.SourceGroup group) {
            return Stream.of(group.name());
        }

        @Override
        public Stream<String> comparison(Condition.Comparison comparison) {
            return Stream.empty();
        }

        @Override
        public Stream<String> any(Condition.Any any) {
            return any.of().stream().flatMap(c -> c.match(this));
        }

        @Override
        public Stream<String> all(Condition.All all) {
            return all.of().stream().flatMap(c -> c.match(this));
        }

        @Override
        public Stream<String> not(Condition.Not not) {
            return not.of().match(this);
        }
    }
}
