// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.Pin.What;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the trails of other tenants that list what a run takes away: an edit of the policy gave their division or group
 * to another tenant, or gave the tenant another id. Reads a trail only if there was such an edit, or to find out which
 * run gave what crossed this one. Used by one run.
 */
final class FormerTrails {
    private final ProvisioningStore store;
    private final Map<TenantId, Map<List<Object>, Row>> held = new HashMap<>();
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
                .filter(t -> trail(t).containsKey(List.of(holder, taken.slot())))
                .toList();
    }

    /** Returns the run that gave this account what it holds in a tenant now, as the trail of the tenant says. */
    Optional<String> giver(TenantId tenant, AccountId account, Entitlement held) {
        return Optional.ofNullable(trail(tenant).get(List.of(account.value(), held.slot())))
                .map(Row::fact)
                .filter(f -> f.entitlement().map(Entitlement::place).equals(Optional.of(held.place())))
                .map(Fact::run)
                .filter(run -> !run.isEmpty());
    }

    private Map<List<Object>, Row> trail(TenantId tenant) {
        return held.computeIfAbsent(tenant, this::read);
    }

    private Map<List<Object>, Row> read(TenantId tenant) {
        Map<List<Object>, Row> listed = new HashMap<>();
        store.audit(tenant, 0, row -> follow(row, listed));
        return listed;
    }

    private static void follow(Row row, Map<List<Object>, Row> listed) {
        if (row.fact().isCertain() && !row.hidesPerson()) {
            String holder = row.who().map(Who::id).orElse("");
            row.fact().entitlement().ifPresent(e -> {
                List<Object> slot = List.of(holder, e.slot());
                if (row.fact().kind().gives()) {
                    listed.put(slot, row);
                } else if (row.fact().kind().takes()) {
                    listed.remove(slot);
                }
            });
        }
    }
}
