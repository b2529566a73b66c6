// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.Difference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Holds removals that are too many: for a tenant first, then what is left of them for the whole organization. */
final class LimitGuard {
    private final Blueprint blueprint;
    private final Census census;
    private final Losses losses;

    LimitGuard(Blueprint blueprint, Census census, Losses losses) {
        this.blueprint = blueprint;
        this.census = census;
        this.losses = losses;
    }

    void judge(Waiting waiting) {
        Map<TenantId, Map<EntitlementKind, List<Difference>>> byTenant = new TreeMap<>();
        for (Difference d : waiting.ready()) {
            if (losses.isLoss(d)) {
                add(byTenant.computeIfAbsent(losses.counted(d), k -> new EnumMap<>(EntitlementKind.class)), d);
            }
        }
        byTenant.forEach((tenant, kinds) -> kinds.forEach((kind, removals) ->
                judge(Optional.of(tenant), governance(tenant), removals, census.count(tenant, kind), waiting)));
        Map<EntitlementKind, List<Difference>> all = new EnumMap<>(EntitlementKind.class);
        waiting.ready().stream().filter(losses::isLoss).forEach(d -> add(all, d));
        Governance defaults = blueprint.policy().defaults();
        all.forEach((kind, removals) -> judge(Optional.empty(), defaults, removals, census.count(kind), waiting));
    }

    private static void add(Map<EntitlementKind, List<Difference>> kinds, Difference d) {
        kinds.computeIfAbsent(d.change().kind(), k -> new ArrayList<>()).add(d);
    }

    private static void judge(
            Optional<TenantId> tenant,
            Governance governance,
            List<Difference> removals,
            long counted,
            Waiting waiting) {
        // What is removed was there, even where the census does not look: a wildcard, or an account outside all
        // divisions.
        long existing = Math.max(counted, removals.size());
        EntitlementKind kind = removals.get(0).change().kind();
        Limit limit = governance.limit(kind);
        if (limit.isExceededBy(removals.size(), existing)) {
            Set<Difference> over = Set.copyOf(removals);
            waiting.hold(over::contains, verdict(tenant, kind, removals.size(), existing, limit));
        }
    }

    private static Verdict verdict(
            Optional<TenantId> tenant, EntitlementKind kind, int removals, long existing, Limit limit) {
        return new Verdict(
                "limit-" + kind.key(),
                tenant,
                removals + " of " + existing + " " + kind.key() + " would be removed, and the limit is " + limit.max()
                        + " or " + limit.percent() + " %",
                "check that this is meant; then raise limits." + kind.key() + " and plan again");
    }

    private Governance governance(TenantId tenant) {
        return blueprint
                .tenant(tenant)
                .map(t -> t.policy().governance())
                .orElse(blueprint.policy().defaults());
    }
}
