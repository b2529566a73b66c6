// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the entitlements that are held at the end of a tenant's audit trail, by following it from its start. Used once.
 */
final class EntitlementTrail {
    private final Map<Map.Entry<String, List<String>>, HeldEntitlement> held = new LinkedHashMap<>();

    private EntitlementTrail() {}

    static List<HeldEntitlement> after(List<Row> rows) {
        EntitlementTrail trail = new EntitlementTrail();
        rows.stream().filter(r -> r.fact().isCertain()).forEach(trail::follow);
        return trail.held.values().stream()
                .sorted(Comparator.comparing(HeldEntitlement::who).thenComparing(HeldEntitlement::what))
                .toList();
    }

    // The holder in a row of an erased person is unknown.
    private void follow(Row row) {
        if (row.hidesPerson()) {
            return;
        }
        String who = row.who().map(Who::id).orElse("");
        row.fact().entitlement().ifPresent(entitlement -> {
            Map.Entry<String, List<String>> slot = Map.entry(who, entitlement.slot());
            if (row.fact().kind().gives()) {
                held.put(slot, new HeldEntitlement(who, entitlement, row));
            } else if (row.fact().kind().takes()) {
                held.remove(slot);
            }
        });
    }
}
