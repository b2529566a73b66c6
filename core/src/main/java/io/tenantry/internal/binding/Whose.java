// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Notes;
import io.tenantry.store.Pins;
import io.tenantry.store.Quarantine;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whose a fact of an earlier run is by now. It goes with the division that its tenant had then, because that tenant
 * may have another id in the policy since, or two tenants each other's. If no tenant has the division now, the fact
 * names none, or its tenant is one of several that name the division, it stays with the id. Immutable.
 */
public final class Whose {
    private final Map<TenantId, DivisionId> divisions = new HashMap<>();
    private final Map<DivisionId, TenantId> owners = new HashMap<>();

    private Whose() {}

    /** Goes by the divisions that were found for the tenants of a policy. */
    public static Whose of(BoundPolicy bound) {
        Whose whose = new Whose();
        bound.tenants().forEach(t -> whose.put(t.id(), t.division().id().or(t::lost)));
        return whose;
    }

    /** Goes by the divisions that earlier runs found for the tenants of a policy. */
    public static Whose of(OrganizationPolicy policy, Pins pins) {
        Whose whose = new Whose();
        policy.tenants()
                .forEach(t -> whose.put(
                        t.id(),
                        t.division()
                                .id()
                                .or(() -> pins.division(t.id(), t.division().name()))));
        return whose;
    }

    private void put(TenantId tenant, Optional<DivisionId> division) {
        division.ifPresent(d -> {
            divisions.put(tenant, d);
            owners.putIfAbsent(d, tenant);
        });
    }

    /** Returns the division of a tenant, if it is known. */
    public Optional<DivisionId> division(TenantId tenant) {
        return Optional.ofNullable(divisions.get(tenant));
    }

    private TenantId now(TenantId then, Optional<DivisionId> division) {
        boolean same = division.isEmpty() || division.equals(division(then));
        return same ? then : division.map(owners::get).orElse(then);
    }

    /** Returns these removals, each against the limits of the tenant whose it is. */
    public List<Removal> removals(List<Removal> removed) {
        return removed.stream().map(r -> r.of(now(r.tenant(), r.division()))).toList();
    }

    /** Returns how much of each kind each tenant had in the last complete read, with what runs gave since. */
    public Map<TenantId, Map<EntitlementKind, Long>> counts(Notes notes) {
        Map<TenantId, DivisionId> then = notes.counted();
        Map<TenantId, Map<EntitlementKind, Long>> counts = new HashMap<>();
        notes.counts().forEach((t, of) -> counts.put(now(t, Optional.ofNullable(then.get(t))), of));
        return counts;
    }

    /** Returns these quarantines, each with the scope of the tenant whose it is. */
    public List<Quarantine> quarantines(List<Quarantine> all) {
        return all.stream().map(this::now).toList();
    }

    private Quarantine now(Quarantine quarantine) {
        return quarantine
                .division()
                .filter(d -> divisions.entrySet().stream()
                        .noneMatch(t -> t.getValue().equals(d)
                                && Quarantine.tenant(t.getKey()).equals(quarantine.scope())))
                .map(owners::get)
                .map(tenant -> quarantine.of(tenant, quarantine.division()))
                .orElse(quarantine);
    }

    /** Returns what the store has to keep so that each quarantine has the scope of the tenant whose it is. */
    public List<StoreWrite> moved(List<Quarantine> all) {
        List<StoreWrite> drops = new ArrayList<>();
        List<StoreWrite> keeps = new ArrayList<>();
        for (Quarantine quarantine : all) {
            Quarantine now = now(quarantine);
            if (!now.equals(quarantine)) {
                drops.add(StoreWrite.Drop.of(quarantine));
                keeps.add(new StoreWrite.Keep(now));
            }
        }
        drops.addAll(keeps);
        return drops;
    }
}
