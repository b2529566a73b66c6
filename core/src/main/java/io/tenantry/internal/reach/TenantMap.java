// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Finding;
import io.tenantry.change.Path;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.binding.AcceptedGrants;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.JointLine;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Maps divisions, groups and grants to the tenants that they lead to. A division or group that the policy gives to a
 * tenant belongs to that tenant. A division that earlier runs pinned for a tenant, under any name, stays with that
 * tenant until the policy gives it to another, or until a complete read shows that no subject reaches the tenant any
 * more. If it was pinned for several, it is that of those that left the policy with it, because no plan clears what they
 * gave; if none did, it is that of each. A group that only earlier runs used leads where its roles lead, and that of a tenant
 * that left the policy to that tenant too. Accepted grants,
 * Home and shared divisions lead to no tenant. Immutable.
 */
public final class TenantMap {
    private final BoundPolicy bound;
    private final AcceptedGrants accepted;
    private final Set<GroupId> crowded;
    private final Map<DivisionId, List<TenantId>> divisions = new HashMap<>();
    private final Map<GroupId, List<Path.Ownership>> groups = new HashMap<>();
    private final Set<DivisionId> former = new HashSet<>();
    private final Set<GroupId> formerGroups = new HashSet<>();
    private final Set<TenantId> known;
    private final LocalDate day;
    private final List<JointAgent> jointAgents;
    private final List<Finding> namesakes;
    private final Map<Division, TenantId> sharedButOwned = new LinkedHashMap<>();
    private final Map<String, JointLine> formerLines;

    /**
     * Maps an organization.
     *
     * @param notes the ids that earlier runs found, and the lines for joint agents that were in force
     * @param known the tenants of the policy and of earlier runs that may still be reached
     * @param day the day for which lines of the policy are checked
     * @param namesakes the people who are not the joint agents that they have the user names of
     */
    public TenantMap(BoundPolicy bound, Notes notes, Set<TenantId> known, LocalDate day, List<Finding> namesakes) {
        this.namesakes = List.copyOf(namesakes);
        Pins pins = notes.pins();
        this.bound = bound;
        this.day = day;
        this.jointAgents = bound.policy().jointAgents(pins);
        this.formerLines = notes.jointLines();
        this.accepted = bound.accepted().on(day);
        this.crowded = accepted.crowded();
        this.known = Set.copyOf(known);
        bound.tenants().forEach(this::own);
        formerly(notes, true);
        formerly(notes, false);
        pins.groups().values().forEach(formerGroups::addAll);
        formerTenants()
                .forEach(tenant -> pins.groups().getOrDefault(tenant, Set.of()).stream()
                        .filter(g -> bound.ownerOf(g)
                                .filter(o ->
                                        !notes.isTaken(tenant, Pin.of(o.tenant().id(), g.value(), g)))
                                .isEmpty())
                        .forEach(g -> own(g, tenant, "")));
        for (Division division : bound.shared()) {
            Optional<BoundTenant> owner = bound.ownerOf(division.id());
            Optional<TenantId> tenant = owner.isPresent() ? owner.map(BoundTenant::id) : pins.owner(division.id());
            if (tenant.isPresent()) {
                sharedButOwned.put(division, tenant.get());
            }
        }
    }

    // The lint refuses a division or a group of two tenants. A policy made by a program may still have one, and the
    // paths must show it.
    private void own(BoundTenant tenant) {
        tenant.division().id().or(tenant::lost).ifPresent(d -> own(d, tenant.id()));
        for (BoundProfile profile : tenant.profiles()) {
            profile.group()
                    .id()
                    .ifPresent(g -> own(g, tenant.id(), profile.profile().id()));
        }
    }

    private void own(GroupId group, TenantId tenant, String profile) {
        groups.computeIfAbsent(group, k -> new ArrayList<>(1)).add(new Path.Ownership(tenant, profile));
    }

    // A tenant of the policy may have given a division up for all; that of a tenant that left the policy stays closed.
    private void formerly(Notes notes, boolean unclearable) {
        Map<DivisionId, List<TenantId>> owned = new HashMap<>();
        divisions.forEach((division, of) -> owned.put(division, List.copyOf(of)));
        for (TenantId tenant : new TreeSet<>(known)) {
            boolean left = bound.tenant(tenant).isEmpty();
            for (DivisionId division : notes.pins().divisions().getOrDefault(tenant, Set.of())) {
                boolean open = !left && bound.isShared(division);
                boolean kept = left && !notes.pins().isGivenAway(Pin.of(tenant, division.value(), division));
                if (kept == unclearable
                        && !open
                        && owned.getOrDefault(division, List.of()).stream()
                                .allMatch(of -> kept && notes.isTaken(tenant, Pin.of(of, division.value(), division)))
                        && !bound.division(division).home()) {
                    former.add(division);
                    own(division, tenant);
                }
            }
        }
    }

    private void own(DivisionId division, TenantId tenant) {
        divisions.computeIfAbsent(division, k -> new ArrayList<>(1)).add(tenant);
    }

    /** Returns the day for which lines of the policy are checked. */
    public LocalDate day() {
        return day;
    }

    /**
     * Returns the lines for joint agents, in force or not, in the order of the policy. A line goes by the identity that
     * was found first for its name, and has that id in place of the name.
     */
    public List<JointAgent> jointAgents() {
        return jointAgents;
    }

    /** Returns the people who have the user name of a joint agent and are none. */
    public List<Finding> namesakes() {
        return namesakes;
    }

