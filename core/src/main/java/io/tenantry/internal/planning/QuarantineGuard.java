// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Quarantine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds gains in a tenant that keeps failing, so that it does not use up the calls of other tenants. Removals are still
 * tried: a useless call is better than access that stays.
 */
final class QuarantineGuard {
    private final BoundPolicy bound;
    private final List<Quarantine> quarantines;
    private final Instant now;

    QuarantineGuard(BoundPolicy bound, List<Quarantine> quarantines, Instant now) {
        this.bound = bound;
        this.quarantines = quarantines;
        this.now = now;
    }

    void judge(Waiting waiting) {
        for (BoundTenant tenant : bound.tenants()) {
            String scope = Quarantine.tenant(tenant.id());
            quarantines.stream()
                    .filter(q -> q.scope().equals(scope) && q.holds(now))
                    .forEach(q -> hold(tenant.id(), q, waiting));
        }
    }

    private static void hold(TenantId tenant, Quarantine quarantine, Waiting waiting) {
        Verdict verdict = new Verdict(
                HoldCode.TENANT_QUARANTINED,
                Optional.of(tenant),
                "failed in " + Words.count(quarantine.strikes(), "run", "runs") + " in a row: " + quarantine.reason()
                        + "; nothing is given there until " + Words.second(quarantine.until()),
                "fix the cause; then lift the quarantine, or wait");
        waiting.hold(d -> d.tenant().equals(tenant) && Losses.isGain(d), verdict);
    }
}
