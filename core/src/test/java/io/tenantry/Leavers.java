// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.policy.Governance;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.TenantPolicy;
import java.util.List;

/** What tenants do with people who leave. */
final class Leavers {
    private Leavers() {}

    /** Returns the tenants as they are, but that they take everything away from people who leave. */
    static List<TenantPolicy> stripped(List<TenantPolicy> tenants) {
        return tenants.stream()
                .map(t -> new TenantPolicy(
                        t.id(), t.name(), t.division(), t.match(), t.profiles(), stripped(t.governance())))
                .toList();
    }

    private static Governance stripped(Governance of) {
        return new Governance(LeaverMode.STRIP, of.authority(), of.limits(), of.window());
    }
}
