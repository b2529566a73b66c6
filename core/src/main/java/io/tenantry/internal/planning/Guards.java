// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.LimitKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides which differences have to wait: removals that rest on an incomplete read, too many removals, and gains of
 * people who would then reach two tenants. Joiners never wait for the removals of other people.
 */
final class Guards {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final ReadEvidence evidence;
    private final Instant now;
    private final AuthorityFilter authority;
    private final Renames renames;
    private final Losses losses;
    private final ReachGuard reach;
    /** What the first judgement found to be too many. An override releases it uncounted, so it is not counted again. */
    private final Map<Difference, Verdict> limited = new LinkedHashMap<>();

    Guards(
            TenantMap tenants,
            ReadEvidence evidence,
            Instant now,
            AuthorityFilter authority,
            Renames renames,
            ReachGuard reach) {
        this.reach = reach;
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.evidence = evidence;
        this.now = now;
        this.authority = authority;
        this.renames = renames;
        this.losses = new Losses(tenants);
    }

    /** Returns the differences that have to wait, each with the reason. */
    Map<Difference, Verdict> judge() {
        return judge(Set.of(), reach, this::count);
    }

    /** Returns the differences that would have to wait after {@link #judge()} if these reasons were overridden. */
    Map<Difference, Verdict> judgeWithout(Set<Verdict> overridden) {
        ReachGuard again = new ReachGuard(tenants, evidence, reach.allowed());
        return judge(overridden, again, waiting -> waiting.holdEach(limited));
    }

    private void count(Waiting waiting) {
        Counting counting = new Counting(tenants, evidence.emptied(), authority.permitted);
        new LimitGuard(bound, evidence, now, losses, counting).judge(waiting);
        waiting.verdicts().forEach((d, verdict) -> {
            if (verdict.code().isLimit()) {
                limited.put(d, verdict);
            }
        });
    }

    private Map<Difference, Verdict> judge(Set<Verdict> overridden, ReachGuard reach, Consumer<Waiting> limits) {
        Waiting waiting = new Waiting(authority.permitted, overridden);
        new SourceGuard(evidence, bound.policy().defaults().limit(LimitKind.ACCOUNTS), losses).judge(waiting);
        new DirectoryGuard(tenants, evidence.directory(), losses, reach.allowed()).judge(waiting);
        // An explicit request needs an approval: no limit counts it, and no quarantine delays it.
        boolean explicit = evidence.scope() == Scope.EXPLICIT;
        if (!explicit) {
            limits.accept(waiting);
        }
        new GrownRoleGuard(bound, evidence.directory()).judge(waiting);
        StructureGuard.judge(waiting);
        PersonGuard person = new PersonGuard(bound, losses, authority, evidence.directory());
        person.judgeLosses(waiting);
        // The quarantine comes after the losses, because it holds a move only for its gains; a mover's removals in
        // other tenants go on.
        if (!explicit) {
            new QuarantineGuard(bound, evidence.quarantines(), now).judge(waiting);
        }
        reach.judgeNewAccounts(waiting);
        new AttributeGuard(tenants, evidence.directory(), reach.allowed()).judge(waiting);
        person.judgeGains(waiting);
        reach.judge(waiting);
        renames.judge(waiting);
        new ClearingGuard(tenants, evidence.directory(), authority.observed, waiting).judge();
        return waiting.verdicts();
    }
}
