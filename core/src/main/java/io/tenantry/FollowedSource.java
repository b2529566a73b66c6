// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.store.Baseline;
import io.tenantry.store.Feed;
import io.tenantry.store.Fence;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreSummary;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier plans kept of a source that names who changed: how far its changes are planned, and who is still due. It
 * is made before a plan begins to read. Immutable.
 *
 * <p>The watermark goes on, and people are due no more, only if no other plan and no run has changed either since then,
 * and nobody else decides so at the same time. Else a plan only adds who is due by it: people may be read too often,
 * never too rarely.
 */
final class FollowedSource {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedSource.class);
    private static final Duration MOMENT = Duration.ofSeconds(30);
    private static final String RUN = "run ";
    private static final String ACCOUNT = "account ";

    private final IdentitySource source;
    private final ProvisioningStore store;
    private final Notes before;
    private final List<Feed.Due> settled;
    private final Set<IdentityId> due;

    FollowedSource(Settings settings) {
        this(settings, true);
    }

    private FollowedSource(Settings settings, boolean again) {
        this.source = settings.source();
        this.store = settings.store();
        this.before = source.changes().isPresent() ? store.notes() : Notes.NONE;
        this.settled = again ? settled(before.due(source.name()), store) : List.of();
        this.due = again ? people(before, source.name()) : Set.of();
    }

    /** Returns what was kept, for a plan that leaves the people who are due to a later one. */
    static FollowedSource withoutDue(Settings settings) {
        return new FollowedSource(settings, false);
    }

    /** Returns how far the source is followed. */
    static Following following(Settings settings) {
        Notes notes = settings.store().notes();
        String source = settings.source().name();
        boolean feed = settings.source().changes().isPresent();
        return new Following(
                feed,
                feed ? people(notes, source) : Set.of(),
                notes.feed(source).filter(p -> feed).map(Feed.Position::read),
                notes.lastSweep().map(Baseline.CompleteSweep::at),
                settings.store().leases().stream()
                        .filter(lease -> lease.name().startsWith(Fence.ofOrganization("")))
                        .findFirst());
    }

    private static Set<IdentityId> people(Notes notes, String source) {
        return notes.due(source).stream()
                .flatMap(due -> due.people().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // What a run still writes may come after the read of its people.
    private static List<Feed.Due> settled(List<Feed.Due> due, ProvisioningStore store) {
        List<Feed.Due> settled = new ArrayList<>(due);
        if (settled.stream().anyMatch(d -> d.plan().startsWith(RUN))) {
            for (StoreSummary.Taken lease : store.leases()) {
                settled.removeIf(d -> d.plan().equals(RUN + lease.holder()));
            }
        }
        return settled;
    }

    /** Returns how far the changes are planned; empty before the first plan for everybody, or without a feed. */
    Optional<Feed.Position> position() {
        return before.feed(source.name());
    }

    /** Returns the people whose changes were planned and not carried out. */
    Set<IdentityId> due() {
        return new TreeSet<>(due);
    }

    /** Returns the watermark of this moment. A plan for everybody needs none, so it goes on if the feed fails. */
    Optional<String> latest() {
        try {
            return source.changes().map(ChangeFeed::latest);
        } catch (RuntimeException e) {
            LOG.warn("PLAN the feed of changes of {} could not be read: {}", source.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Keeps, in one commit, how far changes are planned, who is due after this plan, instead of who was before, and these
     * notes.
     */
    void planned(Feed.Position position, Plan plan, Set<IdentityId> undecided, List<? extends Note> notes) {
        List<StoreWrite> own = new ArrayList<>();
        notes.stream().filter(note -> !before.contains(note)).forEach(note -> own.add(new StoreWrite.Keep(note)));
        own.addAll(due(plan, undecided, position.watermark()));
        List<StoreWrite> all = new ArrayList<>();
        settled.forEach(due -> replaced(due, plan.createdAt()).ifPresent(all::add));
        if (!before.contains(position)) {
            all.add(new StoreWrite.Keep(position));
        }
        boolean decides = !all.isEmpty();
        all.addAll(own);
        boolean decided = decides && alone(store, source.name(), now -> isAsBefore(now) ? all : List.of());
        if (!decided && !own.isEmpty()) {
            store.commit(own);
        }
    }

    /** Keeps who is due after a plan that cannot say how far it has read the changes; who was due before stays so. */
    void planned(Plan plan, Set<IdentityId> undecided) {
        List<StoreWrite> own = source.changes().isEmpty() ? List.of() : due(plan, undecided, "");
        if (!own.isEmpty()) {
            store.commit(own);
        }
    }

    private List<StoreWrite> due(Plan plan, Set<IdentityId> undecided, String watermark) {
        Set<IdentityId> people = new TreeSet<>(undecided);
        people.addAll(people(Stream.concat(plan.operations(), plan.held())));
        plan.rejected().forEach(row -> row.id().ifPresent(people::add));
        people.addAll(waitingForAName(plan));
        return people.isEmpty()
                ? List.of()
                : List.of(new StoreWrite.Keep(
                        new Feed.Due(source.name(), plan.fingerprint(), people, watermark, plan.expiresAt())));
    }

    // Nothing of the person changes in the source when the other account lets the name go.
    private Collection<IdentityId> waitingForAName(Plan plan) {
        List<AccountId> accounts = plan.findings().stream()
                .filter(f -> f.code() == FindingCode.USER_NAME_TAKEN)
                .map(f -> new AccountId(f.subject().substring(ACCOUNT.length())))
                .toList();
        return accounts.isEmpty() ? List.of() : store.identities(accounts).values();
    }

    private boolean isAsBefore(Notes now) {
        return now.feed(source.name()).equals(position()) && now.all().containsAll(before.due(source.name()));
    }

    // A plan that may still be applied has to know that this one has read its people.
    private static Optional<StoreWrite> replaced(Feed.Due due, Instant now) {
        if (!due.until().isAfter(now)) {
            return Optional.of(StoreWrite.Drop.of(due));
        }
        return due.people().isEmpty() ? Optional.empty() : Optional.of(new StoreWrite.Keep(due.with(Set.of())));
    }

    /** Writes what rests on the notes of this moment, unless it is nothing or another node does so at the same time. */
    private static boolean alone(ProvisioningStore store, String source, Function<Notes, List<StoreWrite>> decide) {
        Optional<Fence> fence = store.acquire(
                        "feed " + source, UUID.randomUUID().toString(), MOMENT)
                .fence();
        if (fence.isEmpty()) {
            return false;
        }
        try {
            List<StoreWrite> writes = decide.apply(store.notes());
            if (!writes.isEmpty()) {
                store.commit(fence.get(), writes);
            }
            return !writes.isEmpty();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.FENCED) {
                throw e;
            }
            return false;
        } finally {
            store.release(fence.get());
        }
    }

    /**
     * Returns for whom a newer plan has left nothing of a plan to do, and keeps, until the run ends, that its people are
     * due: a process that dies leaves them so.
     */
    static Set<IdentityId> begins(Settings settings, Plan plan, String run, Consumer<StoreWrite> keeps) {
        if (settings.source().changes().isEmpty()) {
            return Set.of();
        }
        String source = settings.source().name();
        Notes now = settings.store().notes();
        Feed.Due made = due(now, source, plan.origin());
        Set<IdentityId> people = people(plan.operations().filter(o -> made != null || !isAskedFor(o)));
        Set<IdentityId> decided = new TreeSet<>();
        String watermark = "";
        if (made != null) {
            keeps.accept(StoreWrite.Drop.of(made));
            if (made.people().isEmpty()) {
                decided.addAll(people);
                now.due(source).forEach(due -> decided.removeAll(due.people()));
            } else {
                people.addAll(made.people());
                watermark = made.watermark();
            }
        }
        if (!people.isEmpty()) {
            keeps.accept(new StoreWrite.Keep(new Feed.Due(source, RUN + run, people, watermark, Instant.EPOCH)));
        }
        return decided;
    }

    // Off-boarding gives nobody back to the policy.
    private static boolean isAskedFor(Operation operation) {
        return operation.loser().isPresent() && !operation.counted();
    }

    /**
     * Keeps who is still due after a plan was applied: who was not carried out, and everybody if a newer plan has read
     * the source since. If that cannot be stored, these people are only read once more.
     */
    static void applied(Settings settings, Plan plan, ApplyReport report) {
        try {
            if (settings.source().changes().isEmpty()) {
                return;
            }
            ProvisioningStore store = settings.store();
            String source = settings.source().name();
            Feed.Due due = due(store.notes(), source, RUN + report.run());
            if (due == null) {
                // Another node has read these people since, and a request of this run may have come after that.
                Set<IdentityId> tried = people(report.outcomes().stream()
                        .filter(o -> o.status() != Outcome.Status.SKIPPED && o.status() != Outcome.Status.HELD)
                        .map(Outcome::operation));
                if (!tried.isEmpty()) {
                    store.commit(
                            List.of(new StoreWrite.Keep(Feed.Due.again(source, "after " + RUN + report.run(), tried))));
                }
                return;
            }
            Set<IdentityId> left = new TreeSet<>(due.people());
            left.removeAll(carriedOut(plan, report));
            if (!alone(store, source, now -> ended(due, left, now))) {
                store.commit(again(due, due.people()));
            }
        } catch (RuntimeException e) {
            LOG.warn("APPLY could not store whose changes are carried out: {}", e.getMessage());
        }
    }

    // A plan that reads meanwhile may have read these people before the run wrote: the position tells it so.
    private static List<StoreWrite> ended(Feed.Due due, Set<IdentityId> left, Notes now) {
        Feed.Position position = now.feed(due.source()).orElse(null);
        if (position == null || !position.watermark().equals(due.watermark())) {
            return again(due, due.people());
        }
        List<StoreWrite> writes = again(due, left);
        if (left.size() < due.people().size()) {
            writes.add(new StoreWrite.Keep(position.afterRun()));
        }
        return writes;
    }

    // Under another name, because a plan that has read these people during the run forgets only what it knew.
    private static List<StoreWrite> again(Feed.Due due, Set<IdentityId> left) {
        List<StoreWrite> writes = new ArrayList<>(List.of(StoreWrite.Drop.of(due)));
        if (!left.isEmpty()) {
            writes.add(new StoreWrite.Keep(Feed.Due.again(due.source(), "after " + due.plan(), left)));
        }
        return writes;
    }

    private static Feed.@Nullable Due due(Notes notes, String source, String name) {
        for (Feed.Due due : notes.due(source)) {
            if (due.plan().equals(name)) {
                return due;
            }
        }
        return null;
    }

    private static Set<IdentityId> people(Stream<Operation> operations) {
        return operations.flatMap(o -> identity(o).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the people all of whose operations were applied, and none of whose is held. */
    private static Set<IdentityId> carriedOut(Plan plan, ApplyReport report) {
        Map<Boolean, Set<IdentityId>> done = report.outcomes().stream()
                .filter(o -> identity(o.operation()).isPresent())
                .collect(Collectors.partitioningBy(
                        o -> o.status() == Outcome.Status.APPLIED,
                        Collectors.mapping(o -> identity(o.operation()).orElseThrow(), Collectors.toSet())));
        Set<IdentityId> people = new HashSet<>(done.get(true));
        people.removeAll(done.get(false));
        plan.held().flatMap(o -> identity(o).stream()).forEach(people::remove);
        return people;
    }

    private static Optional<IdentityId> identity(Operation operation) {
        return operation.person().flatMap(Person::identity);
    }
}
