// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Why a difference has to wait. Immutable.
 *
 * @param tenant the tenant whose differences wait; absent if it is not about a single tenant
 * @param until the names of the verdicts whose overrides together release it; empty if none do, or if it is not judged
 */
record Verdict(HoldCode code, Optional<TenantId> tenant, String message, String advice, Set<String> until) {
    Verdict(HoldCode code, Optional<TenantId> tenant, String message, String advice) {
        this(code, tenant, message, advice, Set.of());
    }

    Verdict releasedBy(Set<String> names) {
        return new Verdict(code, tenant, message, advice, names);
    }

    /** Returns what an override calls it. */
    String name() {
        return code.of(tenant);
    }
}
