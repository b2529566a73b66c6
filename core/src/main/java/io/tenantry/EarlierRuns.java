// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.binding.AcceptedGrants;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.binding.ExchangedIds;
import io.tenantry.internal.binding.Whose;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.LimitWindow;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.People;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Held;
import io.tenantry.store.JointLine;
import io.tenantry.store.Journal;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import io.tenantry.store.Removal;
import io.tenantry.store.StoreWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts of earlier runs in the store: the size of the source, the counts of each tenant, removals, quarantines and
 * holds.
 */
final class EarlierRuns {
    private final OrganizationPolicy policy;
    private final String source;
    private final ProvisioningStore store;

    EarlierRuns(OrganizationPolicy policy, String source, ProvisioningStore store) {
        this.policy = policy;
        this.source = source;
        this.store = store;
    }

    /** Returns how many identities the source had when it was last read completely; 0 if it never was. */
    int sourceSize() {
        return known().sourceSize(source);
    }

    /**
     * Returns the organization that these divisions belong to, if an earlier run stored it under the id of its Home
     * division, which no other organization has.
     */
    Optional<Organization> organization(DivisionNames divisions) {
        return home(divisions).flatMap(home -> known().organization(home));
    }

    /**
     * Remembers the organization, the ids that were found for names of the policy, those found for accepted holders
     * without an id, so that a later namesake accepts nothing, and the permissions of roles that were not seen before. The
     * quarantine of a tenant that has another id by now goes over to it, and so does what was found for tenants that
     * exchange their ids.
     */
    void remember(Organization organization, DivisionNames divisions, BoundPolicy bound) {
        follow(bound);
        Notes known = known();
        List<Note> found = new ArrayList<>();
        home(divisions).ifPresent(home -> found.add(new Baseline.HomeDivision(home, organization)));
        bound.accepted().named().forEach((holder, id) -> {
            if (known.acceptedHolder(holder.kind(), holder.name()).isEmpty()) {
                found.add(new Baseline.AcceptedHolder(holder.kind(), holder.name(), id));
            }
        });
        // What a name means now comes last, and so replaces what it meant under the former id of a tenant.
        found.addAll(bound.firstSeen());
        List<Note> before = new ArrayList<>(known.all());
        before.addAll(found);
        Pins pins = new Notes(before).pins();
        bound.tenants().forEach(t -> {
            String name = t.division().name();
            t.division().id().ifPresent(id -> {
                // The division that the name meant before stays the tenant's, under its id.
                pins.division(t.id(), name)
                        .filter(former -> !former.equals(id))
                        .ifPresent(former -> found.add(Pin.of(t.id(), former.value(), former)));
                found.add(Pin.of(t.id(), name, id));
            });
            t.profiles()
                    .forEach(p -> p.group()
                            .id()
                            .ifPresent(id -> found.add(Pin.of(t.id(), p.group().name(), id))));
        });
        keep(found);
        commit(Whose.of(bound).moved(known.quarantines()));
    }

    // What another tenant had under an id that is given again does not count for it. Until then it stays: a node may
    // still have the policy that names the tenant so.
    private void follow(BoundPolicy bound) {
        Pins pins = known().pins();
        commit(pins.all().stream()
                .filter(pin -> bound.tenant(pin.tenant()).isPresent() && pins.isGivenUp(pin))
                .<StoreWrite>map(StoreWrite.Drop::of)
                .toList());
        commit(new ExchangedIds(bound, known().pins()).writes());
    }

    private void commit(List<StoreWrite> writes) {
        if (!writes.isEmpty()) {
            store.commit(writes);
        }
    }

    private static Optional<DivisionId> home(DivisionNames divisions) {
        return divisions.all().stream().filter(Division::home).map(Division::id).findFirst();
    }

    /** Remembers that a complete read showed no access of a tenant. */
    void rememberZero(TenantId tenant, Instant at) {
        keep(List.of(new Baseline.Access(tenant, false, at)));
    }

    /**
     * Returns the tenants of earlier runs that no complete read has shown without access since a run could last give
     * something in them. One that only names a division that another tenant has by now gets nothing.
     */
    private Set<TenantId> tenantsWithAccess(BoundPolicy bound, Instant now) {
        Notes known = known();
        Set<TenantId> gone = new HashSet<>(known.withoutAccess());
        List<Note> back = bound.tenants().stream()
                .filter(t -> !t.policy().isLeaving())
                .filter(t -> t.isWhole() || t.division().id().or(t::lost).isPresent())
                .map(BoundTenant::id)
                .filter(gone::remove)
                .<Note>map(t -> new Baseline.Access(t, true, now))
                .toList();
        keep(back);
        return known.pins().divisions().keySet().stream()
                .filter(t -> !gone.contains(t))
                .collect(Collectors.toSet());
    }

    /** Returns the map from divisions, groups and grants to tenants: those of the policy, and those of earlier runs. */
    TenantMap tenants(BoundPolicy bound, Moment now) {
        return tenants(bound, now, People.of(List.of()));
    }

