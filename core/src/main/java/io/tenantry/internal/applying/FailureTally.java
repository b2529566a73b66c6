// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Quarantines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the failures of a run by tenant, and begins or ends quarantines. */
final class FailureTally {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final QuarantineRule rule;
    private final Quarantines quarantines;

    FailureTally(QuarantineRule rule, Quarantines quarantines) {
        this.rule = rule;
        this.quarantines = quarantines;
    }

    void draw(List<Outcome> outcomes, Instant now) {
        Map<TenantId, Count> counts = new TreeMap<>();
        outcomes.forEach(o ->
                counts.computeIfAbsent(o.operation().tenant(), k -> new Count()).add(o));
        counts.forEach((tenant, count) -> draw(tenant, count, now));
    }

    private void draw(TenantId tenant, Count count, Instant now) {
        String scope = Quarantines.tenant(tenant);
        if (rule.isTooMuch(count.tried, count.failed)) {
            String reason = count.failed + " of " + count.tried + " operations failed, the last with " + count.last;
            Quarantines.Quarantine strike = rule.strike(quarantines.of(scope), scope, reason, now);
            LOG.warn("APPLY {} is quarantined until {}: {}", scope, strike.until(), reason);
            quarantines.put(strike);
        } else if (count.tried > count.failed) {
            quarantines.lift(scope);
        }
    }

    /** The number of operations of one tenant that were tried, and that failed. */
    private static final class Count {
        private int tried;
        private int failed;
        private String last = "";

        void add(Outcome outcome) {
            boolean bad = outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNKNOWN;
            if (bad) {
                failed++;
                last = outcome.detail();
            }
            if (bad || outcome.status() == Outcome.Status.APPLIED || outcome.status() == Outcome.Status.PENDING) {
                tried++;
            }
        }
    }
}
