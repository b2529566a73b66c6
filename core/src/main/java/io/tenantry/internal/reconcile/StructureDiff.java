// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Reason;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.Authority;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the differences in the structure of tenants: divisions, groups, and the roles that groups hold. Immutable.
 */
final class StructureDiff {
    private final TenantMap tenants;
    private final BoundPolicy bound;

    /** Creates the diff for a policy and the tenants that its divisions lead to. */
    public StructureDiff(TenantMap tenants) {
        this.tenants = tenants;
        this.bound = tenants.bound();
    }

    /**
     * Returns the changes.
     *
     * @param snapshot a snapshot with every grant in the divisions of tenants, and those in all divisions
     */
    public List<Difference> differences(DirectorySnapshot snapshot) {
        List<Difference> all = new ArrayList<>();
        for (BoundTenant tenant : bound.tenants()) {
            if (tenant.isWhole() && !tenant.policy().isLeaving()) {
                division(tenant, all);
                tenant.profiles().forEach(p -> profile(tenant, p, snapshot, all));
                tenant.former().forEach(g -> former(tenant, g, snapshot, all));
            } else {
                tenant.groups().forEach(g -> foreign(tenant, g, snapshot, all));
            }
        }
        return all;
    }

    private boolean isFormer(Group group) {
        return bound.ownerOf(group.id())
                .flatMap(BoundPolicy.OwnedGroup::profile)
                .isEmpty();
    }

    private void former(BoundTenant tenant, Group group, DirectorySnapshot snapshot, List<Difference> all) {
        snapshot.grantsOf(SubjectId.of(group.id()))
                .forEach(g -> revoke(tenant, group, g, true, "the policy no longer uses the group", all));
    }

    // If a tenant is not ready, the roles that its groups should hold in its own division are unknown; those of a
    // leaving tenant end with its off-boarding. Their roles in other divisions are foreign in any case.
    private void foreign(BoundTenant tenant, Group group, DirectorySnapshot snapshot, List<Difference> all) {
        Optional<DivisionId> own = tenant.division().id().or(tenant::lost);
        snapshot.grantsOf(SubjectId.of(group.id())).stream()
                .filter(g -> !own.equals(Optional.of(g.division())) && !endsWith(tenant, g.division()))
                .forEach(g -> revoke(tenant, group, g, isFormer(group), "not a role of this group", all));
    }

    // People whom a limit holds in a division that the tenant had before keep what they can do there.
    private boolean endsWith(BoundTenant tenant, DivisionId division) {
        return tenant.policy().isLeaving() && tenants.of(division).contains(tenant.id());
    }

    /**
     * Returns the changes that must come before these differences: they create the divisions and groups that are named
     * but do not exist, and grant the roles of those groups.
     */
    public List<Difference> missingFor(List<Difference> differences) {
        Set<String> divisions = new HashSet<>();
        Set<String> groups = new HashSet<>();
        differences.forEach(d -> needs(d.change(), divisions, groups));
        DirectorySnapshot nothing = new DirectorySnapshot(new AccountIndex(List.of()), Completeness.complete(0, 0));
        List<Difference> structure = differences(nothing);
        structure.stream().filter(d -> equips(d.change(), groups)).forEach(d -> needs(d.change(), divisions, groups));
        return structure.stream()
                .filter(d -> makes(d.change(), divisions, groups))
                .toList();
    }

    /**
     * Returns the revocations of roles that these groups hold but should not, because each member has these roles too.
     *
     * @param snapshot a snapshot with every grant of those groups in the divisions of tenants, and in all divisions
     */
    public List<Difference> foreignFor(Set<GroupId> groups, DirectorySnapshot snapshot) {
        return differences(snapshot).stream()
                .filter(d -> d.change()
                        .revokes()
                        .filter(r -> !r.last()
                                && groups.contains(new GroupId(r.holder().value())))
                        .isPresent())
                .toList();
    }

    /** Returns the existing group that a change makes a person join. */
    public static Optional<GroupId> joined(Change change) {
        return change.joins().flatMap(GroupTarget::id);
    }

    private static void needs(Change change, Set<String> divisions, Set<String> groups) {
        change.requiredDivision().filter(d -> d.id().isEmpty()).ifPresent(d -> divisions.add(d.name()));
        change.joins().filter(g -> g.id().isEmpty()).ifPresent(g -> groups.add(g.name()));
    }

    private static boolean makes(Change change, Set<String> divisions, Set<String> groups) {
        return change.createsDivision().filter(divisions::contains).isPresent()
                || change.createsGroup().filter(groups::contains).isPresent()
                || equips(change, groups);
    }

    private static boolean equips(Change change, Set<String> groups) {
        return change.grants().filter(g -> groups.contains(g.group().name())).isPresent();
    }

    private static void division(BoundTenant tenant, List<Difference> all) {
        if (tenant.division().id().isEmpty()) {
            add(all, tenant, new Change.CreateDivision(tenant.division().name()), Authority.ADDITIVE, "create: true");
        }
    }

    private void profile(BoundTenant tenant, BoundProfile profile, DirectorySnapshot snapshot, List<Difference> all) {
        Optional<GroupId> group = profile.group().id();
        if (group.isEmpty()) {
            add(all, tenant, new Change.CreateGroup(profile.group().name()), Authority.ADDITIVE, rule(profile));
        }
        Set<RoleId> held = new HashSet<>();
        List<Grant> others = new ArrayList<>();
        for (Grant grant : group.map(SubjectId::of).map(snapshot::grantsOf).orElse(List.of())) {
            if (isNamed(tenant, profile, grant)) {
                held.add(grant.role());
            } else {
                others.add(grant);
            }
        }
        List<Role> lacking =
                profile.roles().stream().filter(r -> !held.contains(r.id())).toList();
        for (Grant grant : others) {
            Group known = new Group(group.orElseThrow(), profile.group().name());
            revoke(tenant, known, grant, !lacking.isEmpty(), "not named by " + rule(profile), all);
        }
        for (Role role : lacking) {
            Change grant = new Change.GrantRole(profile.group(), role, tenant.division());
            add(all, tenant, grant, Authority.ADDITIVE, rule(profile));
        }
    }

    private static boolean isNamed(BoundTenant tenant, BoundProfile profile, Grant grant) {
        if (tenant.division().id().filter(grant.division()::equals).isEmpty()) {
            return false;
        }
        for (Role role : profile.roles()) {
            if (role.id().equals(grant.role())) {
                return true;
            }
        }
        return false;
    }

    // Within one tenant the old role goes when people have the new one: a group, a division or a role was exchanged.
    private void revoke(
            BoundTenant tenant, Group group, Grant grant, boolean exchanged, String rule, List<Difference> all) {
        Change.RevokeRole revoke = bound.revocation(grant, SubjectKind.GROUP, group.name());
        boolean sameTenant = tenants.of(grant.division()).equals(List.of(tenant.id()));
        boolean last = sameTenant && (exchanged || tenants.isFormer(grant.division()));
        add(all, tenant, last ? revoke.atLast() : revoke, Authority.MANAGED_ONLY, rule);
    }

    private static void add(List<Difference> all, BoundTenant tenant, Change change, Authority needs, String rule) {
        Reason reason = new Reason("tenant " + tenant.id() + ", " + rule, "observed in the organization");
        all.add(new Difference(tenant.id(), Optional.empty(), change, needs, reason));
    }

    private static String rule(BoundProfile profile) {
        return "profile " + profile.profile().id();
    }
}
