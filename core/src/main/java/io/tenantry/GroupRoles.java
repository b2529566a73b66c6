// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Wording;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Set;

/** Reads which roles groups hold that people are about to join. If the roles of a group are unknown, nobody joins it. */
record GroupRoles(Directory directory, BoundStructure structure, TenantMap tenants, Refusals refusals) {
    /** Adds the roles to the people's snapshot, and returns a snapshot of them alone. */
    DirectorySnapshot read(Set<GroupId> groups, DirectorySnapshot people) {
        DirectorySnapshot held = new DirectorySnapshot(new AccountIndex(List.of()), Completeness.complete(0, 0));
        List<DivisionId> leading = tenants.grantedDivisions();
        for (GroupId group : groups) {
            Listing<Grant> roles = structure.grantsOf(
                    group,
                    holder -> refusals.orDoubt(
                            group,
                            "the read of the roles of "
                                    + Wording.group(tenants.bound().group(group)),
                            () -> directory.grants().of(holder)));
            people.doubt(group, roles.completeness());
            if (roles.completeness().isComplete()) {
                List<Grant> own = roles.entries().stream()
                        .filter(g -> g.subject().equals(SubjectId.of(group)) && leading.contains(g.division()))
                        .toList();
                held.alone(SubjectId.of(group), own, List.of());
                people.alone(SubjectId.of(group), own, List.of());
            }
        }
        return held;
    }
}
