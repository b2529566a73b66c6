// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Baselines;
import java.time.Instant;
import java.util.List;

/** Gathers the evidence of a tenant from the store; no call is made to anybody. Used once. */
final class EvidenceRoad {
    private final Settings settings;

    EvidenceRoad(Settings settings) {
        this.settings = settings;
    }

    TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        Baselines baselines = settings.store().baselines();
        Baselines.Known known = baselines.known();
        List<AuditTrail.Row> trail = settings.store().audit().all();
        TenantEvidence evidence = TenantEvidence.of(
                settings.policy(),
                tenant,
                from,
                to,
                settings.clock().instant(),
                trail,
                settings.store().holds().all(),
                known.lastSweep(),
                known.trailEnd(tenant));
        // An altered trail keeps its old anchor, so that it shows every time and not only once.
        if (evidence.alteration().isEmpty()) {
            List<AuditTrail.Row> whole = trail.stream()
                    .filter(r -> r.entry().tenant().equals(tenant.value()))
                    .toList();
            baselines.keep(List.of(Baseline.TrailEnd.of(tenant, whole)));
        }
        return evidence;
    }
}
