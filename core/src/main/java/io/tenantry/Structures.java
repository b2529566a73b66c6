// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import io.tenantry.reconcile.AccountIndex;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.DirectorySnapshot;
import java.time.Duration;
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
 * What an organization is made of, as last read: which organization it is, and the policy bound to its divisions, groups and
 * roles. It changes far more rarely than people do, so that one person after the other need not read it anew. Safe for use by
 * several threads.
 */
final class Structures {
    private final Duration believed;
    private volatile Optional<Structure> latest = Optional.empty();

    Structures(Duration believed) {
        this.believed = believed;
    }

    /** Keeps what was read. */
    void saw(Structure structure) {
        latest = Optional.of(structure);
    }

    /** Forgets what was read, because it was changed or turned out wrong. */
    void forget() {
        latest = Optional.empty();
    }

    /** Returns what was read last if that is recent enough, or reads it. */
    Structure recent(Provisioner.Settings settings) {
        Instant now = settings.clock().instant();
        return believed(now).orElseGet(() -> {
            Structure read = OrganizationReader.structure(settings, now);
            saw(read);
            return read;
        });
    }

    /** Returns which organization it is, by the last read if that is recent enough, or by another. */
    String organization(Provisioner.Settings settings) {
        return believed(settings.clock().instant())
                .map(Structure::organization)
                .orElseGet(() -> settings.directory().organization().id());
    }

    private Optional<Structure> believed(Instant now) {
        return latest.filter(s -> now.isBefore(s.at.plus(believed)));
    }

    /**
     * One read. The grants of groups are added when somebody asks for them.
     *
     * @param organization the id of the organization
     * @param grants what groups hold in the divisions of tenants, and in all divisions
     */
    record Structure(String organization, Blueprint blueprint, Instant at, Map<GroupId, List<Grant>> grants) {
        Structure(String organization, Blueprint blueprint, Instant at) {
            this(organization, blueprint, at, new ConcurrentHashMap<>());
        }

        /** Keeps what a complete read showed of every group that the policy owns. */
        void saw(DirectorySnapshot snapshot) {
            boolean whole = Stream.concat(blueprint.ownedDivisions().stream(), Stream.of(DivisionId.EVERYWHERE))
                    .allMatch(d -> snapshot.grantsProof(d).isComplete());
            if (whole) {
                blueprint.ownedGroups().forEach(g -> grants.put(g, snapshot.grantsOf(SubjectId.of(g))));
            }
        }

        /** Returns what these groups hold, as it was seen or as it is read now. */
        DirectorySnapshot grantsOf(Collection<GroupId> groups, Directory directory) {
            Map<DivisionId, List<Grant>> byDivision = new TreeMap<>();
            blueprint.ownedDivisions().forEach(d -> byDivision.put(d, new ArrayList<>()));
            byDivision.put(DivisionId.EVERYWHERE, new ArrayList<>());
            for (GroupId group : groups) {
                SubjectId holder = SubjectId.of(group);
                grants.computeIfAbsent(group, g -> directory.grants().of(holder).entries()).stream()
                        .filter(g -> g.subject().equals(holder))
                        .forEach(g -> Optional.ofNullable(byDivision.get(g.division()))
                                .ifPresent(d -> d.add(g)));
            }
            DirectorySnapshot held = new DirectorySnapshot(new AccountIndex(List.of()), Completeness.complete(0, 0));
            byDivision.forEach((division, of) -> held.grants(division, Listing.complete(of)));
            return held;
        }
    }
}
