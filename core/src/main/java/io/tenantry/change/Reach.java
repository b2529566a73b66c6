// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tenants a subject reaches, and why. Immutable.
 *
 * @param paths every path that was found, at least one
 * @param members how many members the group has; 0 if the subject is not a group
 */
public record Reach(Subject subject, List<Path> paths, int members) {
    /** Copies the paths. */
    public Reach {
        paths = List.copyOf(paths);
    }

    /** Returns the tenants that single paths lead to, sorted; a path to all tenants at once does not count here. */
    public Set<TenantId> tenants() {
        Set<TenantId> tenants = new TreeSet<>();
        paths.forEach(p -> p.tenant().ifPresent(tenants::add));
        return Collections.unmodifiableSet(tenants);
    }

    /** Returns whether a path leads to every tenant, later ones included. */
    public boolean isEverywhere() {
        return paths.stream().anyMatch(Path::isEverywhere);
    }

    /** Returns the paths that lead to this tenant, including those that lead to every tenant. */
    public List<Path> pathsTo(TenantId tenant) {
        return paths.stream()
                .filter(p -> p.tenant().map(tenant::equals).orElse(true))
                .toList();
    }
}
