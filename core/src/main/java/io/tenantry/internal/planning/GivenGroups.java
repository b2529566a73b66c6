// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the groups that a plan uses for each tenant, which its application remembers. A tenant is missing if the plan
 * says nothing about all its groups: a plan for some people, and a tenant that is only observed. Immutable.
 */
final class GivenGroups {
    private final BoundPolicy bound;
    private final DirectorySnapshot directory;

    GivenGroups(BoundPolicy bound, DirectorySnapshot directory) {
        this.bound = bound;
        this.directory = directory;
    }

    /** Returns the groups by tenant. */
    Map<TenantId, Set<GroupId>> of(Scope scope, List<Difference> differences) {
        if (scope == Scope.EVERYBODY) {
            return used(touched(differences));
        }
        // An off-boarding leaves the tenant no group, if it saw everything. What it holds is not forgotten.
        return scope == Scope.EXPLICIT && directory.accountsProof().isComplete() && !directory.doubtsMembers()
                ? bound.tenants().stream().collect(Collectors.toMap(BoundTenant::id, t -> Set.of()))
                : Map.of();
    }

    private Map<TenantId, Set<GroupId>> used(Set<GroupId> touched) {
        Map<TenantId, Set<GroupId>> used = new TreeMap<>();
        for (BoundTenant tenant : bound.tenants()) {
            if (tenant.policy().governance().over(EntitlementKind.MEMBERSHIPS).adds()) {
                used.put(tenant.id(), used(tenant, touched));
            }
        }
        return used;
    }

    // A former group, or one of a leaving tenant, is cleared if nothing about it differs and all of it was read.
    private Set<GroupId> used(BoundTenant tenant, Set<GroupId> touched) {
        Set<GroupId> groups = new TreeSet<>();
        for (Group group : tenant.groups()) {
            boolean serves = !tenant.policy().isLeaving() && !tenant.former().contains(group);
            if (serves || remains(group.id(), touched)) {
                groups.add(group.id());
            }
        }
        return groups;
    }

    private boolean remains(GroupId group, Set<GroupId> touched) {
        return touched.contains(group)
                || !directory.holdsNothing(group)
                || !directory.membersProof(group).isComplete();
    }

    private static Set<GroupId> touched(Collection<Difference> differences) {
        Set<GroupId> touched = new HashSet<>();
        for (Difference d : differences) {
            d.change().leaves().map(Group::id).ifPresent(touched::add);
            d.change().revokes().map(r -> new GroupId(r.holder().value())).ifPresent(touched::add);
        }
        return touched;
    }
}