    /** Returns the divisions that the policy shares although they are a tenant's, of the policy or of an earlier run. */
    public Map<Division, TenantId> sharedButOwned() {
        return sharedButOwned;
    }

    /** Returns what was in force for a joint agent, and of which something may be left. */
    public Optional<JointLine> formerLine(IdentityId person) {
        return Optional.ofNullable(formerLines.get(JointLine.agent(person)));
    }

    /** Returns a listing of grants without those that the policy accepts, unless more people have them than it allows. */
    public Listing<Grant> withoutAccepted(Listing<Grant> grants, Function<SubjectId, String> userName) {
        return new Listing<>(
                grants.entries().stream()
                        .filter(g ->
                                bound.ownsHolder(g.subject()) || !accepted.coversAll(g, userName.apply(g.subject())))
                        .toList(),
                grants.completeness());
    }

    /** Returns the policy, bound to the organization. */
    public BoundPolicy bound() {
        return bound;
    }

    /**
     * Returns the tenants that own this division; none for Home, a shared division, and a division without an owner.
     */
    public List<TenantId> of(DivisionId division) {
        return divisions.getOrDefault(division, List.of());
    }

    /** Returns the tenants of the policy that own this division, or had it before so that their people may live there. */
    public Stream<BoundTenant> owners(DivisionId division) {
        return of(division).stream().flatMap(id -> bound.tenant(id).stream());
    }

    /** Returns the divisions that are neither Home, nor shared, nor of a tenant of the policy or of an earlier run. */
    public List<Division> unclaimed() {
        return bound.withoutOwner().stream()
                .filter(d -> !divisions.containsKey(d.id()))
                .toList();
    }

    /** Returns the tenants that own this group, each with the profile. */
    public List<Path.Ownership> of(GroupId group) {
        return groups.getOrDefault(group, List.of());
    }

    /**
     * Returns the tenants that a grant leads to, with an empty value for all tenants at once; returns no values if the
     * grant is accepted or leads to no tenant.
     *
     * @param userName the user name of the holder, if it is an account; else empty
     */
    public Stream<Optional<TenantId>> of(Grant grant, String userName) {
        return leads(grant) && accepted.of(grant, userName).isEmpty() ? to(grant) : Stream.empty();
    }

    /**
     * Returns whether an accepted line may name the role of a grant, which no listing showed.
     *
     * @param userName the user name of the holder, if it is an account; else empty
     */
    public boolean mayBeAccepted(Grant grant, String userName) {
        return accepted.mayCover(grant, userName);
    }

    /** Returns the tenants that a grant of a group leads this member to, as {@link #of(Grant, String)} does. */
    public Stream<Optional<TenantId>> ofMember(Grant grant, AccountId member) {
        return leads(grant) && !accepted.coversMember(grant, member) ? to(grant) : Stream.empty();
    }

    private boolean leads(Grant grant) {
        return grant.division().isEverywhere() || divisions.containsKey(grant.division());
    }

    private Stream<Optional<TenantId>> to(Grant grant) {
        return grant.division().isEverywhere()
                ? Stream.of(Optional.empty())
                : of(grant.division()).stream().map(Optional::of);
    }

    /** Returns how many members an accepted line allows that covers a grant of a group which has more. */
    public OptionalInt exceeded(Grant grant) {
        return accepted.exceeded(grant);
    }

    /** Returns whether a group has more members than its accepted line allows, so that it does not cover all of them. */
    public boolean isCrowded(GroupId group) {
        return crowded.contains(group);
    }

    /**
     * Returns whether a member may reach a tenant through a group: not by roles alone that a line accepts for this member.
     *
     * @param held the roles of the group
     */
    public boolean leads(GroupId group, List<Grant> held, AccountId member) {
        return !isCrowded(group)
                || !of(group).isEmpty()
                || held.stream().anyMatch(g -> ofMember(g, member).findAny().isPresent());
    }

    /** Returns the groups that take new accounts by a rule, each with the number of members that its line allows. */
    public Map<GroupId, Integer> filledByRule() {
        return accepted.filledByRule();
    }

    /**
     * Returns the groups that no profile names and that lead to a tenant, also one that left the policy, in the order of
     * their ids.
     *
     * @param holders the holders of roles that lead to a tenant
     */
    public List<GroupId> otherGroups(Collection<SubjectId> holders) {
        return Stream.concat(holders.stream().map(holder -> new GroupId(holder.value())), groups.keySet().stream())
                .filter(bound::isGroup)
                .filter(g -> bound.ownerOf(g).isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the tenants of earlier runs that the policy no longer names and that may still be reached, in order. */
    public List<TenantId> formerTenants() {
        return known.stream().filter(t -> bound.tenant(t).isEmpty()).sorted().toList();
    }

    /**
     * Returns whether an earlier run used a group for a tenant. Its members reach what the group still holds, and by
     * being members only a tenant that left the policy.
     *
     * @param group a group that no profile names
     */
    public boolean isFormer(GroupId group) {
        return formerGroups.contains(group);
    }

    /** Returns whether a division belongs to a tenant only because an earlier run pinned it; it may be deleted. */
    public boolean isFormer(DivisionId division) {
        return former.contains(division);
    }

    /**
     * Returns the divisions in which a grant leads to a tenant, in the order of their ids, and
     * {@link DivisionId#EVERYWHERE} last.
     */
    public List<DivisionId> grantedDivisions() {
        return Stream.concat(divisions.keySet().stream().sorted(), Stream.of(DivisionId.EVERYWHERE))
                .toList();
    }
}
