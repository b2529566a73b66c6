// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.internal.Fold;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tenants that a person without a match almost matches, so that an administrator sees a typing error at once.
 */
final class NearMisses implements Condition.Cases<Optional<String>> {
    private static final int MOST = 3;

    private final Identity identity;

    private NearMisses(Identity identity) {
        this.identity = identity;
    }

    static List<String> of(OrganizationPolicy policy, Identity identity) {
        NearMisses person = new NearMisses(identity);
        List<String> misses = new ArrayList<>();
        for (TenantPolicy tenant : policy.tenants()) {
            if (tenant.isLeaving()) {
                continue;
            }
            tenant.match().match(person).ifPresent(why -> misses.add("tenant " + tenant.id() + ": " + why));
            if (misses.size() == MOST) {
                return misses;
            }
        }
        if (policy.outside().isPresent() && !policy.outside().get().holds(identity)) {
            policy.outside().get().match(person).ifPresent(why -> misses.add("outside: " + why));
        }
        return misses;
    }

    @Override
    public Optional<String> sourceGroup(Condition.SourceGroup group) {
        return identity.sourceGroups().stream()
                .filter(g -> nearly(g, group.name()))
                .findFirst()
                .map(g -> "source group \"" + g + "\" differs from \"" + group.name() + "\" only in case or space");
    }

    @Override
    public Optional<String> comparison(Condition.Comparison comparison) {
        return comparison
                .listed()
                .flatMap(values -> identity.attribute(comparison.attribute())
                        .filter(value -> values.stream().anyMatch(v -> nearly(v, value)))
                        .map(value -> "the value of " + comparison.attribute() + " differs from one of "
                                + comparison.operands() + " only in case or space"));
    }

    @Override
    public Optional<String> any(Condition.Any any) {
        return any.of().stream()
                .map(c -> c.match(this))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<String> all(Condition.All all) {
        List<Condition> failing =
                all.of().stream().filter(c -> !c.holds(identity)).toList();
        boolean onlyOne = failing.size() == 1 && all.of().size() > 1;
        return onlyOne ? Optional.of("all conditions hold except: " + failing.get(0)) : Optional.empty();
    }

    @Override
    public Optional<String> not(Condition.Not not) {
        return Optional.empty();
    }

    private static boolean nearly(String a, String b) {
        return Fold.same(a.strip(), b.strip());
    }
}
