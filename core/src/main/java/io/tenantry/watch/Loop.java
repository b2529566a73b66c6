// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.ChangePlan;
import io.tenantry.Following;
import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.DirectoryException;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreSummary;
import io.tenantry.watch.Told.Judged;
import io.tenantry.watch.WatchEvent.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run of a watch does, and what it knows of its own doing. Only the thread that runs it uses it. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    static final Duration SLICE = Duration.ofSeconds(1);

    private static final Set<Class<?>> EXPECTED = Set.of(
            PlanRefusedException.class,
            DirectoryException.class,
            IdentitySourceException.class,
            StoreException.class,
            EndedEarly.class);

    /** A provider pushes a person and the groups of that person shortly after each other. */
    private static final Duration GATHER = Duration.ofSeconds(2);

    private final Terms terms;
    private final Signals signals;
    private final Board board;
    private final Job changes;
    private final Job sweep;
    private final Job proof;
    private final Patience patience;

    /** The service asked for it. */
    private final Rest pause = new Rest();

    private @Nullable Provisioner inForce;
    private Told told = Told.NOTHING;
    private Optional<WatchEvent.PolicyRefused> refused = Optional.empty();
    private Optional<WatchEvent.Waiting> waiting = Optional.empty();
    private Optional<Plan> undecided = Optional.empty();
    private Optional<Instant> lastLook = Optional.empty();
    private Optional<Instant> lastSweep = Optional.empty();
    private Optional<Instant> lastProof = Optional.empty();
    private Optional<IsolationProof.Verdict> verdict = Optional.empty();
    private boolean feed = true;
    private boolean begun;
    private boolean applied;
    /** Whether a plan for everybody was not carried out so that plans for some people would do the rest. */
    private boolean owed;

    private int owing;
    private boolean readEverybody;
    private int everybodyInARow;

    Loop(Terms terms, Signals signals, Board board) {
        this.terms = terms;
        this.signals = signals;
        this.board = board;
        this.changes = new Job(Work.CHANGES, Schedule.every(terms.every()));
        this.sweep = new Job(Work.SWEEP, terms.sweeps());
        this.proof = new Job(Work.PROOF, terms.proofs());
        this.patience = new Patience(terms.every(), terms.longest());
    }

    void go() throws InterruptedException {
        try {
            show(true);
            while (!signals.isStopped()) {
                turn();
                show(true);
                if (!signals.isStopped()) {
                    terms.sleeper().sleep(SLICE);
                }
            }
        } finally {
            show(false);
        }
    }

    private void turn() {
        if (!pause.isOver(now())) {
            return;
        }
        if (signals.isWoken()) {
            changes.soon();
        }
        for (Job job : new Job[] {changes, sweep, proof}) {
            boolean mayBegin = begun || job == changes;
            if (mayBegin && !signals.isStopped() && job.isDue(now())) {
                inForce(job).ifPresent(engine -> attempt(job, engine));
            }
        }
    }

    private Instant now() {
        return terms.clock().instant();
    }

    // Asked before each work, because the policy may be edited at any time.
    private Optional<Provisioner> inForce(Job job) {
        try {
            Provisioner now = terms.inForce().get();
            Provisioner before = inForce;
            inForce = now;
            refused = Optional.empty();
            if (before != null && before != now) {
                sweep.soon();
                board.tell(new WatchEvent.PolicyChanged(now()));
            }
            return Optional.of(now.until(signals::isStopped));
        } catch (RuntimeException e) {
            Instant at = now();
            job.rest(at, terms.every());
            refuse(new WatchEvent.PolicyRefused(at, words(e)));
            return Optional.empty();
        }
    }

    private void refuse(WatchEvent.PolicyRefused event) {
        boolean known = refused.filter(r -> r.reason().equals(event.reason())).isPresent();
        refused = Optional.of(event);
        if (!known) {
            board.tell(event);
        }
    }

    private void attempt(Job job, Provisioner engine) {
        readEverybody = false;
        try {
            if (isFree(job, engine)) {
                work(job, engine);
                job.succeeded();
                waiting = waiting.filter(w -> undecided.isPresent());
            }
        } catch (PlanRefusedException e) {
            refused(job, engine, e);
        } catch (RuntimeException e) {
            undecided = Optional.empty();
            failed(job, e, Duration.ZERO);
        }
        if (readEverybody) {
            owing = owed ? owing + 1 : 0;
        }
        if (readEverybody && owed) {
            sweep.soon();
            sweep.rest(now(), Rest.doubled(terms.every(), owing - 1, terms.longest()));
        }
    }

    // A plan that another run does not let through costs its reads for nothing.
    private boolean isFree(Job job, Provisioner engine) {
        if (job == changes && waiting.isEmpty()) {
            return true;
        }
        Optional<String> other = engine.following().writing().map(StoreSummary.Taken::holder);
        other.ifPresent(run -> waits(job, "run " + run + " is writing to the organization", other));
        return other.isEmpty();
    }

    private void work(Job job, Provisioner engine) {
        switch (job.work()) {
            case CHANGES -> look(engine);
            case SWEEP -> sweep(engine);
            case PROOF -> prove(engine);
        }
    }

    private void look(Provisioner engine) {
        Following before = engine.following();
        begin(before);
        Instant began = now();
        undecided = undecided.filter(plan -> began.isBefore(plan.expiresAt()));
        if (undecided.isPresent()) {
            provision(changes, engine, new ChangePlan(undecided.get(), 0, Optional.empty()), Judged.SOME);
            return;
        }
        signals.heard();
        changes.doneAt(began);
        if (feed) {
            follow(engine, began, before.due());
        }
    }

    private void follow(Provisioner engine, Instant began, Set<IdentityId> before) {
        boolean all = patience.isOver(before, began);
        ChangePlan plan = all ? engine.planChanges() : engine.planNewChanges();
        Duration reading = since(began);
        boolean everybody = plan.everybody().isPresent();
        everybodyInARow = everybody ? everybodyInARow + 1 : 0;
        if (everybody) {
            swept(began);
        }
        provision(changes, engine, plan, everybody ? Judged.ALL : all ? Judged.HOLDS : Judged.SOME);
        lastLook = Optional.of(began);
        changes.rest(now(), afterLook(reading));
        patience.after(all || everybody, before, engine.following().due(), reading, now());
    }

    // If the clock was set meanwhile, this is not what it took.
    private Duration since(Instant began) {
        return Rest.shorter(Rest.longer(Duration.between(began, now()), Duration.ZERO), terms.longest());
    }

    // Everybody is read each time while a source is not complete, or more is pushed than can be read one by one.
    private Duration afterLook(Duration reading) {
        if (everybodyInARow < 2) {
            return everybodyInARow == 0 ? GATHER : Rest.longer(reading, GATHER);
        }
        return Rest.doubled(Rest.longer(reading, terms.every()), everybodyInARow - 2, terms.longest());
    }

    private void begin(Following known) {
        feed = known.feed();
        if (!begun) {
            begun = true;
            patience.begin(known.due());
            known.everybody().ifPresent(this::swept);
            known.proven().ifPresent(proof::doneAt);
        } else if (!feed && signals.isWoken()) {
            sweep.soon();
        }
    }

    private void swept(Instant began) {
        sweep.doneAt(began);
        lastSweep = Optional.of(began);
    }

    private void sweep(Provisioner engine) {
        Instant began = now();
        Plan plan = engine.plan();
        swept(began);
        Duration reading = since(began);
        provision(sweep, engine, new ChangePlan(plan, 0, Optional.of("it is time")), Judged.ALL);
        sweep.rest(now(), reading);
        lastLook = Optional.of(began);
        patience.after(true, patience.due(), engine.following().due(), reading, now());
    }

    private void prove(Provisioner engine) {
        Instant began = now();
        IsolationProof made = engine.proveIsolation();
        proof.doneAt(began);
        lastProof = Optional.of(began);
        verdict = Optional.of(made.verdict());
        board.tell(new WatchEvent.Proven(now(), made));
    }

    private void provision(Job job, Provisioner engine, ChangePlan changed, Judged judged) {
        Plan plan = changed.plan();
        Told after = told.after(plan, judged);
        boolean news = !told.covers(after);
        readEverybody |= judged == Judged.ALL;
        owed |= judged == Judged.ALL;
        Optional<ApplyReport> report = Optional.empty();
        if (!signals.isStopped() && (news || job == sweep || !applied || hasWork(plan))) {
            undecided = Optional.of(plan);
            report = Optional.of(engine.apply(plan, Approval.of(plan, terms.approvedBy()), signals::isStopped));
            undecided = Optional.empty();
            applied = true;
        }
        told = after;
        owed &= judged != Judged.ALL || report.filter(this::leavesMore).isPresent();
        boolean quiet = !news && report.filter(Loop::didMore).isEmpty();
        board.tell(
                quiet
                        ? new WatchEvent.NothingToDo(now(), job.work(), changed.people())
                        : new WatchEvent.Reconciled(
                                now(), job.work(), changed.people(), changed.everybody(), plan, report));
        report.ifPresent(this::ended);
    }

    // Each application of a plan that only holds says so again in the audit trail.
    private static boolean hasWork(Plan plan) {
        return !plan.batches().isEmpty() || !plan.links().isEmpty();
    }

    private static boolean didMore(ApplyReport report) {
        return report.outcomes().stream().anyMatch(o -> o.status() != Outcome.Status.HELD);
    }

    // A plan for some people makes no group, and gives no group a role.
    private boolean leavesMore(ApplyReport report) {
        return report.troubles().stream()
                .anyMatch(o -> !feed || o.operation().person().isEmpty());
    }

    private void ended(ApplyReport report) {
        Instant at = now();
        report.deferredUntil().ifPresent(until -> pause.begin(at, Duration.between(at, until)));
        report.storeFailure().ifPresent(e -> {
            throw e;
        });
        if (report.stopped() && report.deferredUntil().isEmpty() && !signals.isStopped()) {
            throw new EndedEarly(report.run());
        }
    }

    private void refused(Job job, Provisioner engine, PlanRefusedException e) {
        PlanRefusedException.Cause cause = e.reason();
        if (cause != PlanRefusedException.Cause.APPROVAL_PENDING) {
            undecided = Optional.empty();
        }
        switch (cause) {
            case BUSY -> waits(job, words(e), holder(engine));
            case APPROVAL_PENDING -> waits(job, words(e), Optional.empty());
            case QUARANTINED -> failed(job, e, Rest.shorter(quarantine(engine), terms.longest()));
            default -> failed(job, e, Duration.ZERO);
        }
    }

    // It may be lifted before it ends.
    private Duration quarantine(Provisioner engine) {
        Instant at = now();
        try {
            return engine.quarantines().stream()
                    .filter(q -> q.holds(at) && !q.scope().startsWith("tenant "))
                    .map(q -> Duration.between(at, q.until()))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        } catch (StoreException e) {
            return Duration.ZERO;
        }
    }

    private static Optional<String> holder(Provisioner engine) {
        try {
            return engine.following().writing().map(StoreSummary.Taken::holder);
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private void waits(Job job, String reason, Optional<String> holder) {
        Instant at = now();
        job.soon();
        job.rest(at, terms.every());
        boolean known = waiting.isPresent();
        Instant since = waiting.map(WatchEvent.Waiting::since).orElse(at);
        waiting = Optional.of(new WatchEvent.Waiting(at, reason, holder, since));
        if (!known) {
            waiting.ifPresent(board::tell);
        }
    }

    private void failed(Job job, RuntimeException e, Duration least) {
        boolean stopped = e instanceof CancellationException && signals.isStopped();
        if (stopped || Thread.currentThread().isInterrupted()) {
            return;
        }
        Instant at = now();
        Duration asked = Optional.of(e)
                .filter(DirectoryException.class::isInstance)
                .flatMap(d -> ((DirectoryException) d).retryAfter())
                .orElse(Duration.ZERO);
        if (!asked.isZero()) {
            pause.begin(at, asked);
        }
        Duration rest = Rest.doubled(terms.every(), job.fails(), terms.longest());
        Instant next = job.rest(at, Rest.longer(asked, Rest.longer(rest, least)));
        job.soon();
        fails(job, new WatchEvent.Failed(at, job.work(), words(e), next), e);
    }

    // A quarantine fails at each try, and says the same.
    private void fails(Job job, WatchEvent.Failed event, RuntimeException e) {
        boolean known =
                job.failed().filter(f -> f.reason().equals(event.reason())).isPresent();
        job.failed(event);
        if (!EXPECTED.contains(e.getClass())) {
            LOG.error("WATCH {} met an error", job.work(), e);
        }
        if (!known || !(e instanceof PlanRefusedException)) {
            board.tell(event);
        }
    }

    private static String words(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private void show(boolean running) {
        board.show(new WatchStatus(
                running,
                lastLook,
                Optional.empty(),
                patience.due().size(),
                lastSweep,
                told.held(),
                lastProof,
                verdict,
                waiting,
                Stream.of(changes, sweep, proof)
                        .flatMap(job -> job.failed().stream())
                        .toList(),
                refused));
    }

    /** A run met an error that it reported. */
    private static final class EndedEarly extends RuntimeException {
        private static final long serialVersionUID = 1;

        EndedEarly(String run) {
            super("run " + run + " ended before it had tried everything: the log says why");
        }
    }
}
