// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Removal;
import java.time.Duration;
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
    private final BoundPolicy bound;
    private final ReadEvidence evidence;
    private final Instant now;
    private final Losses losses;
    private final Counting counting;

    LimitGuard(BoundPolicy bound, ReadEvidence evidence, Instant now, Losses losses, Counting counting) {
        this.counting = counting;
        this.bound = bound;
        this.evidence = evidence;
        this.now = now;
        this.losses = losses;
    }

    void judge(Waiting waiting) {
        Map<TenantId, Map<LimitKind, List<Difference>>> byTenant = new TreeMap<>();
        for (Difference d : waiting.ready()) {
            counting.counter(d)
                    .ifPresent(kind -> add(
                            byTenant.computeIfAbsent(losses.counted(d), k -> new EnumMap<>(LimitKind.class)), kind, d));
        }
        byTenant.forEach((tenant, kinds) -> kinds.forEach((kind, counted) -> judge(
                Optional.of(tenant),
                governance(tenant).limit(kind),
                governance(tenant).window(),
                counted,
                evidence.census().count(tenant, kind.of()),
                waiting)));
        Map<LimitKind, List<Difference>> all = new EnumMap<>(LimitKind.class);
        waiting.ready().forEach(d -> counting.counter(d).ifPresent(kind -> add(all, kind, d)));
        Governance defaults = bound.policy().defaults();
        all.forEach((kind, counted) -> judge(
                Optional.empty(),
                defaults.limit(kind),
                defaults.window(),
                counted,
                evidence.census().count(kind.of()),
                waiting));
    }

    private static void add(Map<LimitKind, List<Difference>> kinds, LimitKind kind, Difference d) {
        kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(d);
    }

    private void judge(
            Optional<TenantId> tenant,
            Limit limit,
            Duration window,
            List<Difference> counted,
            long census,
            Waiting waiting) {
        LimitKind kind = counted.get(0).change().counter();
        long before = before(tenant, kind, window);
        // A removed entitlement existed, even if the census does not count it: a grant in all divisions, or an account
        // outside all divisions of tenants. An account with another name still exists, and is in the census.
        long existing = kind == LimitKind.NAMES
                ? Math.max(census, counted.size() + before)
                : Math.max(census, counted.size()) + before;
        if (limit.isExceededBy(counted.size() + before, existing)) {
            Set<Difference> over = Set.copyOf(counted);
            String what = share(tenant, counted.size(), existing, kind) + " would "
                    + (kind == LimitKind.NAMES ? "change" : "be removed") + earlier(before, window)
                    + ", and the limit is " + limit.max() + " or " + limit.percent() + " %";
            waiting.hold(over::contains, verdict(tenant, kind, what));
        }
    }

    private long before(Optional<TenantId> tenant, LimitKind kind, Duration window) {
        Instant from = now.minus(window);
        return evidence.removed().stream()
                .filter(r -> r.kind() == kind && !r.at().isBefore(from))
                .filter(r -> tenant.isEmpty() || tenant.get().equals(r.tenant()))
                .mapToLong(Removal::count)
                .sum();
    }

    private String share(Optional<TenantId> tenant, int removed, long existing, LimitKind kind) {
        boolean known = tenant.map(t -> evidence.census().knows(t))
                .orElseGet(() -> !evidence.census().counts().isEmpty());
        String many = kind.key();
        String one = many.substring(0, many.length() - 1);
        return known ? removed + " of " + Words.count(existing, one, many) : Words.count(removed, one, many);
    }

    private static String earlier(long before, Duration window) {
        return before == 0
                ? ""
                : ", " + Words.count(before, "was", "were") + " in the last "
                        + Words.count(window.toHours(), "hour", "hours");
    }

    private static Verdict verdict(Optional<TenantId> tenant, LimitKind kind, String what) {
        return new Verdict(
                HoldCode.limitOn(kind),
                tenant,
                what,
                "check that this is intended; then override this hold of this plan, or raise limits." + kind.key()
                        + " and plan again");
    }

    private Governance governance(TenantId tenant) {
        return bound.tenant(tenant)
                .map(t -> t.policy().governance())
                .orElse(bound.policy().defaults());
    }
}
