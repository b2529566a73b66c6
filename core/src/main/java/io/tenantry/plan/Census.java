// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.BoundTenant;
import io.tenantry.reconcile.DirectorySnapshot;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts what each tenant has now, so that a limit in percent has something to be a percentage of. */
final class Census {
    private final Map<TenantId, Map<EntitlementKind, Long>> counts = new HashMap<>();

    Census(Blueprint blueprint, DirectorySnapshot snapshot) {
        snapshot.accounts()
                .activeByDivision()
                .forEach((division, count) ->
                        blueprint.ownerOf(division).ifPresent(t -> add(t.id(), EntitlementKind.ACCOUNTS, count)));
        for (BoundTenant tenant : blueprint.tenants()) {
            tenant.division().id().ifPresent(d -> add(tenant.id(), EntitlementKind.GRANTS, snapshot.grantCount(d)));
            tenant.profiles()
                    .forEach(p -> p.group()
                            .id()
                            .ifPresent(g -> add(tenant.id(), EntitlementKind.MEMBERSHIPS, snapshot.memberCount(g))));
        }
    }

    long count(TenantId tenant, EntitlementKind kind) {
        return counts.getOrDefault(tenant, Map.of()).getOrDefault(kind, 0L);
    }

    long count(EntitlementKind kind) {
        return counts.values().stream().mapToLong(c -> c.getOrDefault(kind, 0L)).sum();
    }

    private void add(TenantId tenant, EntitlementKind kind, long more) {
        counts.computeIfAbsent(tenant, k -> new EnumMap<>(EntitlementKind.class))
                .merge(kind, more, Long::sum);
    }
}
