// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Phase;
import io.tenantry.plan.Plan;
import io.tenantry.plan.Wording;
import io.tenantry.reconcile.Person;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Journal;
import io.tenantry.store.Leases.Lease;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One application of one plan, from the first check to the last confirmation. */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final int GIVE_UP_AFTER = 5;

    private final String id;
    private final Plan plan;
    private final Approval approval;
    private final ProvisioningStore store;
    private final Clock clock;
    private final Confirmation confirmation;
    private final Progress progress;
    private final BooleanSupplier stop;
    private final Ledger ledger;
    private final Writer writer;
    private final int total;
    private int writes;
    private int done;
    private int attempts;
    private int unavailable;
    private boolean stopped;

    Run(
            String id,
            Plan plan,
            Approval approval,
            Writer writer,
            Ledger ledger,
            ProvisioningStore store,
            Clock clock,
            Confirmation confirmation,
            Progress progress,
            BooleanSupplier stop) {
        this.id = id;
        this.plan = plan;
        this.approval = approval;
        this.writer = writer;
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
        this.confirmation = confirmation;
        this.progress = progress;
        this.stop = stop;
        this.total = plan.batches().size();
    }

    ApplyReport go(Lease lease) {
        Instant startedAt = clock.instant();
        LOG.info("APPLY run {} begins: {} write calls planned", id, total);
        leaveOutWhoMoved();
        store.journal().begin(new Journal.Run(id, plan.fingerprint(), plan.policyHash(), approval.by(), startedAt));
        plan.links().forEach(store.links()::link);
        Map<Phase, List<Batch>> phases = new EnumMap<>(Phase.class);
        plan.batches()
                .forEach(b -> phases.computeIfAbsent(b.phase(), p -> new ArrayList<>())
                        .add(b));
        Lease held = lease;
        for (Map.Entry<Phase, List<Batch>> phase : phases.entrySet()) {
            for (Batch batch : phase.getValue()) {
                held = keep(held);
                step(batch);
            }
            confirm(phase.getKey(), phase.getValue());
        }
        List<Outcome> outcomes = ledger.outcomes(plan);
        audit(outcomes.stream().filter(o -> o.status() == Outcome.Status.HELD).toList());
        ApplyReport report =
                new ApplyReport(id, outcomes, writes, confirmation.reads(), stopped, startedAt, clock.instant());
        LOG.info("APPLY run {} ended: {}", id, report.counts());
        return report;
    }

    /** Whoever was changed by somebody else since the plan was made is left out: the plan no longer speaks of them. */
    private void leaveOutWhoMoved() {
        Map<AccountId, Account> now =
                confirmation.accounts(List.copyOf(plan.basis().keySet()));
        Map<AccountId, String> moved = new HashMap<>();
        plan.basis().forEach((account, basis) -> {
            String found =
                    Optional.ofNullable(now.get(account)).map(Plan::basisOf).orElse("not found");
            if (!found.equals(basis)) {
                moved.put(account, "was " + basis + " and is " + found);
            }
        });
        if (moved.isEmpty()) {
            return;
        }
        plan.operations()
                .forEach(o -> o.person()
                        .flatMap(Person::account)
                        .map(moved::get)
                        .ifPresent(why -> ledger.record(
                                o,
                                Outcome.Status.SKIPPED,
                                "changed since the plan was made: " + why + "; plan again")));
    }

    private Lease keep(Lease lease) {
        if (clock.instant().isBefore(lease.expiresAt().minus(Executor.LEASE.dividedBy(2)))) {
            return lease;
        }
        Optional<Lease> renewed = store.leases().acquire(lease.name(), lease.holder(), Executor.LEASE);
        if (renewed.filter(l -> l.fence() == lease.fence()).isEmpty()) {
            halt("the lease on the organization was lost to another run");
        }
        return renewed.orElse(lease);
    }

    private void step(Batch batch) {
        List<Operation> ready = new ArrayList<>();
        for (Operation operation : batch.operations()) {
            Optional<String> obstacle = stopping() ? Optional.of("the run was stopped") : ledger.obstacle(operation);
            obstacle.ifPresentOrElse(
                    why -> ledger.record(operation, Outcome.Status.SKIPPED, why), () -> ready.add(operation));
        }
        if (!ready.isEmpty()) {
            attempt(batch, ready);
        }
        progress.on(new Progress.Event(Progress.Step.APPLY, batch.phase().name(), ++done, total));
    }

    private boolean stopping() {
        if (!stopped && (stop.getAsBoolean() || Thread.currentThread().isInterrupted())) {
            halt("stopped by the host");
        }
        return stopped;
    }

    private void halt(String why) {
        stopped = true;
        LOG.warn("APPLY run {} stops: {}", id, why);
    }

    private void attempt(Batch batch, List<Operation> operations) {
        int attempt = ++attempts;
        store.journal()
                .intend(new Journal.Intent(
                        id, attempt, operations.stream().map(Run::line).toList(), clock.instant()));
        try {
            writes++;
            writer.write(batch, operations);
            conclude(attempt, Journal.Result.DONE, "");
            unavailable = 0;
            operations.forEach(o -> ledger.record(o, Outcome.Status.APPLIED, ""));
            remember(operations);
        } catch (DirectoryException e) {
            failed(batch, operations, attempt, e);
        }
    }

    private void failed(Batch batch, List<Operation> operations, int attempt, DirectoryException e) {
        boolean unknown = e.failure() == Failure.OUTCOME_UNKNOWN;
        conclude(attempt, unknown ? Journal.Result.UNKNOWN : Journal.Result.FAILED, e.getMessage() + "");
        // One bad id must not cost forty-nine others: what was refused together is tried one by one.
        boolean mayBeOne = e.failure() == Failure.REJECTED || e.failure() == Failure.NOT_FOUND;
        if (mayBeOne && operations.size() > 1) {
            operations.forEach(o -> attempt(batch, List.of(o)));
            return;
        }
        // What is to be taken from something that is not there may be gone already: the confirming read tells.
        unknown |= e.failure() == Failure.NOT_FOUND && batch.phase() == Phase.REVOKE;
        Outcome.Status status = unknown ? Outcome.Status.UNKNOWN : Outcome.Status.FAILED;
        operations.forEach(o -> ledger.record(o, status, e.failure() + ": " + e.getMessage()));
        giveUp(e);
    }

    private void giveUp(DirectoryException e) {
        if (e.failure() != Failure.RETRY_LATER) {
            return;
        }
        if (e.retryAfter().isPresent()) {
            halt("the service asks to wait " + e.retryAfter().get() + ": apply again after that");
        } else if (++unavailable >= GIVE_UP_AFTER) {
            halt("the service was unavailable for " + GIVE_UP_AFTER + " calls in a row");
        }
    }

    private void conclude(int attempt, Journal.Result result, String detail) {
        store.journal().conclude(new Journal.Conclusion(id, attempt, result, detail, clock.instant()));
    }

    /** A new account is linked at once, so that a crash right after finds it by its link. */
    private void remember(List<Operation> operations) {
        for (Operation operation : operations) {
            Optional<Person> person = operation.person();
            Optional<IdentityId> identity = person.flatMap(Person::identity);
            if (Phase.of(operation.change()) == Phase.CREATE && identity.isPresent()) {
                ledger.account(person.get()).ifPresent(a -> store.links().link(identity.get(), a));
            }
        }
    }

    private void confirm(Phase phase, List<Batch> batches) {
        List<Operation> operations =
                batches.stream().flatMap(b -> b.operations().stream()).toList();
        if (!stopped) {
            progress.on(new Progress.Event(Progress.Step.VERIFY, phase.name(), done, total));
            confirmation.confirm(phase, operations, ledger);
        }
        audit(operations.stream().map(ledger::outcome).toList());
    }

    private void audit(List<Outcome> outcomes) {
        store.audit().append(outcomes.stream().map(this::entry).toList());
    }

    private AuditTrail.Entry entry(Outcome outcome) {
        Operation operation = outcome.operation();
        return new AuditTrail.Entry(
                id,
                operation.number(),
                operation.tenant().value(),
                operation
                        .person()
                        .flatMap(Person::identity)
                        .map(IdentityId::value)
                        .orElse(""),
                operation
                        .person()
                        .flatMap(ledger::account)
                        .map(AccountId::value)
                        .orElse(""),
                Wording.of(operation.change()),
                operation.reason().rule(),
                operation.reason().fact(),
                approval.by(),
                outcome.status() + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail()),
                clock.instant());
    }

    private static String line(Operation operation) {
        return operation.number() + " " + Wording.of(operation.change())
                + operation.person().map(p -> " for " + p).orElse("");
    }
}
