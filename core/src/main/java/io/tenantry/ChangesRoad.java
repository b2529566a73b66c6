// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Finding;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.UnknownWatermarkException;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.plan.Plan;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Feed;
import io.tenantry.store.Note;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Plans for the people who changed in the source since the last plan, and for those whose change was not carried out. If
 * these people alone cannot decide, plans for everybody. Used once.
 */
final class ChangesRoad {
    /** Calls for one person who has an account: the account with its groups, and its roles. */
    private static final int CALLS_FOR_ONE = 2;

    /** So many people are read alone, however small the organization is. */
    private static final int ALWAYS_ALONE = 10;

    private final Settings settings;
    private final OrganizationReader organizations;
    private final Moment now;
    private final FollowedSource followed;
    private final Function<Plan, List<Finding>> lacking;

    /**
     * Creates the road.
     *
     * @param lacking returns the findings about permissions that a plan needs
     */
    ChangesRoad(
            Settings settings,
            OrganizationReader organizations,
            FollowedSource followed,
            Function<Plan, List<Finding>> lacking) {
        this.lacking = lacking;
        this.settings = settings;
        this.organizations = organizations;
        this.now = Moment.of(settings.clock());
        this.followed = followed;
    }

    ChangePlan plan() {
        Optional<ChangeFeed> feed = settings.source().changes();
        if (feed.isEmpty()) {
            return everybody("the source has no feed of changes");
        }
        Optional<Feed.Position> position = followed.position();
        return position.isEmpty()
                ? everybody("no plan for everybody has read this source completely yet, or since a person was erased")
                : outdated(position.get()).map(this::everybody).orElseGet(() -> since(position.get(), feed.get()));
    }

    private Optional<String> outdated(Feed.Position position) {
        if (!position.policyHash().equals(settings.policy().hash())) {
            return Optional.of("the policy has changed");
        }
        return settings.policy()
                .changesAfter(position.day())
                .filter(day -> !day.isAfter(now.day()))
                .map(day -> "the policy means something else since " + day);
    }

    private ChangePlan since(Feed.Position position, ChangeFeed feed) {
        ChangeFeed.Changes changes;
        try {
            changes = feed.since(position.watermark());
        } catch (UnknownWatermarkException e) {
            return everybody("the source cannot say what changed: " + e.getMessage());
        }
        Set<IdentityId> people = followed.due();
        people.addAll(changes.ids());
        Feed.Position next = position.at(changes.next());
        if (people.isEmpty()) {
            return nobody(next);
        }
        return people.size() > ALWAYS_ALONE && people.size() * CALLS_FOR_ONE > position.pages()
                ? everybody("so many people changed that a read of everybody takes fewer calls: " + people.size())
                : some(people, next);
    }

    private ChangePlan nobody(Feed.Position next) {
        Plan plan = settings.planning(now)
                .nothing(organizations.organizationId(), settings.policy().hash());
        followed.planned(next, plan, Set.of(), List.of());
        return new ChangePlan(plan, 0, Optional.empty());
    }

    private ChangePlan some(Set<IdentityId> people, Feed.Position next) {
        BoundStructure structure = organizations.recent();
        if (!structure.bound().print().equals(next.structure())) {
            return everybody("divisions, groups or roles of the policy have changed");
        }
        SomePeopleReader reader = new SomePeopleReader(settings, structure, now);
        return reader.read(people)
                .map(this::everybody)
                .orElseGet(
                        () -> new ChangePlan(plan(people, reader, structure, next), people.size(), Optional.empty()));
    }

    private Plan plan(Set<IdentityId> people, SomePeopleReader reader, BoundStructure structure, Feed.Position next) {
        DirectorySnapshot snapshot = reader.snapshot();
        Reconciliation reconciliation = reader.reconciliation(snapshot);
        Reading reading = new Reading(
                Scope.SOME_PEOPLE,
                SourceRead.partial(List.of(), reader.print()),
                structure.organization(),
                reader.tenants(),
                snapshot,
                "changed people");
        Plan plan = settings.planning(now).plan(reading, reconciliation, lacking);
        Set<String> stay = new HashSet<>(settings.earlierRuns().outside());
        for (IdentityId person : people) {
            stay.remove(Seen.print(person));
        }
        List<Note> notes = new ArrayList<>(reader.groups());
        notes.addAll(settings.earlierRuns().outside(stay, reconciliation.outsiders()));
        followed.planned(next, plan, reconciliation.undecided(), notes);
        return plan;
    }

    private ChangePlan everybody(String why) {
        return new ChangePlan(new EverybodyRoad(settings, organizations, lacking).plan(), 0, Optional.of(why));
    }
}
