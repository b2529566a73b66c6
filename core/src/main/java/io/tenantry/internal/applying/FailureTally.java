// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.Whose;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the failures of a run by tenant, and begins or ends quarantines. */
final class FailureTally {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final QuarantineRule rule;
    private final OrganizationPolicy policy;
    private final ProvisioningStore store;

    FailureTally(QuarantineRule rule, OrganizationPolicy policy, ProvisioningStore store) {
        this.rule = rule;
        this.policy = policy;
        this.store = store;
    }

    void draw(List<Outcome> outcomes, Instant now) {
        Map<TenantId, Count> counts = new TreeMap<>();
        outcomes.forEach(o ->
                counts.computeIfAbsent(o.operation().tenant(), k -> new Count()).add(o));
        Notes notes = store.notes();
        Whose whose = Whose.of(policy, notes.pins());
        List<StoreWrite> writes = new ArrayList<>(whose.moved(notes.quarantines()));
        Map<String, Quarantine> before = new HashMap<>();
        whose.quarantines(notes.quarantines()).forEach(q -> before.put(q.scope(), q));
        counts.forEach(
                (tenant, count) -> draw(tenant, count, now, before, whose).ifPresent(writes::add));
        if (!writes.isEmpty()) {
            store.commit(writes);
        }
    }

    private Optional<StoreWrite> draw(
            TenantId tenant, Count count, Instant now, Map<String, Quarantine> all, Whose whose) {
        String scope = Quarantine.tenant(tenant);
        Optional<Quarantine> before = Optional.ofNullable(all.get(scope));
        if (rule.isTooMuch(count.tried, count.failed)) {
            String reason = count.failed + " of " + Words.count(count.tried, "operation", "operations")
                    + " failed, the last with " + count.last;
            Quarantine strike = rule.strike(before, scope, reason, now).of(tenant, whose.division(tenant));
            LOG.warn("APPLY {} is quarantined until {}: {}", scope, strike.until(), reason);
            return Optional.of(new StoreWrite.Keep(strike));
        }
        return before.filter(q -> count.tried > count.failed).map(StoreWrite.Drop::of);
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
