// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.DivisionId;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The number of entitlements of each kind in each tenant, as the base of limits in percent. Immutable.
 *
 * @param counts the counts by tenant; the counts of a missing tenant are unknown
 */
public record Census(Map<TenantId, Map<EntitlementKind, Long>> counts) {
    /** A count so large that every share of it is larger than any limit in numbers. */
    private static final long UNKNOWN = 1_000_000_000;

    /** Copies the counts. */
    public Census {
        counts = counts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
    }

    /** Returns a census without counts, under which only limits in numbers apply. */
    public static Census unknown() {
        return new Census(Map.of());
    }

    /** Counts the entitlements in a complete read, those in divisions that a tenant had before too. */
    public static Census of(TenantMap tenants, DirectorySnapshot snapshot) {
        Map<DivisionId, Integer> active = snapshot.accounts().activeByDivision();
        Map<TenantId, Map<EntitlementKind, Long>> counts = new TreeMap<>();
        List<DivisionId> all = tenants.grantedDivisions();
        for (BoundTenant tenant : tenants.bound().tenants()) {
            List<DivisionId> divisions = all.stream()
                    .filter(d -> tenants.of(d).contains(tenant.id()))
                    .toList();
            Map<EntitlementKind, Long> of = new EnumMap<>(EntitlementKind.class);
            for (EntitlementKind kind : EntitlementKind.values()) {
                of.put(kind, count(kind, tenant, divisions, snapshot, active));
            }
            counts.put(tenant.id(), of);
        }
        return new Census(counts);
    }

    private static long count(
            EntitlementKind kind,
            BoundTenant tenant,
            List<DivisionId> divisions,
            DirectorySnapshot snapshot,
            Map<DivisionId, Integer> active) {
        if (kind == EntitlementKind.MEMBERSHIPS) {
            return tenant.groups().stream()
                    .mapToLong(g -> snapshot.memberCount(g.id()))
                    .sum();
        }
        return kind == EntitlementKind.GRANTS
                ? divisions.stream().mapToLong(snapshot::grantCount).sum()
                : divisions.stream().mapToLong(d -> active.getOrDefault(d, 0)).sum();
    }

    /** Returns whether the counts of a tenant are known. */
    boolean knows(TenantId tenant) {
        return counts.containsKey(tenant);
    }

    /** Returns the count of a kind in a tenant. */
    long count(TenantId tenant, EntitlementKind kind) {
        return Optional.ofNullable(counts.get(tenant))
                .map(c -> c.getOrDefault(kind, 0L))
                .orElse(UNKNOWN);
    }

    /** Returns the count of a kind in all tenants. */
    long count(EntitlementKind kind) {
        return counts.isEmpty()
                ? UNKNOWN
                : counts.values().stream()
                        .mapToLong(c -> c.getOrDefault(kind, 0L))
                        .sum();
    }
}
