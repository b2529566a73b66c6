// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the tenants that a person who matches none almost matches, so that an administrator sees the slip at once. */
final class NearMisses {
    private static final int MOST = 3;

    private NearMisses() {}

    static List<String> of(OrganizationPolicy policy, Identity identity) {
        List<String> misses = new ArrayList<>();
        for (TenantPolicy tenant : policy.tenants()) {
            miss(tenant.match(), identity).ifPresent(why -> misses.add("tenant " + tenant.id() + ": " + why));
            if (misses.size() == MOST) {
                break;
            }
        }
        return misses;
    }

    private static Optional<String> miss(Condition condition, Identity identity) {
        if (condition instanceof Condition.SourceGroup group) {
            return alike(group.name(), identity);
        }
        if (condition instanceof Condition.In in) {
            return identity.attribute(in.attribute())
                    .filter(value -> in.values().stream().anyMatch(v -> nearly(v, value)))
                    .map(value -> "the value of " + in.attribute() + " differs from one of " + in.values()
                            + " only in case or space");
        }
        if (condition instanceof Condition.Any any) {
            return any.of().stream()
                    .map(c -> miss(c, identity))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return condition instanceof Condition.All all ? lastOf(all, identity) : Optional.empty();
    }

    private static Optional<String> lastOf(Condition.All all, Identity identity) {
        List<Condition> failing =
                all.of().stream().filter(c -> !c.holds(identity)).toList();
        boolean onlyOne = failing.size() == 1 && all.of().size() > 1;
        return onlyOne ? Optional.of("all but this holds: " + failing.get(0)) : Optional.empty();
    }

    private static Optional<String> alike(String name, Identity identity) {
        return identity.sourceGroups().stream()
                .filter(g -> nearly(g, name))
                .findFirst()
                .map(g -> "source group \"" + g + "\" differs from \"" + name + "\" only in case or space");
    }

    private static boolean nearly(String a, String b) {
        return a.strip().equalsIgnoreCase(b.strip());
    }
}
