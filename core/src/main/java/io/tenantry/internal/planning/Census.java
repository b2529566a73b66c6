// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.DivisionId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each tenant has of each kind, so that a limit in percent has something to be a percentage of. Immutable.
 *
 * @param counts what was counted; of a tenant that is not in it nothing is known
 */
public record Census(Map<TenantId, Map<EntitlementKind, Long>> counts) {
    /** Of more than this no share is smaller than any limit in numbers. */
    private static final long UNKNOWN = 1_000_000_000;

    /** Copies the counts. */
    public Census {
        counts = counts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
    }

    /** Returns the census of nobody, under which limits count in numbers alone. */
    public static Census unknown() {
        return new Census(Map.of());
    }

    /** Counts what a whole read showed. */
    public static Census of(BoundPolicy bound, DirectorySnapshot snapshot) {
        Map<DivisionId, Integer> active = snapshot.accounts().activeByDivision();
        Map<TenantId, Map<EntitlementKind, Long>> counts = new TreeMap<>();
        for (BoundTenant tenant : bound.tenants()) {
            Map<EntitlementKind, Long> of = new EnumMap<>(EntitlementKind.class);
            for (EntitlementKind kind : EntitlementKind.values()) {
                of.put(kind, count(kind, tenant, snapshot, active));
            }
            counts.put(tenant.id(), of);
        }
        return new Census(counts);
    }

    private static long count(
            EntitlementKind kind, BoundTenant tenant, DirectorySnapshot snapshot, Map<DivisionId, Integer> active) {
        return switch (kind) {
            case ACCOUNTS ->
                tenant.division()
                        .id()
                        .or(tenant::lost)
                        .map(d -> active.getOrDefault(d, 0))
                        .orElse(0);
            case MEMBERSHIPS ->
                tenant.profiles().stream()
                        .flatMap(p -> p.group().id().stream())
                        .mapToLong(snapshot::memberCount)
                        .sum();
            case GRANTS -> tenant.division().id().map(snapshot::grantCount).orElse(0);
        };
    }

    /** Returns whether anything is known of a tenant. */
    boolean knows(TenantId tenant) {
        return counts.containsKey(tenant);
    }

    /** Returns what a tenant has of a kind. */
    long count(TenantId tenant, EntitlementKind kind) {
        return Optional.ofNullable(counts.get(tenant))
                .map(c -> c.getOrDefault(kind, 0L))
                .orElse(UNKNOWN);
    }

    /** Returns what all tenants have of a kind. */
    long count(EntitlementKind kind) {
        return counts.isEmpty()
                ? UNKNOWN
                : counts.values().stream()
                        .mapToLong(c -> c.getOrDefault(kind, 0L))
                        .sum();
    }
}
