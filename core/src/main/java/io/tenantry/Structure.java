// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What one read showed of an organization. The grants of groups are added when they are asked for.
 *
 * @param organization the id of the organization
 * @param grants what groups hold in the divisions of tenants, and in all divisions
 */
record Structure(String organization, BoundPolicy bound, Instant at, Map<GroupId, List<Grant>> grants) {
    Structure(String organization, BoundPolicy bound, Instant at) {
        this(organization, bound, at, new ConcurrentHashMap<>());
    }

    /** Keeps what a complete read showed of every group that the policy owns. */
    void saw(DirectorySnapshot snapshot) {
        boolean whole = Stream.concat(bound.ownedDivisions().stream(), Stream.of(DivisionId.EVERYWHERE))
                .allMatch(d -> snapshot.grantsProof(d).isComplete());
        if (whole) {
            bound.ownedGroups().forEach(g -> grants.put(g, snapshot.grantsOf(SubjectId.of(g))));
        }
    }

    /** Returns what these groups hold, as it was seen or as it is read now. */
    DirectorySnapshot grantsOf(Collection<GroupId> groups, Directory directory) {
        Map<DivisionId, List<Grant>> byDivision = new TreeMap<>();
        bound.ownedDivisions().forEach(d -> byDivision.put(d, new ArrayList<>()));
        byDivision.put(DivisionId.EVERYWHERE, new ArrayList<>());
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
