// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A line for a joint agent that gives nothing more. Of its tenants a parked person keeps one at most: home if its rule
 * may match, else the one in whose division the account lives, if that rule may match. Immutable.
 *
 * @param possible the tenants whose rule may match the person
 * @param why how the line ended, in words
 */
public record EndedLine(Set<TenantId> tenants, TenantId home, Set<TenantId> possible, String why) {
    /** Returns the tenants that the person loses. */
    Set<TenantId> lost(List<TenantId> residence) {
        Optional<TenantId> kept = possible.contains(home)
                ? Optional.of(home)
                : residence.stream().filter(possible::contains).findFirst();
        return tenants.stream()
                .filter(Predicate.not(t -> kept.filter(t::equals).isPresent()))
                .collect(Collectors.toSet());
    }
}
