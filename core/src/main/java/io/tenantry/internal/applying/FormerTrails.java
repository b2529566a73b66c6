// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Entitlement;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.Pin.What;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the trails of other tenants that list what a run takes away: an edit of the policy gave their division or group
 * to another tenant, or gave the tenant another id. Reads a trail only if there was such an edit. Used by one run.
 */
final class FormerTrails {
    private final ProvisioningStore store;
    private final Map<TenantId, Set<List<Object>>> held = new HashMap<>();
    private Pins pins = Pins.NONE;

    FormerTrails(ProvisioningStore store) {
        this.store = store;
    }

    void begin(Pins known) {
        pins = known;
    }

    /** Returns the other tenants whose trails list an entitlement of this holder. */
    List<TenantId> listing(String holder, Entitlement taken, Set<TenantId> but) {
        return Stream.of(What.GROUP, What.DIVISION)
                .flatMap(kind -> pins.owners(kind, taken.place()).stream())
                .filter(t -> !but.contains(t))
                .filter(t -> held.computeIfAbsent(t, this::read).contains(List.of(holder, taken.slot())))
                .toList();
    }

    private Set<List<Object>> read(TenantId tenant) {
        Set<List<Object>> listed = new HashSet<>();
        store.audit(tenant, 0, row -> follow(row, listed));
        return listed;
    }

    private static void follow(Row row, Set<List<Object>> listed) {
        if (row.fact().isCertain() && !row.hidesPerson()) {
            String holder = row.who().map(Who::id).orElse("");
            row.fact().entitlement().ifPresent(e -> {
                List<Object> slot = List.of(holder, e.slot());
                if (row.fact().kind().gives()) {
                    listed.add(slot);
                } else if (row.fact().kind().takes()) {
                    listed.remove(slot);
                }
            });
        }
    }
}
