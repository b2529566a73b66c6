// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Structure;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policy bound to one read of the organization's structure. The grants of the policy's groups are kept with it,
 * from a plan for everybody, or read when a plan for one person needs them. Safe for use by several threads.
 *
 * @param organization the id of the organization
 * @param grants the grants of each group in the divisions of tenants, and in all divisions
 */
record BoundStructure(String organization, Structure structure, BoundPolicy bound, Map<GroupId, List<Grant>> grants) {
    BoundStructure(String organization, Structure structure, BoundPolicy bound) {
        this(organization, structure, bound, new ConcurrentHashMap<>());
    }

    /** Returns whether the policy is bound to this read. */
    boolean isOf(Structure read) {
        return structure.equals(read);
    }

    /** Keeps the grants of every group that the policy owns, from a complete read. */
    void saw(DirectorySnapshot snapshot, TenantMap tenants) {
        boolean complete = tenants.grantedDivisions().stream()
                .allMatch(d -> snapshot.grantsProof(d).isComplete());
        if (complete) {
            bound.ownedGroups().forEach(g -> grants.put(g, snapshot.grantsOf(SubjectId.of(g))));
        }
    }

    /** Returns the grants of these groups that lead to a tenant, as kept or as read now. */
    DirectorySnapshot grantsOf(Collection<GroupId> groups, TenantMap tenants, Directory directory) {
        Map<DivisionId, List<Grant>> byDivision = new TreeMap<>();
        tenants.grantedDivisions().forEach(d -> byDivision.put(d, new ArrayList<>()));
        for (GroupId group : groups) {
            SubjectId holder = SubjectId.of(group);
            grants.computeIfAbsent(group, g -> directory.grants().of(holder).entries()).stream()
                    .filter(g -> g.subject().equals(holder))
                    .forEach(g ->
                            Optional.ofNullable(byDivision.get(g.division())).ifPresent(d -> d.add(g)));
        }
        DirectorySnapshot held = new DirectorySnapshot(new AccountIndex(List.of()), Completeness.complete(0, 0));
        byDivision.forEach((division, of) -> held.grants(division, Listing.complete(of)));
        return held;
    }
}
