// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which losses and changes of names count against the limits of a tenant. A leaving tenant that an off-boarding emptied is kept empty
 * without counting. A person whose log-in ends and whose account then moves out is one account, not two. Immutable.
 */
final class Counting {
    private final BoundPolicy bound;
    private final Losses losses;
    private final Set<TenantId> emptied;
    private final Set<String> shut;

    Counting(TenantMap tenants, Set<TenantId> emptied, Collection<Difference> permitted) {
        this.bound = tenants.bound();
        this.losses = new Losses(tenants);
        this.emptied = emptied;
        this.shut = bound.tenants().stream().anyMatch(t -> t.policy().isLeaving()) ? shut(permitted) : Set.of();
    }

    private static Set<String> shut(Collection<Difference> permitted) {
        return permitted.stream()
                .filter(d -> d.change().phase() == Phase.SHUT)
                .flatMap(d -> d.person().stream())
                .map(Person::key)
                .collect(Collectors.toSet());
    }

    /** Returns what counts a difference, if a limit does. */
    Optional<LimitKind> counter(Difference d) {
        return losses.counter(d).filter(kind -> !isKeptEmpty(losses.counted(d)) && !followsShut(d));
    }

    private boolean isKeptEmpty(TenantId tenant) {
        return emptied.contains(tenant)
                && bound.tenant(tenant).filter(t -> t.policy().isLeaving()).isPresent();
    }

    private boolean followsShut(Difference d) {
        return d.change().movesFrom().isPresent()
                && d.person().map(Person::key).filter(shut::contains).isPresent();
    }
}
