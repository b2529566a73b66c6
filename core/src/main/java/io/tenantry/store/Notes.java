// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Baseline.Seen.What;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The notes of a store at one moment: what later runs compare with. Immutable. */
public record Notes(List<Note> all) {
    /** No notes, as before the first run. */
    public static final Notes NONE = new Notes(List.of());

    /** Copies the notes. */
    public Notes {
        all = List.copyOf(all);
    }

    /** Returns how many identities a source had when it was last read completely; 0 if it never was. */
    public int sourceSize(String source) {
        return only(Baseline.SourceSize.class)
                .filter(s -> s.source().equals(source))
                .mapToInt(Baseline.SourceSize::identities)
                .findFirst()
                .orElse(0);
    }

    /**
     * Returns how much of each kind each tenant had in the last complete read, with what runs gave since; empty before the
     * first.
     */
    public Map<TenantId, Map<EntitlementKind, Long>> counts() {
        return only(Baseline.Counts.class)
                .map(Baseline.Counts::counts)
                .findFirst()
                .orElse(Map.of());
    }

    /** Returns the division that each tenant of these counts had, if it is known. */
    public Map<TenantId, DivisionId> counted() {
        return only(Baseline.Counts.class)
                .map(Baseline.Counts::divisions)
                .findFirst()
                .orElse(Map.of());
    }

    /** Returns the organization that has this Home division, if an earlier run read it. */
    public Optional<Organization> organization(DivisionId home) {
        return only(Baseline.HomeDivision.class)
                .filter(h -> h.home().equals(home))
                .map(Baseline.HomeDivision::organization)
                .findFirst();
    }

    /** Returns the organizations that earlier runs read. */
    public List<Organization> organizations() {
        return only(Baseline.HomeDivision.class)
                .map(Baseline.HomeDivision::organization)
                .toList();
    }

