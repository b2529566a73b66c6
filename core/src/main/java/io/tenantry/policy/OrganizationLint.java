// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.DivisionResolution;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Compares the divisions, roles and groups that a policy names with those of the organization. */
final class OrganizationLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;

    OrganizationLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
    }

    void check(OrganizationFacts facts) {
        organization(facts);
        incomplete("divisions", facts.divisions());
        incomplete("roles", facts.roles());
        incomplete("groups", facts.groups());
        incomplete("grants", facts.grants());
        incomplete("permissions", facts.permissions());
        incomplete("rules of groups", facts.rules());
        World world = new World(facts, policy);
        missing(facts.missing(), world);
        Map<DivisionId, String> owners = new HashMap<>();
        for (int i = 0; i < policy.tenants().size(); i++) {
            tenant(policy.tenants().get(i), "tenants[" + i + "]", world, owners);
        }
        for (int i = 0; i < policy.sharedDivisions().size(); i++) {
            sharedDivision(policy.sharedDivisions().get(i), "sharedDivisions[" + i + "]", world, owners);
        }
        for (int i = 0; i < policy.accepted().size(); i++) {
            accepted(policy.accepted().get(i), "accepted[" + i + "]", world);
        }
        new GroupRuleLint(policy, places, problems, facts).check(world.divisions, world.groups);
    }

    /** The listings of one organization, indexed by name. */
    private static final class World {
        final KnownIds known;
        final DivisionNames divisions;
        final Named<Role> roles;
        final Named<Group> groups;
        final Map<SubjectId, List<Grant>> grants = new HashMap<>();
        final Map<RoleId, String> roleNames = new HashMap<>();
        final List<Permission> permissions;
        final Set<RoleId> undivided = new HashSet<>();
        final Set<DivisionId> owned = new HashSet<>();

        World(OrganizationFacts facts, OrganizationPolicy policy) {
            known = facts.known();
            divisions = DivisionNames.of(facts.divisions());
            policy.tenants().forEach(t -> resolve(t).division().ifPresent(d -> owned.add(d.id())));
            roles = new Named<>("role", facts.roles(), r -> r.id().value(), Role::name);
            groups = new Named<>("group", facts.groups(), g -> g.id().value(), Group::name);
            permissions = facts.permissions().entries();
            facts.grants()
                    .entries()
                    .forEach(g -> grants.computeIfAbsent(g.subject(), k -> new ArrayList<>())
                            .add(g));
            facts.roles().entries().forEach(r -> roleNames.put(r.id(), r.name()));
        }

        DivisionResolution resolve(TenantPolicy tenant) {
            DivisionRef ref = tenant.division();
            return divisions.resolve(ref.name(), ref.id().or(() -> known.division(tenant.id(), ref.name())));
        }

        /** Returns whether earlier runs found a division for this tenant alone, and no tenant of the policy has it. */
        boolean hadBefore(TenantPolicy tenant, DivisionId division) {
            return !owned.contains(division)
                    && known.owner(division).filter(tenant.id()::equals).isPresent();
        }

        String explain(DivisionResolution found) {
            if (!found.isMissing()) {
                return found.explanation();
            }
            // What to do stands behind it.
            return "the organization has no division called \"" + found.asked() + "\""
                    + Suggestion.hint(
                            found.asked(),
                            divisions.all().stream().map(Division::name).toList());
        }
    }

    private void organization(OrganizationFacts facts) {
        String written = policy.organization();
        if (!facts.organization().isCalled(written) && !Hole.is(written)) {
            add(
                    ProblemCode.ORGANIZATION_MISMATCH,
                    "organization",
                    "the policy is for " + Quote.of(written) + ", but the credential belongs to "
                            + Quote.of(facts.organization().shortName()));
        }
    }

    private void incomplete(String what, Listing<?> listing) {
        if (!listing.completeness().isComplete()) {
            add(
                    ProblemCode.ORGANIZATION_INCOMPLETE,
                    "",
                    "the listing of " + what + " is incomplete, so names missing from it are not reported: "
                            + Quote.plain(
                                    String.join("; ", listing.completeness().doubts())));
        }
    }

    private void missing(List<MissingPermission> missing, World world) {
        MissingPermission.sentences(
                        missing,
                        id -> world.divisions
                                .find(id)
                                .map(d -> Quote.of(d.name()))
                                .orElse(id.value()))
                .forEach(sentence -> add(ProblemCode.MISSING_PERMISSION, "organization", sentence));
    }

    private void tenant(TenantPolicy tenant, String path, World world, Map<DivisionId, String> owners) {
        Predicate<DivisionId> own = division(tenant, path + ".division", world, owners);
        for (int i = 0; i < tenant.profiles().size(); i++) {
            AccessProfile profile = tenant.profiles().get(i);
            String at = path + ".profiles[" + i + "]";
            Predicate<RoleId> roles = roles(profile.roles(), profile.privileged(), true, at + ".roles", world);
            group(tenant, profile, at + ".genesysGroup", world)
                    .ifPresent(g -> grants(tenant, profile, g, own, roles, at + ".genesysGroup", world));
        }
    }

    /** Reports the problems of a tenant's division, and returns which divisions it can be. */
    private Predicate<DivisionId> division(
            TenantPolicy tenant, String path, World world, Map<DivisionId, String> owners) {
        DivisionRef ref = tenant.division();
        if (Hole.is(ref.name())) {
            return any -> true;
        }
        DivisionResolution found = find(ref, world.known.division(tenant.id(), ref.name()), path, world);
        Optional<DivisionId> id = found.division().map(Division::id).or(ref::id);
        id.ifPresent(d -> shared(tenant, d, path, owners));
        if (found.isMissing()) {
            return any -> !ref.create();
        }
        return division -> id.isEmpty() || id.get().equals(division);
    }

    private DivisionResolution find(DivisionRef ref, Optional<DivisionId> known, String path, World world) {
        DivisionResolution found = world.divisions.resolve(ref.name(), ref.id().or(() -> known));
        found.match(new DivisionProblem(ref))
                .ifPresent(code -> add(code, path + "." + DivisionProblem.key(ref, code), world.explain(found)));
        return found;
    }

    private void shared(TenantPolicy tenant, DivisionId id, String path, Map<DivisionId, String> owners) {
        String owner = owners.putIfAbsent(id, tenant.id().value());
        if (owner != null) {
            add(
                    ProblemCode.DIVISION_SHARED,
                    path,
                    "tenant " + Quote.of(tenant.id().value()) + " and tenant " + Quote.of(owner)
                            + " have the same division: " + id);
        }
    }

    /**
     * Reports the problems of roles, and returns which roles they can be.
     *
     * @param divided whether they are meant to be limited by divisions
     */
    private Predicate<RoleId> roles(Set<String> names, boolean privileged, boolean divided, String path, World world) {
        Set<RoleId> ids = new HashSet<>();
        boolean unknown = false;
        for (String name : names) {
            Optional<String> known = world.known.role(name).map(RoleId::value);
            world.roles.change(name, known).ifPresent(change -> addItem(ProblemCode.ROLE_RENAMED, path, name, change));
            List<Role> found = world.roles.meant(name, known);
            unknown |= found.isEmpty();
            found.forEach(r -> ids.add(r.id()));
            if (found.size() > 1) {
                addItem(ProblemCode.ROLE_AMBIGUOUS, path, name, "several roles are called " + Quote.of(name));
            } else if (found.isEmpty() && world.roles.isComplete() && !Hole.is(name)) {
                addItem(
                        ProblemCode.UNKNOWN_ROLE,
                        path,
                        name,
                        "the organization has no role called " + Quote.of(name) + world.roles.hint(name));
            } else if (!privileged && found.stream().anyMatch(Role::privileged)) {
                addItem(
                        ProblemCode.PRIVILEGED_ROLE,
                        path,
                        name,
                        "holders of the role " + Quote.of(name) + " can change people's access");
            }
            if (divided) {
                found.forEach(r -> undivided(r, path, world));
            }
        }
        return unknown ? any -> true : ids::contains;
    }

    // Such a permission is no error, because nearly every role has one; it is named once, where the role comes first.
    private void undivided(Role role, String path, World world) {
        List<String> names =
                role.undivided(world.permissions).stream().map(Permission::name).toList();
        if (!names.isEmpty() && world.undivided.add(role.id())) {
            addItem(
                    ProblemCode.ROLE_UNDIVIDED,
                    path,
                    role.name(),
                    "the role " + Quote.of(role.name()) + " carries permissions that no division limits: "
                            + Words.list(names));
        }
    }

    private void sharedDivision(DivisionRef ref, String path, World world, Map<DivisionId, String> owners) {
        if (Hole.is(ref.name())) {
            return;
        }
        find(ref, world.known.place(ref.name()), path, world)
                .division()
                .map(Division::id)
                .flatMap(d -> Optional.ofNullable(owners.get(d))
                        .or(() -> world.known.owner(d).map(TenantId::value)))
                .ifPresent(tenant -> add(
                        ProblemCode.SHARED_DIVISION_OWNED,
                        path,
                        "the division " + Quote.of(ref.name()) + " is that of tenant " + Quote.of(tenant)));
    }

    private void accepted(AcceptedAccess line, String path, World world) {
        roles(line.roles(), line.privileged(), !line.in().everywhere(), path + ".roles", world);
        for (String name : line.in().divisions()) {
            if (Hole.is(name)) {
                continue;
            }
            DivisionRef ref = new DivisionRef(name, Optional.empty(), false);
            DivisionResolution found = world.divisions.resolve(name, world.known.place(name));
            found.match(new DivisionProblem(ref))
                    .ifPresent(code -> addItem(code, path + ".in.divisions", name, world.explain(found)));
        }
        AcceptedAccess.Holder holder = line.holder();
        if (holder.kind() == AcceptedAccess.Kind.GROUP) {
            holder(holder, path + ".holder.group", world);
        }
    }

    private void holder(AcceptedAccess.Holder holder, String path, World world) {
        String name = holder.name();
        Optional<String> known = holder.id()
                .or(() -> world.known.holder(AcceptedAccess.Kind.GROUP, name))
                .map(SubjectId::value);
        Optional<String> change = world.groups.change(name, known);
        change.ifPresent(c -> add(ProblemCode.GROUP_RENAMED, path, c));
        List<Group> found = world.groups.meant(name, known);
        if (found.size() > 1) {
            add(ProblemCode.GROUP_AMBIGUOUS, path, "several Genesys groups are called " + Quote.of(name));
        } else if (found.isEmpty() && holder.id().isEmpty() && world.groups.isComplete() && !Hole.is(name)) {
            add(
                    ProblemCode.UNKNOWN_GROUP,
                    path,
                    "the organization has no Genesys group called " + Quote.of(name) + world.groups.hint(name));
        } else if (found.stream().anyMatch(g -> world.known.isTenants(SubjectId.of(g.id())))) {
            add(
                    ProblemCode.ACCEPTED_HOLDER,
                    path,
                    "an earlier run used the Genesys group " + Quote.of(name) + " for a tenant");
        }
    }

    private Optional<Group> group(TenantPolicy tenant, AccessProfile profile, String path, World world) {
        String name = profile.genesysGroup();
        Optional<String> known = world.known.group(tenant.id(), name).map(GroupId::value);
        world.groups.change(name, known).ifPresent(change -> add(ProblemCode.GROUP_RENAMED, path, change));
        List<Group> found = world.groups.meant(name, known);
        if (found.size() > 1) {
            add(ProblemCode.GROUP_AMBIGUOUS, path, "several Genesys groups are called " + Quote.of(name));
            return Optional.empty();
        }
        if (found.isEmpty() && world.groups.isComplete() && !Hole.is(name)) {
            unknownGroup(tenant, name, path, world);
        }
        return found.stream().findFirst();
    }

    /**
     * A missing group that a plan creates is no error, unless a group with a similar name exists: then the name is
     * probably a typing error, and the plan would create a second group.
     */
    private void unknownGroup(TenantPolicy tenant, String name, String path, World world) {
        String message = "the organization has no Genesys group called " + Quote.of(name);
        boolean created = tenant.governance().over(EntitlementKind.MEMBERSHIPS).adds()
                && tenant.governance().over(EntitlementKind.GRANTS).adds();
        if (created && world.groups.lookAlike(name).isEmpty()) {
            add(ProblemCode.GROUP_TO_CREATE, path, message + "; a plan creates it");
        } else {
            add(ProblemCode.UNKNOWN_GROUP, path, message + world.groups.hint(name));
        }
    }

    private void grants(
            TenantPolicy tenant,
            AccessProfile profile,
            Group group,
            Predicate<DivisionId> own,
            Predicate<RoleId> roles,
            String path,
            World world) {
        for (Grant grant : world.grants.getOrDefault(SubjectId.of(group.id()), List.of())) {
            String role = Quote.of(
                    world.roleNames.getOrDefault(grant.role(), grant.role().value()));
            if (grant.division().isEverywhere()) {
                add(
                        ProblemCode.GROUP_GRANTS_EVERYWHERE,
                        path,
                        "the Genesys group " + Quote.of(group.name()) + " holds the role " + role
                                + " in all divisions");
            } else if (!roles.test(grant.role()) || !own.test(grant.division())) {
                String where = world.divisions
                        .find(grant.division())
                        .map(d -> Quote.of(d.name()))
                        .orElse(grant.division().value());
                boolean ends = world.hadBefore(tenant, grant.division())
                        && tenant.governance().over(EntitlementKind.GRANTS).removes();
                add(
                        ends ? ProblemCode.GROUP_GRANTS_FORMER : ProblemCode.GROUP_GRANTS_EXTRA,
                        path,
                        "the Genesys group " + Quote.of(group.name()) + " holds the role " + role + " in division "
                                + where
                                + (ends
                                        ? ", which tenant "
                                                + Quote.of(tenant.id().value()) + " had before; " + ending(tenant)
                                        : ", which the profile " + Quote.of(profile.id()) + " does not name"));
            }
        }
    }

    private static String ending(TenantPolicy tenant) {
        return tenant.isLeaving() ? "its off-boarding revokes it" : "a plan revokes it, after the new access is given";
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }

    private void addItem(ProblemCode code, String path, String item, String message) {
        problems.add(code, places.spot(path, item), path, message);
    }
}
