// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.Change;
import io.tenantry.directory.Account;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fingerprint;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Note;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policy bound to one organization: which tenant owns which division and which group. Immutable. */
public final class BoundPolicy {
    private final OrganizationPolicy policy;
    private final Map<TenantId, BoundTenant> tenants;
    private final Map<DivisionId, BoundTenant> divisionOwners = new HashMap<>();
    private final Map<GroupId, OwnedGroup> groupOwners = new HashMap<>();
    private final Set<SubjectId> groupsAsHolders = new HashSet<>();
    private final Set<GroupId> namedTwice = new HashSet<>();
    private final Map<DivisionId, Division> divisions = new LinkedHashMap<>();
    private final Map<RoleId, Role> roles = new HashMap<>();
    private final Map<GroupId, Group> groups = new HashMap<>();
    private final List<GroupId> ownedGroups;
    private final Set<DivisionId> shared;
    private final AcceptedGrants accepted;
    private final List<GrownRole> grown;
    private final List<Note> firstSeen;

    /** Indexes bound tenants together with all divisions and roles of the organization. */
    public BoundPolicy(OrganizationPolicy policy, List<BoundTenant> bound, List<Division> divisions, List<Role> roles) {
        this(policy, bound, divisions, roles, List.of());
    }

    /** Indexes bound tenants together with all divisions, roles and groups of the organization. */
    public BoundPolicy(
            OrganizationPolicy policy,
            List<BoundTenant> bound,
            List<Division> divisions,
            List<Role> roles,
            List<Group> groups) {
        this(policy, bound, divisions, roles, groups, Set.of(), AcceptedGrants.NONE, List.of(), List.of());
    }

    /**
     * Indexes bound tenants together with all divisions, roles and groups of the organization.
     *
     * @param shared the divisions that, by the policy, belong to no tenant
     * @param grown the roles of profiles that carry more than when they were accepted
     * @param firstSeen what later runs compare with
     */
    BoundPolicy(
            OrganizationPolicy policy,
            List<BoundTenant> bound,
            List<Division> divisions,
            List<Role> roles,
            List<Group> groups,
            Set<DivisionId> shared,
            AcceptedGrants accepted,
            List<GrownRole> grown,
            List<Note> firstSeen) {
        this.grown = List.copyOf(grown);
        this.firstSeen = List.copyOf(firstSeen);
        this.policy = policy;
        this.shared = Set.copyOf(shared);
        this.accepted = accepted;
        Map<TenantId, BoundTenant> byId = new LinkedHashMap<>();
        for (BoundTenant tenant : bound) {
            byId.put(tenant.id(), tenant);
            tenant.division().id().or(tenant::lost).ifPresent(id -> divisionOwners.put(id, tenant));
            for (BoundProfile profile : tenant.profiles()) {
                profile.existing().ifPresent(group -> own(new OwnedGroup(tenant, Optional.of(profile), group)));
            }
            tenant.former().forEach(group -> own(new OwnedGroup(tenant, Optional.empty(), group)));
        }
        this.tenants = Collections.unmodifiableMap(byId);
        this.ownedGroups = groupOwners.keySet().stream().sorted().toList();
        divisions.forEach(d -> this.divisions.put(d.id(), d));
        roles.forEach(r -> this.roles.put(r.id(), r.bare()));
        groups.forEach(g -> this.groups.put(g.id(), g));
    }

    private void own(OwnedGroup owner) {
        GroupId group = owner.group().id();
        groupsAsHolders.add(SubjectId.of(group));
        if (groupOwners.put(group, owner) != null) {
            namedTwice.add(group);
        }
    }

    /** Returns the policy. */
    public OrganizationPolicy policy() {
        return policy;
    }

    /** Returns the tenants in the order of the policy. */
    public List<BoundTenant> tenants() {
        return List.copyOf(tenants.values());
    }

    /** Returns a tenant of the policy. */
    public Optional<BoundTenant> tenant(TenantId id) {
        return Optional.ofNullable(tenants.get(id));
    }

    /** Returns the tenant that owns this division, if there is one. */
    public Optional<BoundTenant> ownerOf(DivisionId division) {
        return Optional.ofNullable(divisionOwners.get(division));
    }

    /** Returns whether a tenant owns this division but no listing shows it. */
    public boolean isLost(DivisionId division) {
        return ownerOf(division)
                .flatMap(BoundTenant::lost)
                .filter(division::equals)
                .isPresent();
    }

    /** Returns the tenant that owns this group by the policy, or by a former one, if there is such a tenant. */
    public Optional<OwnedGroup> ownerOf(GroupId group) {
        return Optional.ofNullable(groupOwners.get(group));
    }

    /** Returns whether several profiles name this group; it then belongs to the last of them. */
    public boolean isNamedTwice(GroupId group) {
        return namedTwice.contains(group);
    }

    /** Returns whether a holder of grants is a group that a profile of a tenant owns. */
    public boolean ownsHolder(SubjectId holder) {
        return groupsAsHolders.contains(holder);
    }

    /**
     * Returns whether the listing of groups counts another number of accounts in this group than its direct members.
     */
    public boolean hasOthers(GroupId group, int direct) {
        return group(group).memberCount().orElse(direct) != direct;
    }

    /** Returns a group of the organization; if no listing showed it, its id is its name. */
    public Group group(GroupId id) {
        return groups.getOrDefault(id, new Group(id, id.value()));
    }