    /** Returns the tenants that a complete read showed without access. */
    public Set<TenantId> withoutAccess() {
        return only(Baseline.Access.class)
                .filter(a -> !a.remains())
                .map(Baseline.Access::tenant)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the lines for joint agents that were in force and of which something may be left, by the agent. */
    public Map<String, JointLine> jointLines() {
        return only(JointLine.class).collect(Collectors.toUnmodifiableMap(JointLine::agent, line -> line));
    }

    /** Returns the groups that applied plans used for each tenant and that are not known to be cleared. */
    public Map<TenantId, Set<GroupId>> given() {
        return seen(What.GIVEN)
                .collect(Collectors.toUnmodifiableMap(s -> new TenantId(s.of()), s -> s.as(GroupId::new)));
    }

    /**
     * Returns whether a tenant gave something to another one, to which a run gave access then. A policy that was only
     * planned gives nothing away.
     *
     * @param by the other tenant
     * @param pin the division or group of the first tenant
     */
    public boolean isTaken(TenantId by, Pin pin) {
        return pins().isGivenAway(pin) && !given().getOrDefault(by, Set.of()).isEmpty();
    }

    /** Returns the members of each accepted group that the last proof saw. */
    public Map<SubjectId, Set<AccountId>> acceptedMembers() {
        return seen(What.ACCEPTED_MEMBERS)
                .collect(Collectors.toUnmodifiableMap(s -> new SubjectId(s.of()), s -> s.as(AccountId::new)));
    }

    /** Returns the groups that had no rule when a run last asked for it. */
    public Set<GroupId> withoutRule() {
        return seen(What.WITHOUT_RULE, "", GroupId::new);
    }

    /** Returns the id that was found first for an accepted holder of this kind and name. */
    public Optional<SubjectId> acceptedHolder(AcceptedAccess.Kind kind, String named) {
        return only(Baseline.AcceptedHolder.class)
                .filter(h -> h.holder() == kind && h.named().equals(named))
                .map(Baseline.AcceptedHolder::id)
                .findFirst();
    }

    /** Returns the permissions that a role had when this use of it was first seen or last accepted. */
    public Optional<Set<String>> rolePrint(String use, RoleId role) {
        return only(Baseline.RolePrint.class)
                .filter(p -> p.use().equals(use) && p.role().equals(role))
                .map(Baseline.RolePrint::permissions)
                .findFirst();
    }

    /** Returns these facts with the groups of one tenant alone. */
    public Notes withGiven(TenantId tenant, Set<GroupId> groups) {
        Stream<Note> others = all.stream().filter(n -> !n.kind().equals(What.GIVEN.kind));
        return new Notes(
                Stream.concat(others, Stream.of(Seen.given(tenant, groups))).toList());
    }

    /** Returns what runs last saw of this in a source; empty if they saw nothing. */
    public Set<String> seen(What what, String source) {
        return seen(what, source, text -> text);
    }

    /** Returns how far the changes of a source are planned, if a plan for everybody has read it and it has a feed. */
    public Optional<Feed.Position> feed(String source) {
        return only(Feed.Position.class).filter(p -> p.source().equals(source)).findFirst();
    }

    /** Returns whose changes in a source plans have shown and nobody has carried out yet. */
    public List<Feed.Due> due(String source) {
        return only(Feed.Due.class).filter(d -> d.source().equals(source)).toList();
    }

    /** Returns the last isolation proof from a complete read, if there was one. */
    public Optional<Baseline.CompleteSweep> lastSweep() {
        return only(Baseline.CompleteSweep.class).findFirst();
    }

    /** Returns the end of a tenant's trail when its evidence was last gathered, if it ever was. */
    public Optional<Baseline.TrailEnd> trailEnd(TenantId tenant) {
        return only(Baseline.TrailEnd.class)
                .filter(t -> t.tenant().equals(tenant))
                .findFirst();
    }

    /** Returns how many evidences were made from the store. */
    public long generation() {
        return only(Baseline.Generation.class)
                .mapToLong(Baseline.Generation::number)
                .sum();
    }

    /** Returns the ids that earlier runs found for names of the policy. */
    public Pins pins() {
        return new Pins(
                only(Pin.class).toList(), only(Baseline.AcceptedHolder.class).toList(), withoutAccess());
    }

    /** Returns each scope that failed and has not succeeded since, whether it is still skipped or not. */
    public List<Quarantine> quarantines() {
        return only(Quarantine.class)
                .sorted(Comparator.comparing(Quarantine::scope))
                .toList();
    }

    /** Returns the quarantine of a scope, if there is one. */
    public Optional<Quarantine> quarantine(String scope) {
        return only(Quarantine.class).filter(q -> q.scope().equals(scope)).findFirst();
    }

    /** Returns the holds of the last plan. */
    public List<Held> holds() {
        return only(Held.All.class).findFirst().map(Held.All::held).orElse(List.of());
    }

    /** Returns the gains that no read has judged yet, oldest first: the next run judges those of a killed process. */
    public List<Journal.Gain> openGains() {
        return gains(false);
    }

    /** Returns the gains that a run has judged and not seen, oldest first: a later read may show them. */
    public List<Journal.Gain> unseenGains() {
        return gains(true);
    }

    private List<Journal.Gain> gains(boolean judged) {
        return only(Journal.Gain.class)
                .filter(g -> g.judged() == judged)
                .sorted(Comparator.comparing(Journal.Gain::at).thenComparing(Journal.Gain::operation))
                .toList();
    }

    /** Returns whether this note is kept as it is. */
    public boolean contains(Note note) {
        return all.contains(note);
    }

    private Stream<Seen> seen(What what) {
        return only(Seen.class).filter(s -> s.what() == what);
    }

    private <T> Set<T> seen(What what, String of, Function<String, T> id) {
        return seen(what)
                .filter(s -> s.of().equals(of))
                .findFirst()
                .map(s -> s.as(id))
                .orElse(Set.of());
    }

    private <B extends Note> Stream<B> only(Class<B> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }
}
