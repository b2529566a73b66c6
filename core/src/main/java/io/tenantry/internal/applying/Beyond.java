// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Path;
import io.tenantry.directory.AccountId;
import io.tenantry.plan.Basis;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the paths that lead beyond the tenants that the policy gives to an account. */
final class Beyond {
    private Beyond() {}

    /** Returns the tenants that a plan lets an account reach which gains these tenants. */
    static Set<TenantId> allowed(Plan plan, AccountId account, Stream<TenantId> gained) {
        Set<TenantId> by = gained.collect(Collectors.toCollection(HashSet::new));
        Map<AccountId, Basis> basis = plan.basis();
        Optional.ofNullable(basis.get(account))
                .map(Basis::tenants)
                .filter(t -> t.containsAll(by))
                .ifPresent(by::addAll);
        return by;
    }

    /** Returns the paths that do not lead to one of these tenants alone. */
    static Stream<Path> of(List<Path> paths, Set<TenantId> allowed) {
        return paths.stream().filter(p -> !p.tenant().map(allowed::contains).orElse(false));
    }

    /** Returns a phrase for people. */
    static String way(Path path) {
        return path.why() + path.tenant().map(t -> " (tenant " + t + ")").orElse("");
    }
}
