// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.internal.Words;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Plan;
import io.tenantry.store.Fence;
import io.tenantry.store.Lease;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies plans to one organization. Safe for use by several threads; while one plan is applied, others are refused.
 */
public final class Executor {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");
    static final Duration LEASE = Duration.ofMinutes(2);
    private static final int RECENT = 20;

    private final ApplySettings settings;
    private final ProvisioningStore store;
    private final Clock clock;
    private final Supplier<String> organization;
    private final Supplier<TenantMap> tenants;
    private final NewerPlans newer;

    /**
     * Creates an executor.
     *
     * @param organization returns the id of the organization that it writes to
     * @param tenants returns the tenants that its divisions, groups and grants lead to; may read them
     * @param newer says under the lease what plans that were made later have decided
     */
    public Executor(
            ApplySettings settings, Supplier<String> organization, Supplier<TenantMap> tenants, NewerPlans newer) {
        this.tenants = tenants;
        this.newer = newer;
        this.settings = settings;
        this.store = settings.store();
        this.clock = settings.clock();
        this.organization = organization;
    }

    /**
     * Applies a plan, and returns the outcome of each operation. A failed operation is an outcome, not an exception.
     *
     * @param policyHash the policy in force now
     * @param lacking returns the reason why no access may be given in this organization, if there is one, or throws if
     *     the plan may not be applied; called after all other checks
     * @param stop called before each call; after it returns true no further call is made
     * @throws PlanRefusedException if the plan may not be applied; then nothing was written
     */
    public ApplyReport apply(
            Plan plan,
            Approval approval,
            String policyHash,
            Function<Plan, Optional<String>> lacking,
            BooleanSupplier stop) {
        check(plan, approval, policyHash);
        return run(plan, approval, lacking.apply(plan), stop, Optional::empty);
    }

    /**
     * Applies a plan that the same caller has just made from its own reads. As long as they count, the organization is
     * not read again to find changes since planning, as it is for an older plan.
     *
     * @param policyHash the policy in force now
     * @param justRead returns the accounts that were read for the plan, if its reads still count; asked under the lease,
     *     because what lies before it may be another run, or an approval that took long
     * @throws PlanRefusedException if the plan may not be applied; then nothing was written
     */
    public ApplyReport applyJustPlanned(
            Plan plan, Approval approval, String policyHash, Supplier<Optional<Map<AccountId, Account>>> justRead) {
        check(plan, approval, policyHash);
        return run(plan, approval, Optional.empty(), () -> false, justRead);
    }

    private ApplyReport run(
            Plan plan,
            Approval approval,
            Optional<String> lacking,
            BooleanSupplier stop,
            Supplier<Optional<Map<AccountId, Account>>> justRead) {
        List<String> approvedBy = granted(plan, approval);
        String run = UUID.randomUUID().toString();
        Halt halt = new Halt(run, stop);
        LongSupplier ticker = ticker();
        long asked = ticker.getAsLong();
        RunLease lease = new RunLease(store, lease(plan, run), ticker, asked, halt);
        try {
            // The approval may have taken long, and another node may have applied it meanwhile.
            refuseIfExpired(plan);
            refuseIfApplied(plan);
            ApplyReport report =
                    new Run(run, plan, approvedBy, settings, tenants, newer, halt, lease).go(justRead.get(), lacking);
            // Failures of a stopped run do not count against tenants.
            if (!report.stopped() && !halt.guard(() -> tally(report))) {
                LOG.warn("APPLY run {} counted no failures of tenants", run);
            }
            return report;
        } finally {
            lease.end();
        }
    }

    /**
     * Returns what counts nanoseconds and only goes forward, even if the wall clock of this node is set: that of the
     * machine, or a clock of tests.
     */
    public LongSupplier ticker() {
        return clock.equals(Clock.system(clock.getZone()))
                ? System::nanoTime
                : () -> Duration.ofMillis(clock.millis()).toNanos();
    }

    // What was done is done: the report is worth more than a count of failures.
    private void tally(ApplyReport report) {
        new FailureTally(settings.quarantine(), settings.policy(), store).draw(report.outcomes(), clock.instant());
    }

    private void refuseIfExpired(Plan plan) {
        if (!clock.instant().isBefore(plan.expiresAt())) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.EXPIRED,
                    "the plan expired at " + Words.second(plan.expiresAt()) + ": plan again");
        }
    }

    private void refuseIfApplied(Plan plan) {
        if (!plan.batches().isEmpty() && store.isApplied(plan.origin())) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.ALREADY_APPLIED,
                    "the plan was applied before, with or without an override: plan again; " + plan.origin());
        }
    }

    private List<String> granted(Plan plan, Approval approval) {
        return settings.gate().decide(plan, approval).match(new Gated(plan, approval));
    }

    private Fence lease(Plan plan, String run) {
        Lease answer = store.acquire(Fence.ofOrganization(plan.organization()), run, LEASE);
        return answer.fence().orElseThrow(() -> busy(plan, answer));
    }

    private PlanRefusedException busy(Plan plan, Lease taken) {
        String who = store.runs(RECENT).stream()
                .filter(r -> r.id().equals(taken.holder()))
                .findFirst()
                .map(r -> "run " + r.id() + ", approved by " + String.join(" and ", r.approvedBy())
                        + ", is applying a plan" + " to this organization since " + Words.second(r.startedAt()))
                .orElse(taken.holder() + " is working on this organization");
        return new PlanRefusedException(
                PlanRefusedException.Cause.BUSY,
                who + ". Its lease ends at " + Words.second(clock.instant().plus(taken.left()))
                        + " unless it extends it: wait until it has ended, then plan again; " + plan.organization());
    }

    private void check(Plan plan, Approval approval, String policyHash) {
        if (!approval.fingerprint().equals(plan.fingerprint())) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.NOT_APPROVED,
                    "the approval is for another plan: approve this one; " + plan.fingerprint());
        }
        refuseIfExpired(plan);
        refuseIfApplied(plan);
        if (!policyHash.equals(plan.policyHash())) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.OTHER_POLICY,
                    "the policy has changed since the plan was made: plan again; plan " + plan.policyHash()
                            + ", in force " + policyHash);
        }
        String written = organization.get();
        if (!written.equals(plan.organization())) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.OTHER_ORGANIZATION,
                    "the plan was made for another organization than that of the credential: " + plan.organization()
                            + ", not " + written);
        }
    }

    /** Returns the names of all approvers, after the decision of the gate. */
    private record Gated(Plan plan, Approval approval) implements ApprovalGate.Decision.Cases<List<String>> {
        @Override
        public List<String> granted(ApprovalGate.Decision.Granted decision) {
            return decision.by().isBlank() ? List.of(approval.by()) : List.of(approval.by(), decision.by());
        }

        @Override
        public List<String> pending(ApprovalGate.Decision.Pending decision) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.APPROVAL_PENDING,
                    "the plan waits for " + decision.what() + ": apply it again before "
                            + Words.second(plan.expiresAt()) + ", or plan again; " + plan.fingerprint());
        }

        @Override
        public List<String> denied(ApprovalGate.Decision.Denied decision) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.DENIED,
                    "the plan was denied: " + decision.why() + "; " + plan.fingerprint());
        }
    }
}