    /** Returns whether a listing showed a group with this id. */
    public boolean isGroup(GroupId id) {
        return groups.containsKey(id);
    }

    /** Returns whether this division, by the policy, belongs to no tenant. */
    public boolean isShared(DivisionId division) {
        return shared.contains(division);
    }

    /** Returns the divisions that, by the policy, belong to no tenant, in the order of their names. */
    public List<Division> shared() {
        return divisions.values().stream()
                .filter(d -> shared.contains(d.id()))
                .sorted(Comparator.comparing(Division::name).thenComparing(Division::id))
                .toList();
    }

    /** Returns the divisions that are neither Home, nor shared, nor a tenant's, in the order of their names. */
    public List<Division> withoutOwner() {
        return divisions.values().stream()
                .filter(d -> !d.home() && !shared.contains(d.id()) && !divisionOwners.containsKey(d.id()))
                .sorted(Comparator.comparing(Division::name).thenComparing(Division::id))
                .toList();
    }

    /** Returns the access outside the policy that it accepts, for all days. */
    public AcceptedGrants accepted() {
        return accepted;
    }

    /** Returns the roles of profiles that carry more than when they were first seen or last accepted. */
    public List<GrownRole> grownRoles() {
        return grown;
    }

    /**
     * Returns, for later runs, the permissions of the roles that no earlier run saw in their present use, and the ids of
     * what names of the whole policy mean.
     */
    public List<Note> firstSeen() {
        return firstSeen;
    }

    /**
     * Returns a fingerprint of the divisions, groups and roles that the names of the policy lead to, and of what is wrong
     * with them.
     */
    public String print() {
        Fingerprint print = new Fingerprint();
        for (BoundTenant tenant : tenants()) {
            String id = tenant.id().value();
            print.add(
                    id,
                    "division",
                    tenant.division()
                            .id()
                            .or(tenant::lost)
                            .map(DivisionId::value)
                            .orElse(""));
            tenant.former().forEach(g -> print.add(id, "former", g.id().value()));
            tenant.findings().forEach(t -> print.add(id, t.code().key(), t.subject(), t.message()));
            for (BoundProfile profile : tenant.profiles()) {
                String name = profile.profile().id();
                print.add(id, name, profile.group().id().map(GroupId::value).orElse(""));
                profile.roles().forEach(role -> print.add(id, name, role.id().value()));
            }
        }
        grownRoles().forEach(role -> print.add("grown", role.message()));
        return print.text();
    }

    /** Returns the groups that the policy owns and that exist, in the order of their ids. */
    public List<GroupId> ownedGroups() {
        return ownedGroups;
    }

    /** Returns the divisions that tenants own, including those that no listing shows, in the order of their ids. */
    public List<DivisionId> ownedDivisions() {
        return divisionOwners.keySet().stream().sorted().toList();
    }

    /** Returns the divisions in which the policy needs permissions. */
    public ManagedDivisions managed() {
        return new ManagedDivisions(
                divisionOwners.keySet().stream().filter(d -> !isLost(d)).collect(Collectors.toSet()),
                divisions.values().stream()
                        .filter(d -> d.home() || isShared(d.id()))
                        .map(Division::id)
                        .collect(Collectors.toSet()),
                policy.createsDivisions());
    }

    /**
     * Returns the divisions whose grants give access to a tenant: those that tenants own, and
     * {@link DivisionId#EVERYWHERE} last.
     */
    public List<DivisionId> grantedDivisions() {
        return Stream.concat(ownedDivisions().stream(), Stream.of(DivisionId.EVERYWHERE))
                .toList();
    }

    /**
     * Returns whether the policy protects an account: by its id, its user name, its external id, or the identity it is
     * linked to.
     */
    public boolean isProtected(Account account, Optional<IdentityId> linked) {
        return policy.isProtected(account.id().value(), account.userName())
                || account.externalId().filter(policy::isProtected).isPresent()
                || linked.map(IdentityId::value).filter(policy::isProtected).isPresent();
    }

    /**
     * Returns the change that revokes a grant.
     *
     * @param name the holder's name if it is a group, else empty
     */
    public Change.RevokeRole revocation(Grant grant, SubjectKind kind, String name) {
        return new Change.RevokeRole(grant.subject(), kind, name, role(grant.role()), division(grant.division()));
    }

    /** Returns a division of the organization; if no listing showed it, its id is its name. */
    public Division division(DivisionId id) {
        Division known = divisions.get(id);
        return known != null ? known : new Division(id, id.isEverywhere() ? "all divisions" : id.value(), false);
    }

    /** Returns the Home division; if no listing showed it, a placeholder whose id no division has. */
    public Division home() {
        return divisions.values().stream()
                .filter(Division::home)
                .findFirst()
                .orElse(new Division(new DivisionId("home"), "Home", true));
    }

    /** Returns whether a listing showed this role. */
    public boolean isRole(RoleId id) {
        return roles.containsKey(id);
    }

    /** Returns a role of the organization; if no listing showed it, its id is its name. */
    public Role role(RoleId id) {
        Role known = roles.get(id);
        return known != null ? known : new Role(id, id.value());
    }

    /**
     * A group that the policy owns. Immutable.
     *
     * @param profile the profile that it serves; empty if only a former policy used it, so that it should have neither
     *     members nor roles
     */
    public record OwnedGroup(BoundTenant tenant, Optional<BoundProfile> profile, Group group) {}
}
