// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Structure;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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

    /** Returns the grants of a group, as kept or as read now; an incomplete answer is not kept. */
    Listing<Grant> grantsOf(GroupId group, Function<SubjectId, Listing<Grant>> read) {
        List<Grant> kept = grants.get(group);
        if (kept != null) {
            return Listing.complete(kept);
        }
        Listing<Grant> now = read.apply(SubjectId.of(group));
        if (now.completeness().isComplete()) {
            grants.put(group, now.entries());
        }
        return now;
    }
}
