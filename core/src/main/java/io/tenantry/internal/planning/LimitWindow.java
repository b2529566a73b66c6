// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.Words;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits of a policy on what is removed or renamed, of each tenant and of the whole organization, together with what
 * runs removed in their windows. Immutable.
 */
public final class LimitWindow {
    private final OrganizationPolicy policy;
    private final Census census;
    private final List<Removal> removed;
    private final Instant now;

    /**
     * Creates the limits as of a time.
     *
     * @param removed what runs removed in the longest window at least
     */
    public LimitWindow(OrganizationPolicy policy, Census census, List<Removal> removed, Instant now) {
        this.policy = policy;
        this.census = census;
        this.removed = List.copyOf(removed);
        this.now = now;
    }

    /** Returns what runs removed within the longest window of a policy. */
    public static List<Removal> removed(ProvisioningStore store, OrganizationPolicy policy, Instant now) {
        Duration longest = Stream.concat(
                        Stream.of(policy.defaults()), policy.tenants().stream().map(TenantPolicy::governance))
                .map(Governance::window)
                .max(Duration::compareTo)
                .orElseThrow();
        return store.removals(now.minus(longest));
    }

    /**
     * Returns how a limit would be exceeded, in words; empty if it would not.
     *
     * @param tenant whose limit; absent for that of the whole organization
     * @param counted how many would be removed, or changed
     */
    public Optional<String> exceeded(Optional<TenantId> tenant, LimitKind kind, int counted) {
        Governance governance =
                tenant.flatMap(policy::tenant).map(TenantPolicy::governance).orElse(policy.defaults());
        Limit limit = governance.limit(kind);
        long before = before(tenant, kind, governance.window());
        long there = tenant.map(t -> census.count(t, kind.of())).orElseGet(() -> census.count(kind.of()));
        // A removed entitlement existed, even if the census does not count it: a grant in all divisions, or an account
        // outside all divisions of tenants. An account with another name still exists, and is in the census.
        long existing = kind == LimitKind.NAMES ? Math.max(there, counted + before) : Math.max(there, counted) + before;
        return limit.isExceededBy(counted + before, existing)
                ? Optional.of(share(tenant, counted, existing, kind) + " would "
                        + (kind == LimitKind.NAMES ? "change" : "be removed") + earlier(before, governance.window())
                        + ", and the limit is " + limit.max() + " or " + limit.percent() + " %")
                : Optional.empty();
    }

    private long before(Optional<TenantId> tenant, LimitKind kind, Duration window) {
        Instant from = now.minus(window);
        return removed.stream()
                .filter(r -> r.kind() == kind && !r.at().isBefore(from))
                .filter(r -> tenant.isEmpty() || tenant.get().equals(r.tenant()))
                .mapToLong(Removal::count)
                .sum();
    }

    private String share(Optional<TenantId> tenant, int removed, long existing, LimitKind kind) {
        boolean known =
                tenant.map(census::knows).orElseGet(() -> !census.counts().isEmpty());
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
}