    /**
     * Returns the map after it is remembered which of these people are found first for the lines for joint agents. Another
     * person with such a user name later is none.
     */
    TenantMap tenants(BoundPolicy bound, Moment now, People people) {
        Notes known = known();
        Pins pins = known.pins();
        List<Note> found = new ArrayList<>();
        List<Finding> namesakes = new ArrayList<>();
        for (JointAgent line : policy.jointAgents()) {
            Optional<IdentityId> person = people.find(line.identity());
            Optional<IdentityId> first = pins.jointAgent(line.identity());
            if (person.isPresent() && first.isEmpty()) {
                found.add(Pin.of(line.identity(), person.get()));
            } else if (person.isPresent() && !person.equals(first) && line.isInForce(now.day())) {
                namesakes.add(namesake(line, first.get(), person.get()));
            }
        }
        keep(found);
        found.addAll(known.all());
        return new TenantMap(bound, new Notes(found), tenantsWithAccess(bound, now.instant()), now.day(), namesakes);
    }

    private static Finding namesake(JointAgent line, IdentityId first, IdentityId now) {
        return new Finding(
                FindingCode.JOINT_AGENT_CHANGED,
                Finding.Severity.WARNING,
                Optional.empty(),
                "identity " + now,
                "has the user name of the joint agent \"" + line.identity()
                        + "\", and that line is for the identity that was found first under it, " + first,
                "write the id of the person who is meant on the line",
                line.identity());
    }

    /**
     * Remembers the ids of accepted accounts that the policy names without an id, so that a later account with that user
     * name accepts nothing.
     *
     * @return the accepted accounts whose user name another account has now, or that have another user name now
     */
    List<Finding> rememberAccepted(AccountIndex accounts) {
        Notes known = known();
        List<Note> first = new ArrayList<>();
        List<Finding> changed = new ArrayList<>();
        policy.accepted().stream()
                .map(AcceptedAccess::holder)
                .filter(h -> h.kind() == AcceptedAccess.Kind.ACCOUNT && h.id().isEmpty())
                .distinct()
                .forEach(holder -> named(holder.name(), accounts)
                        .ifPresent(now -> known.acceptedHolder(holder.kind(), holder.name())
                                .ifPresentOrElse(
                                        before -> {
                                            if (!before.equals(now)) {
                                                changed.add(AcceptedGrants.changed(holder, before, now));
                                            }
                                        },
                                        () -> first.add(
                                                new Baseline.AcceptedHolder(holder.kind(), holder.name(), now)))));
        keep(first);
        policy.accepted().stream()
                .map(AcceptedAccess::holder)
                .filter(h -> h.kind() == AcceptedAccess.Kind.ACCOUNT)
                .distinct()
                .forEach(holder -> holder.id()
                        .or(() -> known.acceptedHolder(holder.kind(), holder.name()))
                        .flatMap(id -> accounts.find(new AccountId(id.value())))
                        .filter(a -> !Fold.of(a.userName()).equals(Fold.of(holder.name())))
                        .ifPresent(a -> changed.add(AcceptedGrants.renamed(holder, a))));
        return changed;
    }

    // A deleted account keeps its user name, and another may have it by now.
    private static Optional<SubjectId> named(String userName, AccountIndex accounts) {
        return accounts.withUserName(userName).stream()
                .filter(a -> a.state() != AccountState.DELETED)
                .map(a -> SubjectId.of(a.id()))
                .findFirst();
    }

    /** Returns the groups that applied plans used for each tenant and that are not known to be cleared. */
    Map<TenantId, Set<GroupId>> given() {
        return known().given();
    }

    /**
     * Remembers the lines for joint agents that are in force, and forgets those that ended and gave nothing that is left.
     *
     * @param isLeft whether something of a line may be left
     */
    void rememberJointLines(TenantMap tenants, Predicate<JointLine> isLeft) {
        Map<String, JointLine> inForce = new HashMap<>();
        for (JointAgent line : tenants.jointAgents()) {
            if (line.isInForce(tenants.day())) {
                JointLine note = JointLine.of(line);
                inForce.merge(note.agent(), note, JointLine::and);
            }
        }
        keep(List.copyOf(inForce.values()));
        List<StoreWrite> over = known().jointLines().values().stream()
                .filter(line -> !inForce.containsKey(line.agent()) && !isLeft.test(line))
                .<StoreWrite>map(StoreWrite.Drop::of)
                .toList();
        if (!over.isEmpty()) {
            store.commit(over);
        }
    }

