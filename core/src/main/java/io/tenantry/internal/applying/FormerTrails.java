// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.Pin.What;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the trails of other tenants that list what a run takes away: an edit of the policy gave their division or group
 * to another tenant, or gave the tenant another id. Reads a trail only if there was such an edit, or to find out which
 * run gave or took what crossed this one. Used by one run.
 */
final class FormerTrails {
    private static final Set<Result> SENT = Set.of(Result.APPLIED, Result.PENDING, Result.UNKNOWN, Result.SEEN);

    private final ProvisioningStore store;
    private final Map<TenantId, Trail> trails = new HashMap<>();
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
                .filter(t -> trail(t).held.containsKey(List.of(holder, taken.slot())))
                .toList();
    }

    /** Returns the run that gave this account what it holds in a tenant now, as the trail of the tenant says. */
    Optional<String> giver(TenantId tenant, AccountId account, Entitlement held) {
        return fact(trail(tenant).held, account.value(), held).map(Fact::run).filter(run -> !run.isEmpty());
    }

    /** Returns whether a run took this from a holder so lately that a read may not show it yet. */
    boolean tookLately(TenantId tenant, String holder, Entitlement held, Instant now) {
        return fact(trail(tenant).taken, holder, held)
                .filter(f -> Unconfirmed.mayLag(f.at(), now))
                .isPresent();
    }

    // An account lives in one division of a tenant at a time, but not always in the same.
    private static Optional<Fact> fact(Map<List<Object>, Fact> facts, String holder, Entitlement held) {
        return Optional.ofNullable(facts.get(List.of(holder, held.slot())))
                .filter(f -> f.entitlement().map(Entitlement::place).equals(Optional.of(held.place())));
    }

    /** Reads the trails again when they are asked for, because rows were added. */
    void forget() {
        trails.clear();
    }

    private Trail trail(TenantId tenant) {
        return trails.computeIfAbsent(tenant, this::read);
    }

    private Trail read(TenantId tenant) {
        Trail trail = new Trail(new HashMap<>(), new HashMap<>());
        store.audit(tenant, 0, row -> {
            Kind kind = row.fact().kind();
            if (row.fact().isCertain()) {
                follow(row, kind.gives(), kind.takes(), trail.held);
            }
            if (SENT.contains(row.fact().result())) {
                follow(row, kind == Kind.TAKE, kind.gives(), trail.taken);
            }
        });
        return trail;
    }

    private static void follow(Row row, boolean adds, boolean removes, Map<List<Object>, Fact> to) {
        String holder = row.who().map(Who::id).orElse("");
        row.fact().entitlement().ifPresent(e -> {
            List<Object> slot = List.of(holder, e.slot());
            if (adds) {
                to.put(slot, row.fact());
            } else if (removes) {
                to.remove(slot);
            }
        });
    }

    /**
     * What the trail of a tenant says, by holder and slot.
     *
     * @param held what each holder has
     * @param taken what a run took away, or may have, and nobody has given since
     */
    private record Trail(Map<List<Object>, Fact> held, Map<List<Object>, Fact> taken) {}
}
