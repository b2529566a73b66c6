// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Holds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be shown of one tenant and a period, from the audit trail alone: who holds what, since which run and by which rule;
 * what changed; what is held back; which exceptions are declared. What was there before the first run, or was given or taken by
 * hand, is in the trail once a complete isolation proof has found it. Immutable. Its changes are rows of one chain over the
 * tenant's whole trail, so the evidence of one period begins with the hash at which that of the period before ended.
 *
 * @param from the period's begin
 * @param to the period's end, not part of it
 * @param holdings what was given by the end of the period and not taken away since, by holder
 * @param changes what was applied, held or failed in the period, oldest first
 * @param start the hash that the first change follows
 * @param head the hash of the last change, or {@code start} if there was none
 * @param holds what is held back now, in this tenant and in the whole organization
 * @param exceptions declared exceptions that name the tenant
 * @param lastSweep the last isolation proof from a complete read, if there was one
 * @param alteration what is wrong with the trail, in itself or compared with an earlier evidence of it; absent if nothing is
 */
public record TenantEvidence(
        String organization,
        TenantId tenant,
        String name,
        String policyHash,
        Instant madeAt,
        Instant from,
        Instant to,
        List<HeldEntitlement> holdings,
        List<AuditTrail.Row> changes,
        String start,
        String head,
        List<Holds.Held> holds,
        List<JointAgent> exceptions,
        Optional<Baseline.CompleteSweep> lastSweep,
        Optional<String> alteration) {
    /** Copies the lists. */
    public TenantEvidence {
        holdings = List.copyOf(holdings);
        changes = List.copyOf(changes);
        holds = List.copyOf(holds);
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Gathers the evidence.
     *
     * @param trail the audit trail of all tenants, oldest first
     * @param held what is held back now
     * @param anchor where the tenant's trail ended when evidence was last gathered, if it was
     */
    public static TenantEvidence of(
            OrganizationPolicy policy,
            TenantId tenant,
            Instant from,
            Instant to,
            Instant now,
            List<AuditTrail.Row> trail,
            List<Holds.Held> held,
            Optional<Baseline.CompleteSweep> lastSweep,
            Optional<Baseline.TrailEnd> anchor) {
        List<AuditTrail.Row> whole = trail.stream()
                .filter(r -> r.entry().tenant().equals(tenant.value()))
                .toList();
        int begin = 0;
        while (begin < whole.size() && whole.get(begin).entry().at().isBefore(from)) {
            begin++;
        }
        int end = begin;
        while (end < whole.size() && whole.get(end).entry().at().isBefore(to)) {
            end++;
        }
        List<AuditTrail.Row> changes = whole.subList(begin, end);
        String start = AuditChain.head(whole.subList(0, begin), AuditChain.START);
        return new TenantEvidence(
                policy.organization(),
                tenant,
                policy.tenant(tenant).map(TenantPolicy::name).orElse(""),
                policy.hash(),
                now,
                from,
                to,
                EntitlementTrail.after(whole.subList(0, end).stream()
                        .map(AuditTrail.Row::entry)
                        .toList()),
                changes,
                start,
                AuditChain.head(changes, start),
                held.stream().filter(h -> concerns(h, policy, tenant)).toList(),
                policy.jointAgents().stream()
                        .filter(j -> j.tenants().contains(tenant))
                        .toList(),
                lastSweep,
                AuditChain.verify(whole, AuditChain.START, AuditChain.head(whole, AuditChain.START))
                        .or(() -> anchor.flatMap(a -> a.alteration(whole))));
    }

    /** Returns the first thing that is wrong with the chain of changes; empty if nothing is. */
    public Optional<String> verify() {
        return AuditChain.verify(changes, start, head);
    }

    // Whatever is not held for another tenant alone concerns this one.
    private static boolean concerns(Holds.Held held, OrganizationPolicy policy, TenantId tenant) {
        return policy.tenants().stream()
                .map(TenantPolicy::id)
                .filter(t -> !t.equals(tenant))
                .noneMatch(t -> held.scope().equals(t.value()) || held.scope().equals("tenant " + t));
    }
}
