// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.change.Phase;
import io.tenantry.directory.DivisionId;
import io.tenantry.internal.binding.Whose;
import io.tenantry.plan.Operation;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline;
import io.tenantry.store.Notes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds what a run gave to the base of limits in percent. Until everybody is read again, plans for single people would
 * otherwise count their share of what was there before the run: of nothing, after the first one.
 */
final class Growth {
    private final Map<TenantId, Map<EntitlementKind, Set<Object>>> given = new HashMap<>();

    Growth(List<Outcome> outcomes) {
        outcomes.stream()
                .filter(o -> o.status() == Outcome.Status.APPLIED)
                .map(Outcome::operation)
                .forEach(o -> gained(o.change())
                        .filter(kind -> !o.loser().equals(Optional.of(o.tenant())))
                        .ifPresent(kind -> add(o, kind)));
    }

    boolean isNothing() {
        return given.isEmpty();
    }

    /** Returns the new base; a tenant that was not counted stays so. */
    Baseline.Counts from(Notes known, Whose whose) {
        Map<TenantId, Map<EntitlementKind, Long>> counts = new HashMap<>();
        Map<TenantId, DivisionId> divisions = new HashMap<>();
        whose.counts(known).forEach((tenant, before) -> {
            Map<EntitlementKind, Long> now = new EnumMap<>(EntitlementKind.class);
            now.putAll(before);
            given.getOrDefault(tenant, Map.of()).forEach((kind, of) -> now.merge(kind, (long) of.size(), Long::sum));
            counts.put(tenant, now);
            whose.division(tenant).ifPresent(d -> divisions.put(tenant, d));
        });
        return new Baseline.Counts(counts, divisions);
    }

    private static Optional<EntitlementKind> gained(Change change) {
        boolean account = change.phase() == Phase.CREATE
                || change.movesFrom().isPresent()
                || change.writes().flatMap(w -> w.active()).orElse(false);
        boolean gains = account || change.joins().isPresent() || change.grants().isPresent();
        return Optional.of(change.kind()).filter(kind -> gains);
    }

    // An account that is created and then moved, or moved and switched on, is one.
    private void add(Operation operation, EntitlementKind kind) {
        Object what = kind == EntitlementKind.ACCOUNTS ? operation.person() : operation.number();
        given.computeIfAbsent(operation.tenant(), t -> new HashMap<>())
                .computeIfAbsent(kind, k -> new HashSet<>())
                .add(what);
    }
}
