// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.host.Progress;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.Whose;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Basis;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.Journal;
import io.tenantry.store.Mark;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One application of one plan, from the first check to the last confirmation. */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");
    private static final int GIVE_UP_AFTER = 5;

    private final String id;
    private final Plan plan;
    private final OrganizationPolicy policy;
    private final List<String> approvedBy;
    private final FormerTrails former;
    private final NewerPlans newer;
    private final AuditRecorder audit;
    private final ProvisioningStore store;
    private final Clock clock;
    private final Progress progress;
    private final Halt halt;
    private final RunLease lease;
    private final Ledger ledger = new Ledger();
    private final Readback readback;
    private final Writer writer;
    private final Book book;
    private final RestoredAccounts restored;
    private final Confirmation confirmation;
    private final DirectoryLimits limits;
    private final Supplier<TenantMap> tenants;
    private final AcceptedPlaces places;
    private final ReachGate gate;
    private final LimitGate limitGate;
    private final GivenRecorder given;
    private final Crossings crossings;
    private boolean counted;
    private boolean gated;
    private boolean gatedCreated;
    private int done;
    private int unanswered;

    Run(
            String id,
            Plan plan,
            List<String> approvedBy,
            ApplySettings settings,
            Supplier<TenantMap> tenants,
            NewerPlans newer,
            Halt halt,
            RunLease lease) {
        Directory directory = settings.directory();
        this.id = id;
        this.plan = plan;
        this.policy = settings.policy();
        this.approvedBy = approvedBy;
        this.newer = newer;
        this.store = settings.store();
        this.clock = settings.clock();
        this.former = new FormerTrails(store);
        this.audit = new AuditRecorder(id, plan.policyHash(), approvedBy, ledger, clock, former);
        this.progress = settings.progress();
        this.halt = halt;
        this.lease = lease;
        this.readback = new Readback(directory, lease::keep, this::giveUpIfRefused, settings.readAlone());
        this.writer = new Writer(directory, lease, ledger, readback);
        this.book = new Book(id, store, lease::fence, clock, halt);
        Patience patience = new Patience(settings.sleeper(), settings.settling(), halt);
        this.limits = directory.limits();
        this.restored = new RestoredAccounts(readback, ledger);
        this.given = new GivenRecorder(book, ledger);
        this.tenants = once(tenants);
        this.places = new AcceptedPlaces(readback, ledger, plan);
        this.gate = new ReachGate(readback, ledger, plan, this.tenants, restored);
        this.limitGate = new LimitGate(policy, store);
        this.crossings = new Crossings(
                id,
                plan,
                ledger,
                readback,
                this.tenants,
                store,
                book,
                clock,
                gate::before,
                former,
                patience,
                this::takeBack);
        this.confirmation =
                new Confirmation(readback, patience, ledger, this::repair, restored, limits.placesOnCreate(), clears());
    }

    private boolean clears() {
        return plan.batches().stream().anyMatch(b -> b.phase() == Phase.CLEAR);
    }

    private static Supplier<TenantMap> once(Supplier<TenantMap> tenants) {
        List<TenantMap> read = new ArrayList<>(1);
        return () -> {
            if (read.isEmpty()) {
                read.add(tenants.get());
            }
            return read.get(0);
        };
    }

    /** Applies the plan; one that was made just now says which accounts were read for it. */
    ApplyReport go(Optional<Map<AccountId, Account>> justRead, Optional<String> lacking) {
        Instant startedAt = clock.instant();
        LOG.info(
                "APPLY run {} begins: {} planned",
                id,
                Words.count(plan.batches().size(), "write call", "write calls"));
        justRead.ifPresentOrElse(gate::saw, this::leaveOutWhoMoved);
        lacking.ifPresent(this::giveNothing);
        List<Outcome> earlier = new ArrayList<>();
        halt.guard(() -> {
            begin(startedAt);
            leaveOutOverLimits(startedAt);
            earlier.addAll(crossings.resume());
            book.settle(audit.crossed(earlier));
            gate.perhapsGiven(crossings.unconfirmed());
            phases(justRead.isPresent());
        });
        List<Outcome> outcomes = ledger.outcomes(plan, halt.why());
        given.end(plan, outcomes);
        grow(new Growth(outcomes));
        book.tell(audit.entries(outcomes.stream().filter(o -> o.status() == Outcome.Status.HELD)));
        book.end();
        ApplyReport report = new ApplyReport(
                id,
                Stream.concat(outcomes.stream(), earlier.stream()).toList(),
                book.made(),
                readback.calls(),
                halt.isOver(),
                halt.deferredUntil(),
                halt.storeFailure(),
                startedAt,
                clock.instant());
        LOG.info("APPLY run {} ended: {}", id, report.counts());
        return report;
    }

    private void grow(Growth growth) {
        if (!growth.isNothing()) {
            halt.guard(() -> {
                Notes known = store.notes();
                book.add(new StoreWrite.Keep(growth.from(known, Whose.of(policy, known.pins()))));
            });
        }
    }

    private void phases(boolean justPlanned) {
        phases().forEach((phase, batches) -> {
            gate(phase, justPlanned);
            cross(phase);
            leaveOutGoneDivisions(phase, batches);
            phase(phase, batches);
        });
        cross(Phase.CLEAR);
    }

    // A plan that wrote nothing may still be applied, once a hold of it is overridden.
    private void begin(Instant startedAt) {
        String applied = plan.batches().isEmpty() ? "" : plan.origin();
        book.add(new StoreWrite.Begin(new Journal.Run(id, applied, plan.policyHash(), approvedBy, startedAt)));
        supersede();
        Claims claims = new Claims(plan, id, store, readback);
        claims.links().forEach((identity, account) -> book.add(new StoreWrite.Link(identity, account)));
        claims.refuse(newer.decided(plan, id, book::add));
        leaveOut(claims::refuses);
        Notes known = store.notes();
        former.begin(known.pins());
        audit.begin(Whose.of(policy, known.pins())::division);
        given.begin(plan, known.given());
        book.settle(plan.overrides().stream()
                .flatMap(o -> audit.override(o, plan).stream())
                .toList());
    }

    private Map<Phase, List<Batch>> phases() {
        Map<Phase, List<Batch>> phases = new EnumMap<>(Phase.class);
        plan.batches()
                .forEach(b -> phases.computeIfAbsent(b.phase(), p -> new ArrayList<>())
                        .add(b));
        return phases;
    }

    // The groups of a restored account show after the restore, and some are left with the removals. What a rule gives
    // to a new account shows after the creation.
    private void gate(Phase phase, boolean justPlanned) {
        if (!counted && !justPlanned && !phase.takes() && !halt.isOver()) {
            counted = true;
            count();
        }
        if (phase.takes() || phase == Phase.RESTORE || halt.isOver()) {
            return;
        }
        if (!gated) {
            gated = true;
            gate.judge(justPlanned && hasTakenAll());
        }
        if (!gatedCreated && phase.compareTo(Phase.CREATE) > 0) {
            gatedCreated = true;
            gate.judgeCreated();
        }
    }

    private void count() {
        if (policy.accepted().stream()
                .anyMatch(line -> line.byRule() && line.members().isPresent())) {
            places.judge(tenants.get());
        }
    }

    // The plan counts on its removals: what it read is not fresh where one did not happen.
    private boolean hasTakenAll() {
        return plan.operations()
                .filter(o -> o.change().phase().takes())
                .map(ledger::outcome)
                .allMatch(o -> o.status() == Outcome.Status.APPLIED);
    }

    // An account that is created unplaced would stay half made in Home if its division is gone by now.
    private void leaveOutGoneDivisions(Phase phase, List<Batch> batches) {
        if (phase != Phase.CREATE || limits.placesOnCreate() || halt.isOver()) {
            return;
        }
        Listing<Division> now = readback.divisions();
        if (now.completeness().isComplete()) {
            Set<DivisionId> there = now.entries().stream().map(Division::id).collect(Collectors.toSet());
            batches.stream()
                    .flatMap(b -> b.operations().stream())
                    .filter(o -> o.change()
                            .requiredDivision()
                            .flatMap(ledger::madeOrKnown)
                            .filter(d -> !there.contains(d))
                            .isPresent())
                    .forEach(o -> ledger.lost(o, "its division was not found; plan again"));
        }
    }

    // What a former policy gave is cleared only for people whose new access stays.
    private void cross(Phase phase) {
        if (phase == Phase.CLEAR && !halt.isOver()) {
            List<Outcome> crossed = crossings.judge();
            book.settle(audit.crossed(crossed));
        }
    }

    private void phase(Phase phase, List<Batch> batches) {
        List<Operation> operations =
                batches.stream().flatMap(b -> b.operations().stream()).toList();
        halt.guard(() -> carryOut(phase, batches, operations));
        operations.forEach(this::mark);
        Stream<Entry> left = operations.stream()
                .filter(o -> !o.change().survivingGroups().isEmpty())
                .map(ledger::outcome)
                .filter(o -> o.status() != Outcome.Status.SKIPPED)
                .flatMap(o -> audit.left(o, restored.toLeave(o.operation())));
        Stream<Entry> all = audit.entries(operations.stream().map(ledger::outcome)).stream();
        book.settle(Stream.concat(all, left).toList());
        if (!confirmation.covers(phase)) {
            book.flush();
        }
    }

    private void carryOut(Phase phase, List<Batch> batches, List<Operation> operations) {
        for (Batch batch : batches) {
            attempt(phase, batch.operations());
            if (halt.why().isEmpty()) {
                progress.on(new Progress.Event(
                        Progress.Step.APPLY,
                        phase.name(),
                        ++done,
                        plan.batches().size()));
            }
        }
        if (confirmation.covers(phase)) {
            book.flush();
        }
        if (!halt.isOver()) {
            progress.on(new Progress.Event(
                    Progress.Step.VERIFY, phase.name(), done, plan.batches().size()));
            confirmation.confirm(phase, operations);
        }
    }

    /**
     * Skips operations on accounts that changed since the plan was made. A removal goes on as long as it is the same
     * account.
     */
    private void leaveOutWhoMoved() {
        Map<AccountId, Account> now =
                readback.accountsOrAlone(List.copyOf(plan.basis().keySet()));
        gate.saw(now);
        leaveOut(o -> moved(o, now));
    }

    private void leaveOut(Function<Operation, Optional<String>> changed) {
        plan.operations()
                .forEach(o -> changed.apply(o)
                        .ifPresent(why -> ledger.record(
                                o,
                                Outcome.Status.SKIPPED,
                                "changed since the plan was made: " + why + "; plan again")));
    }

    private void leaveOutOverLimits(Instant now) {
        limitGate
                .judge(plan, now)
                .forEach((operation, why) -> ledger.record(
                        operation,
                        Outcome.Status.SKIPPED,
                        "other runs have removed access since the plan was made: " + why + "; plan again"));
    }

    private Optional<String> moved(Operation operation, Map<AccountId, Account> now) {
        Optional<AccountId> id = operation.person().flatMap(Person::account);
        Optional<Basis> basis = id.map(plan.basis()::get);
        if (basis.isEmpty()) {
            return Optional.empty();
        }
        Account account = now.get(id.orElseThrow());
        if (account == null) {
            return Optional.of("was " + basis.get() + " and is no longer found");
        }
        return basis.get()
                .refusesAll(account, operation.person().orElseThrow())
                .or(() -> operation.change().removes() && !worksElsewhere(operation, account, basis.get())
                        ? Optional.empty()
                        : basis.get().refusesGains(account));
    }

    // A leaver is shut out in each place; a person whose tenant went, and who is moved out as well, only in that place.
    private boolean worksElsewhere(Operation shut, Account now, Basis before) {
        return shut.change().phase() == Phase.SHUT
                && !now.division().equals(before.division())
                && !tenants.get().of(now.division()).isEmpty()
                && plan.operations()
                        .anyMatch(o -> o.person().equals(shut.person())
                                && o.change().movesFrom().isPresent());
    }

    private void giveNothing(String why) {
        plan.operations()
                .filter(o -> !o.change().removes())
                .forEach(o -> ledger.record(o, Outcome.Status.SKIPPED, why));
    }

    // A plan that was made after a call has read the outcome of that call, and contains what is left to do.
    private void supersede() {
        for (Journal.Call call : store.open()) {
            Journal.Intent intent = call.intent();
            if (!intent.run().equals(id) && intent.at().isBefore(plan.createdAt())) {
                LOG.warn(
                        "APPLY run {} supersedes call {} of run {}, which had no outcome",
                        id,
                        intent.number(),
                        intent.run());
                // It may have ended in the middle of a phase, and then wrote no rows for what it had done there.
                OpenCalls.told(call, "the plan of run " + id, clock.instant()).forEach(book::add);
            }
        }
    }

    /** Makes one call for the operations that can be tried. */
    private void attempt(Phase phase, List<Operation> operations) {
        lease.keep();
        List<Operation> ready = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<String> obstacle = halt.isOver()
                    ? Optional.of("the run was stopped: " + halt.why())
                    : ledger.obstacle(operation)
                            .or(() -> places.obstacle(operation))
                            .or(() -> gate.obstacle(operation));
            obstacle.ifPresentOrElse(
                    why -> ledger.record(operation, Outcome.Status.SKIPPED, why), () -> ready.add(operation));
        }
        if (!ready.isEmpty() && !ready.get(0).change().survivingGroups().isEmpty()) {
            ready.forEach(this::leaveSurvivingGroups);
        } else if (!ready.isEmpty()) {
            crossings.open(phase == Phase.CREATE ? List.of() : ready);
            readback.forget();
            answered(
                    phase,
                    ready,
                    book.make(lines(ready), audit.untold(ready), audit.removals(ready), () -> writer.write(ready)));
        }
    }

    private void answered(Phase phase, List<Operation> operations, Book.Answer answer) {
        if (!answer.made()) {
            operations.forEach(o -> ledger.record(o, Outcome.Status.SKIPPED, "the run was stopped: " + halt.why()));
        } else {
            answer.failure().ifPresentOrElse(e -> failed(phase, operations, e), () -> accepted(phase, operations));
        }
    }

    /** Makes a call for each unwanted group that a restored account came back in; often there is none. */
    private void leaveSurvivingGroups(Operation operation) {
        List<ForeignGroup> found = restored.toLeave(operation);
        List<ForeignGroup> kept = found.stream().filter(e -> !e.managed()).toList();
        if (!kept.isEmpty()) {
            ledger.record(
                    operation,
                    Outcome.Status.SKIPPED,
                    "the account came back in " + RestoredAccounts.names(kept)
                            + ", where no plan may remove members: remove it by hand");
            return;
        }
        ledger.note(operation, found.isEmpty() ? "it came back in none" : "left " + RestoredAccounts.names(found));
        ledger.accepted(operation);
        for (ForeignGroup group : found) {
            lease.keep();
            List<String> lines =
                    List.of(line(operation) + ": \"" + group.group().name() + "\"");
            readback.forget();
            Book.Answer answer = book.make(
                    lines,
                    audit.left(ledger.outcome(operation), List.of(group)).toList(),
                    audit.removal(group.tenant(), LimitKind.MEMBERSHIPS),
                    () -> writer.leave(group.group(), operation));
            if (!answer.made() || answer.failure().isPresent()) {
                answered(Phase.REVOKE, List.of(operation), answer);
                return;
            }
            unanswered = 0;
        }
    }

    private void accepted(Phase phase, List<Operation> operations) {
        unanswered = 0;
        boolean awaitsRead = confirmation.covers(phase);
        for (Operation operation : operations) {
            if (awaitsRead) {
                ledger.accepted(operation);
            } else {
                ledger.record(operation, Outcome.Status.APPLIED, "");
            }
        }
        if (phase == Phase.CREATE) {
            operations.forEach(o -> o.person().ifPresent(this::link));
            crossings.open(operations);
        }
        operations.forEach(this::pin);
    }

    /**
     * Pins a new division or group at once, because a rename by hand before the next plan would lose it with its
     * members.
     */
    private void pin(Operation operation) {
        operation.change().createsGroup().ifPresent(name -> {
            GroupTarget made = new GroupTarget(name, Optional.empty());
            book.add(new StoreWrite.Keep(Pin.of(operation.tenant(), name, ledger.group(made))));
            given.created(operation.tenant(), ledger.group(made));
        });
        operation.change().createsDivision().ifPresent(name -> {
            DivisionTarget made = new DivisionTarget(name, Optional.empty());
            book.add(new StoreWrite.Keep(
                    Pin.of(operation.tenant(), name, ledger.division(made).id())));
        });
    }

    /**
     * Links a new account at once, so that even a plan for one person finds it by its link. It carries the identity's
     * id.
     */
    private void link(Person person) {
        person.identity()
                .ifPresent(i -> ledger.account(person).ifPresent(a -> {
                    book.add(new StoreWrite.Link(i, a));
                    book.add(new StoreWrite.Marked(a, Mark.of(i)));
                }));
    }

    /** Remembers that an account carries the identity's id after a run wrote it there. */
    private void mark(Operation operation) {
        boolean bound =
                operation.change().writes().flatMap(AccountChange::externalId).isPresent()
                        && ledger.outcome(operation).status() == Outcome.Status.APPLIED;
        if (bound) {
            Person person = operation.person().orElseThrow();
            person.identity()
                    .ifPresent(i ->
                            ledger.account(person).ifPresent(a -> book.add(new StoreWrite.Marked(a, Mark.of(i)))));
        }
    }

    private void failed(Phase phase, List<Operation> operations, DirectoryException e) {
        // One bad id must not cost forty-nine others, so operations that were refused together are tried one by one.
        boolean mayBeOne = e.failure() == Failure.REJECTED || e.failure() == Failure.NOT_FOUND;
        if (mayBeOne && operations.size() > 1) {
            operations.forEach(o -> attempt(phase, List.of(o)));
            return;
        }
        // Nothing was changed, and what another client created needs a new plan.
        if (e.failure() == Failure.ALREADY_EXISTS && creates(phase)) {
            String why = "created meanwhile; plan again: " + e.getMessage();
            operations.forEach(o -> ledger.record(o, Outcome.Status.SKIPPED, why));
            return;
        }
        // The account is still to be created, so only its division can be missing.
        if (e.failure() == Failure.NOT_FOUND && phase == Phase.CREATE) {
            operations.forEach(o -> ledger.lost(o, "its division was not found; plan again"));
        }
        // If the target of a removal does not exist, the access may be gone already; the confirming read decides.
        boolean unknown =
                e.failure() == Failure.OUTCOME_UNKNOWN || (e.failure() == Failure.NOT_FOUND && takesAccess(phase));
        Outcome.Status status = unknown ? Outcome.Status.UNKNOWN : Outcome.Status.FAILED;
        operations.forEach(o -> ledger.record(o, status, e.failure() + ": " + e.getMessage()));
        giveUp(e);
    }

    private static boolean creates(Phase phase) {
        return phase == Phase.DIVIDE || phase == Phase.GROUP || phase == Phase.CREATE;
    }

    private static boolean takesAccess(Phase phase) {
        return phase == Phase.REVOKE || phase == Phase.CLEAR;
    }

    private void giveUpIfRefused(DirectoryException e) {
        if (e.failure() == Failure.NOT_AUTHENTICATED) {
            halt.halt("the service does not accept the credential: replace it, then plan again");
        }
    }

    private void giveUp(DirectoryException e) {
        giveUpIfRefused(e);
        if (e.failure() != Failure.RETRY_LATER && e.failure() != Failure.OUTCOME_UNKNOWN) {
            unanswered = 0;
        } else if (e.retryAfter().isPresent()) {
            halt.defer(clock.instant().plus(e.retryAfter().get()));
        } else if (++unanswered >= GIVE_UP_AFTER) {
            halt.halt("the service did not answer " + GIVE_UP_AFTER + " calls in a row");
        }
    }

    /** Moves people whose account lies in another division than the one written. */
    private void repair(Division to, List<Operation> operations) {
        inBatches(operations, limits.movesPerCall(), some -> {
            lease.keep();
            if (!halt.isOver()) {
                readback.forget();
                book.make(lines(some), List.of(), List.of(), () -> writer.move(to, some));
                book.flush();
            }
        });
    }

    /** Takes back what this run or an earlier one gave. Memberships and roles go first, then accounts go to Home. */
    private void takeBack(List<Operation> operations) {
        Map<Phase, Map<String, List<Operation>>> phases = new EnumMap<>(Phase.class);
        operations.forEach(o -> phases.computeIfAbsent(o.change().phase(), p -> new TreeMap<>())
                .computeIfAbsent(o.change().target(), t -> new ArrayList<>())
                .add(o));
        phases.forEach((phase, targets) -> {
            targets.values()
                    .forEach(of -> inBatches(of, of.get(0).change().perCall(limits), some -> attempt(phase, some)));
            List<Operation> all =
                    targets.values().stream().flatMap(List::stream).toList();
            book.flush();
            confirmation.confirm(phase, all);
            book.settle(audit.entries(all.stream().map(ledger::outcome)));
        });
    }

    private static void inBatches(List<Operation> operations, int size, Consumer<List<Operation>> each) {
        for (int from = 0; from < operations.size(); from += size) {
            each.accept(operations.subList(from, Math.min(operations.size(), from + size)));
        }
    }

    private static List<String> lines(List<Operation> operations) {
        return operations.stream().map(Run::line).toList();
    }

    private static String line(Operation operation) {
        return operation.number() + " " + Wording.of(operation.change())
                + operation.person().map(p -> " for " + p).orElse("");
    }
}
