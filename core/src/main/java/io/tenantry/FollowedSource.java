// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Person;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.store.Feed;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier plans kept of a source that names who changed: how far its changes are planned, and who is still due. It
 * is made before a plan begins to read, because what another plan keeps meanwhile belongs to that one. Immutable.
 */
final class FollowedSource {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedSource.class);

    private final IdentitySource source;
    private final ProvisioningStore store;
    private final Notes before;

    FollowedSource(Settings settings) {
        this.source = settings.source();
        this.store = settings.store();
        this.before = source.changes().isPresent() ? store.notes() : Notes.NONE;
    }

    /** Returns how far the changes are planned; empty before the first plan for everybody, or without a feed. */
    Optional<Feed.Position> position() {
        return before.feed(source.name());
    }

    /** Returns the people whose changes were planned and not carried out. */
    Set<IdentityId> due() {
        return before.due(source.name()).stream()
                .flatMap(due -> due.people().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the watermark of this moment. A plan for everybody needs none, so it goes on if the feed fails. */
    Optional<String> latest() {
        try {
            return source.changes().map(ChangeFeed::latest);
        } catch (IdentitySourceException e) {
            LOG.warn("PLAN the feed of changes of {} could not be read: {}", source.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Keeps, in one commit, how far changes are planned, who is due after this plan, instead of who was before, and these
     * notes.
     */
    void planned(Feed.Position position, Plan plan, Set<IdentityId> undecided, List<? extends Note> notes) {
        Set<IdentityId> people = new TreeSet<>(undecided);
        Stream.concat(plan.operations(), plan.held())
                .flatMap(o -> identity(o).stream())
                .forEach(people::add);
        List<StoreWrite> writes = new ArrayList<>();
        Stream.concat(Stream.of(position), notes.stream())
                .filter(note -> !before.contains(note))
                .forEach(note -> writes.add(new StoreWrite.Keep(note)));
        before.due(source.name()).forEach(due -> writes.add(StoreWrite.Drop.of(due)));
        if (!people.isEmpty()) {
            writes.add(new StoreWrite.Keep(new Feed.Due(source.name(), plan.fingerprint(), people)));
        }
        if (!writes.isEmpty()) {
            store.commit(writes);
        }
    }

    /**
     * Keeps who is still due after a plan was applied. If the store cannot be written, these people are only read once
     * more.
     */
    static void applied(Settings settings, Plan plan, ApplyReport report) {
        if (settings.source().changes().isEmpty()) {
            return;
        }
        try {
            String fingerprint = plan.origin();
            settings.store().notes().due(settings.source().name()).stream()
                    .filter(due -> due.plan().equals(fingerprint))
                    .forEach(due -> settings.store()
                            .commit(List.of(due.without(carriedOut(plan, report))
                                    .<StoreWrite>map(StoreWrite.Keep::new)
                                    .orElseGet(() -> StoreWrite.Drop.of(due)))));
        } catch (StoreException e) {
            LOG.warn("APPLY could not store whose changes are carried out: {}", e.getMessage());
        }
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