    /** Returns the tenants to which applied plans left no group, such as those that were off-boarded. */
    Set<TenantId> emptied() {
        return given().entrySet().stream()
                .filter(e -> e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns the fingerprints of leavers and accounts that earlier runs compared by external id. */
    Set<String> unfound() {
        return known().seen(Seen.What.UNFOUND, source);
    }

    /** Keeps those fingerprints, if they changed. */
    void rememberUnfound(Set<String> fingerprints) {
        keep(List.of(new Seen(Seen.What.UNFOUND, source, fingerprints)));
    }

    /** Returns the groups that had no rule when a run last asked for it. */
    Set<GroupId> withoutRule() {
        return known().withoutRule();
    }

    /** Keeps those groups, if they changed. */
    void rememberWithoutRule(Set<GroupId> groups) {
        keep(List.of(Seen.withoutRule(groups)));
    }

    /** Returns the facts of earlier runs. */
    Notes known() {
        return store.notes();
    }

    /** Keeps these notes; a run that finds everything as it was writes nothing. */
    void keep(List<? extends Note> notes) {
        Notes known = known();
        List<StoreWrite> news = notes.stream()
                .filter(n -> !known.contains(n))
                .<StoreWrite>map(StoreWrite.Keep::new)
                .toList();
        if (!news.isEmpty()) {
            store.commit(news);
        }
    }

    /** Returns the removals within the longest window of the policy. */
    List<Removal> removed(Instant now) {
        return LimitWindow.removed(store, policy, now);
    }

    /** Returns whether a run has applied this plan; an empty plan is applied by none. */
    boolean isApplied(Plan plan) {
        return !plan.batches().isEmpty() && store.isApplied(plan.origin());
    }

    /**
     * Returns what runs gave, or may have given, a short time ago and this read does not show. What it shows is
     * confirmed, and forgotten if no run has to judge it.
     */
    Unconfirmed unconfirmed(Instant now, DirectorySnapshot read) {
        Notes known = known();
        List<Journal.Gain> recent = Stream.concat(known.openGains().stream(), known.unseenGains().stream())
                .filter(g -> Unconfirmed.mayLag(g.at(), now))
                .toList();
        Set<AccountId> of = recent.stream().flatMap(g -> g.account().stream()).collect(Collectors.toSet());
        Unconfirmed unconfirmed = new Unconfirmed(recent, read.facts(of), read.accounts()::find);
        Set<Journal.Gain> missing = new HashSet<>(unconfirmed.missing());
        List<StoreWrite> seen = recent.stream()
                .filter(g -> g.judged() && !missing.contains(g))
                .<StoreWrite>map(StoreWrite.Drop::of)
                .toList();
        if (!seen.isEmpty()) {
            store.commit(seen);
        }
        return unconfirmed;
    }

    /** Returns the scopes that failed and have not succeeded since. */
    List<Quarantine> quarantines() {
        return known().quarantines();
    }

    /** Returns the fingerprints of the people whom earlier runs saw outside; a run says of each person once that it is. */
    Set<String> outside() {
        return known().seen(Seen.What.OUTSIDE, source);
    }

    /** Returns what the store keeps of the people outside, if it changed: those of before who stay, and those of now. */
    List<Note> outside(Set<String> stay, Set<String> now) {
        Set<String> all = new HashSet<>(stay);
        all.addAll(now);
        return all.equals(outside()) ? List.of() : List.of(new Seen(Seen.What.OUTSIDE, source, all));
    }

    /**
     * Remembers the reads of a plan for everybody, and its holds.
     *
     * @param whose the divisions of the tenants that were counted
     * @param outside the fingerprints of the people who are outside
     */
    void remember(SourceRead read, Census census, Whose whose, Plan plan, Set<String> outside) {
        List<Note> notes = new ArrayList<>();
        Optional<Note> size = size(read, plan);
        size.ifPresent(notes::add);
        notes.addAll(read.groups().apply(size.isPresent()));
        boolean whole = size.isPresent() && read.rejected().isEmpty();
        notes.addAll(outside(whole ? Set.of() : outside(), outside));
        if (plan.findings().stream().noneMatch(f -> f.code() == FindingCode.LISTING_IN_DOUBT)) {
            Map<TenantId, DivisionId> divisions = new HashMap<>();
            census.counts().keySet().forEach(t -> whose.division(t).ifPresent(d -> divisions.put(t, d)));
            notes.add(new Baseline.Counts(census.counts(), divisions));
        }
        notes.add(holds(plan));
        keep(notes);
    }

    // If a source shrank by more than the limit, its old size is kept for comparison, until it grows again or the limit
    // allows its leavers.
    private Optional<Note> size(SourceRead read, Plan plan) {
        boolean doubted = plan.holds().stream().anyMatch(h -> h.code().doubtsSource());
        return read.proof().isComplete() && !doubted && read.identities() > 0
                ? Optional.of(new Baseline.SourceSize(source, read.identities()))
                : Optional.empty();
    }

    // A hold that continues keeps the time at which it began, so that an old hold can be recognised.
    private Note holds(Plan plan) {
        Map<List<Object>, Instant> since = new HashMap<>();
        known().holds().forEach(h -> since.put(List.of(h.code(), h.tenant()), h.since()));
        return new Held.All(plan.holds().stream()
                .map(h -> new Held(
                        plan.fingerprint(),
                        h.code().key(),
                        h.tenant(),
                        h.operations().size(),
                        h.message(),
                        since.getOrDefault(List.<Object>of(h.code().key(), h.tenant()), plan.createdAt())))
                .toList());
    }
}
