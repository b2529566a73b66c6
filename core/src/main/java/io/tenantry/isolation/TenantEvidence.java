// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Held;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The evidence of one tenant and period, from the audit trail alone: the entitlements held, each with its run and rule;
 * the changes; the holds; and the declared exceptions. Access from before the first run, and access given or taken by
 * hand, is in the trail as soon as a complete isolation proof has found it. Immutable. Its changes are rows of one
 * chain over the tenant's whole trail, so the evidence of a period begins with the hash with which that of the period
 * before ended. A client's auditor can check it alone, with {@link EvidenceVerifier}.
 *
 * @param generation how many evidences were made from the store, with this one: of two, the later one has the larger
 *     number, unless an older copy of the store was put back
 * @param from the start of the period, cut to microseconds like the rows
 * @param to the end of the period, not included
 * @param holdings the entitlements held at the end of the period, by holder
 * @param changes the rows of the period, applied, held or failed, in the order of the trail: from the first to the last
 *     with a time in the period, and rows beside them whose time is after {@code madeAt}
 * @param startNumber how many rows the trail had before the period
 * @param start the hash that the first change follows
 * @param head the hash of the last change, or {@code start} if there was none
 * @param later the row after the period, which shows where it ends, and the rows up to the last one that announces an
 *     erasure of clear text of the period or of rows before it; empty if the trail ends with the period
 * @param holds the present holds of this tenant and of the whole organization
 * @param exceptions the declared exceptions that name the tenant
 * @param lastSweep the last isolation proof from a complete read, if there was one
 * @param alteration what is wrong with the trail, in itself or compared with earlier evidence; absent if nothing is
 *     wrong
 */
public record TenantEvidence(
        String organization,
        TenantId tenant,
        String name,
        String policyHash,
        Instant madeAt,
        long generation,
        Instant from,
        Instant to,
        List<HeldEntitlement> holdings,
        List<AuditTrail.Row> changes,
        long startNumber,
        String start,
        String head,
        List<AuditTrail.Row> later,
        List<Held> holds,
        List<JointAgent> exceptions,
        Optional<Baseline.CompleteSweep> lastSweep,
        Optional<String> alteration) {
    /** Copies the lists. */
    public TenantEvidence {
        holdings = List.copyOf(holdings);
        changes = List.copyOf(changes);
        later = List.copyOf(later);
        holds = List.copyOf(holds);
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Gathers the evidence.
     *
     * @param jointAgents the lines of the policy, each with the id of its identity, if that is known
     * @param generation how many evidences were made from the store, with this one
     * @param whole the audit trail of the tenant, oldest first
     * @param held the present holds
     * @param anchor the end of the tenant's trail when evidence was last gathered, if it ever was
     */
    public static TenantEvidence of(
            OrganizationPolicy policy,
            List<JointAgent> jointAgents,
            TenantId tenant,
            Instant from,
            Instant to,
            Instant now,
            long generation,
            List<AuditTrail.Row> whole,
            List<Held> held,
            Optional<Baseline.CompleteSweep> lastSweep,
            Optional<Baseline.TrailEnd> anchor) {
        Instant first = from.truncatedTo(ChronoUnit.MICROS);
        Instant end = to.truncatedTo(ChronoUnit.MICROS);
        int begin = begin(first, now, whole);
        int size = Math.max(begin, end(end, now, whole));
        List<AuditTrail.Row> changes = whole.subList(begin, size);
        String start = AuditChain.head(whole.subList(0, begin), AuditChain.START);
        return new TenantEvidence(
                policy.organization(),
                tenant,
                policy.tenant(tenant).map(TenantPolicy::name).orElse(""),
                policy.hash(),
                now,
                generation,
                first,
                end,
                HeldEntitlement.after(whole.subList(0, size)),
                changes,
                begin,
                start,
                AuditChain.head(changes, start),
                whole.subList(size, announced(whole, size)),
                held.stream()
                        .filter(h -> h.tenant().map(tenant::equals).orElse(true))
                        .toList(),
                jointAgents.stream().filter(j -> j.tenants().contains(tenant)).toList(),
                lastSweep,
                AuditChain.check(whole, AuditChain.START, AuditChain.head(whole, AuditChain.START)).findings().stream()
                        .findFirst()
                        .or(() -> anchor.flatMap(a -> a.alteration(whole))));
    }

    // A clock may have been wrong. Every row that may lie in the period is in it: all rows from the first to the last
    // with a time in it, and rows beside those whose time is impossible, because it is after this moment.
    private static int begin(Instant from, Instant now, List<AuditTrail.Row> rows) {
        int begin = 0;
        for (int i = 0; i < rows.size(); i++) {
            Instant at = rows.get(i).fact().at();
            if (!at.isAfter(now)) {
                if (!at.isBefore(from)) {
                    return begin;
                }
                begin = i + 1;
            }
        }
        return begin;
    }

    private static int end(Instant to, Instant now, List<AuditTrail.Row> rows) {
        int end = rows.size();
        for (int i = rows.size() - 1; i >= 0; i--) {
            Instant at = rows.get(i).fact().at();
            if (!at.isAfter(now)) {
                if (at.isBefore(to)) {
                    return end;
                }
                end = i;
            }
        }
        return end;
    }

    // Missing clear text is a finding, unless a row announces its erasure; that row may come after the period. An
    // entitlement may have been given before the period, so erasures of older rows count, too.
    private static int announced(List<AuditTrail.Row> whole, int end) {
        int last = Math.min(end + 1, whole.size());
        for (int i = end; i < whole.size(); i++) {
            if (whole.get(i).fact().erased().stream().anyMatch(p -> p.row() <= end)) {
                last = i + 1;
            }
        }
        return last;
    }

    /** Returns the rows of the period whose times show that a clock was wrong; they count where they stand. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        Instant last = Instant.MIN;
        for (AuditTrail.Row row : changes) {
            Instant at = row.fact().at();
            if (at.isAfter(madeAt)) {
                doubts.add("row " + row.number() + " has a time after this evidence was made");
            } else {
                if (at.isBefore(last)) {
                    doubts.add("row " + row.number() + " has an earlier time than the row before it");
                }
                last = at;
            }
        }
        return List.copyOf(doubts);
    }

    /** Returns the report of a check of the changes: their chain and their clear texts. */
    public AuditChain.Report check() {
        List<AuditTrail.Row> rows = new ArrayList<>(changes);
        rows.addAll(later);
        return AuditChain.check(rows, start, later.isEmpty() ? head : AuditChain.head(later, head));
    }
}
