// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Gathers the evidence of a tenant from the store alone; makes no call. Used once. */
final class EvidenceRoad {
    private final OrganizationPolicy policy;
    private final ProvisioningStore store;
    private final Clock clock;

    EvidenceRoad(OrganizationPolicy policy, ProvisioningStore store, Clock clock) {
        this.policy = policy;
        this.store = store;
        this.clock = clock;
    }

    TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        Notes known = store.notes();
        Baseline.Generation next = new Baseline.Generation(known.generation() + 1);
        List<AuditTrail.Row> trail = AuditTrail.of(store, tenant);
        TenantEvidence evidence = TenantEvidence.of(
                policy,
                policy.jointAgents(known.pins()),
                tenant,
                from,
                to,
                clock.instant(),
                next.number(),
                trail,
                known.holds(),
                known.lastSweep(),
                known.trailEnd(tenant));
        List<StoreWrite> made = new ArrayList<>(List.of(new StoreWrite.Keep(next)));
        // An altered trail keeps its old anchor, so that it shows every time and not only once.
        if (evidence.alteration().isEmpty()) {
            made.add(new StoreWrite.Keep(Baseline.TrailEnd.of(tenant, trail)));
        }
        store.commit(made);
        return evidence;
    }
}
