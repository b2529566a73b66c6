// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds removals and changes of names if there are too many, counted together with those of earlier runs in the window: first for each
 * tenant, then the remaining ones for the whole organization.
 */
final class LimitGuard {
    private final LimitWindow window;
    private final Losses losses;
    private final Counting counting;

    LimitGuard(BoundPolicy bound, ReadEvidence evidence, Instant now, Losses losses, Counting counting) {
        this.window = new LimitWindow(bound.policy(), evidence.census(), evidence.removed(), now);
        this.counting = counting;
        this.losses = losses;
    }

    void judge(Waiting waiting) {
        Map<TenantId, Map<LimitKind, List<Difference>>> byTenant = new TreeMap<>();
        for (Difference d : waiting.ready()) {
            counting.counter(d)
                    .ifPresent(kind -> add(
                            byTenant.computeIfAbsent(losses.counted(d), k -> new EnumMap<>(LimitKind.class)), kind, d));
        }
        byTenant.forEach((tenant, kinds) ->
                kinds.forEach((kind, counted) -> judge(Optional.of(tenant), kind, counted, waiting)));
        Map<LimitKind, List<Difference>> all = new EnumMap<>(LimitKind.class);
        waiting.ready().forEach(d -> counting.counter(d).ifPresent(kind -> add(all, kind, d)));
        all.forEach((kind, counted) -> judge(Optional.empty(), kind, counted, waiting));
    }

    private static void add(Map<LimitKind, List<Difference>> kinds, LimitKind kind, Difference d) {
        kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(d);
    }

    private void judge(Optional<TenantId> tenant, LimitKind kind, List<Difference> counted, Waiting waiting) {
        window.exceeded(tenant, kind, counted.size()).ifPresent(what -> {
            Set<Difference> over = Set.copyOf(counted);
            waiting.hold(over::contains, verdict(tenant, kind, what));
        });
    }

    private static Verdict verdict(Optional<TenantId> tenant, LimitKind kind, String what) {
        return new Verdict(
                HoldCode.limitOn(kind),
                tenant,
                what,
                "check that this is intended; then override this hold of this plan, or raise limits." + kind.key()
                        + " and plan again");
    }
}
