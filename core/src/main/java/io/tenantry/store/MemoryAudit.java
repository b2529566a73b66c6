// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The audit trails of a store in memory. Used by one thread at a time. */
final class MemoryAudit {
    private final AuditChain chain;
    private final List<Row> rows = new ArrayList<>();
    private final Map<TenantId, Row> last = new HashMap<>();

    MemoryAudit(AuditChain chain) {
        this.chain = chain;
    }

    void record(List<Entry> entries) {
        for (Entry entry : entries) {
            TenantId tenant = entry.fact().tenant();
            Row row = chain.follow(Optional.ofNullable(last.get(tenant)), entry);
            last.put(tenant, row);
            rows.add(row);
        }
    }

    List<Row> of(TenantId tenant, long after) {
        return rows.stream()
                .filter(r -> r.fact().tenant().equals(tenant) && r.number() > after)
                .toList();
    }

    List<Row> all() {
        return List.copyOf(rows);
    }

    /** Returns the erasure with all accounts that the trail shows for the person. */
    Erasure widened(Erasure erasure, Optional<AccountId> linked) {
        return erasure.widened(rows.stream(), linked);
    }

    /**
     * Drops clear texts and salts of a person, adds a row that announces this to each trail concerned, and returns how
     * many parts were erased.
     */
    int erase(Erasure erasure) {
        int count = 0;
        for (Row end : List.copyOf(new TreeMap<>(last).values())) {
            TenantId tenant = end.fact().tenant();
            List<Place> places = erasure.places(of(tenant, 0));
            if (!places.isEmpty()) {
                rows.replaceAll(r -> r.fact().tenant().equals(tenant) ? r.without(places) : r);
                last.computeIfPresent(tenant, (t, r) -> r.without(places));
                record(List.of(erasure.announcement(end, places)));
                count += places.size();
            }
        }
        return count;
    }
}
