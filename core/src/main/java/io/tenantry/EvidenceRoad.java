// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.isolation.CompleteSweep;
import io.tenantry.isolation.EvidenceAnchor;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Marks;
import java.time.Instant;
import java.util.List;

/** Gathers the evidence of a tenant from the store; no call is made to anybody. Used once. */
final class EvidenceRoad {
    private static final String ANCHOR = "evidence of ";

    private final Settings settings;

    EvidenceRoad(Settings settings) {
        this.settings = settings;
    }

    TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        Marks marks = settings.store().marks();
        List<AuditTrail.Row> trail = settings.store().audit().all();
        TenantEvidence evidence = TenantEvidence.of(
                settings.policy(),
                tenant,
                from,
                to,
                settings.clock().instant(),
                trail,
                settings.store().holds().all(),
                marks.get(IsolationRoad.LAST_SWEEP).flatMap(CompleteSweep::read),
                marks.get(ANCHOR + tenant).flatMap(EvidenceAnchor::read));
        // An altered trail keeps its old anchor, so that it shows every time and not only once.
        if (evidence.alteration().isEmpty()) {
            EvidenceAnchor anchor = EvidenceAnchor.of(trail.stream()
                    .filter(r -> r.entry().tenant().equals(tenant.value()))
                    .toList());
            marks.put(ANCHOR + tenant, anchor.text());
        }
        return evidence;
    }
}
