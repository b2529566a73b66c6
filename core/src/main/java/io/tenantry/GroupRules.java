// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the rules of groups that lead to a tenant, if a plan would write to the profiles of accounts: a rule over
 * attributes may take the account. The service shows conditions on skills alone, so each rule may have others besides.
 * Used once.
 */
final class GroupRules {
    private final Settings settings;
    private final Directory directory;
    private final TenantMap tenants;
    private final DirectorySnapshot snapshot;
    private final Set<GroupId> all;

    GroupRules(Settings settings, BoundStructure structure, TenantMap tenants, DirectorySnapshot snapshot) {
        this.settings = settings;
        this.directory = settings.directory();
        this.tenants = tenants;
        this.snapshot = snapshot;
        this.all = structure.structure().groups().entries().stream()
                .map(Group::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reads the rule of each such group, and remembers for plans for one person which groups have none. */
    void everybody(Collection<Difference> differences) {
        List<Difference> writes = writes(differences);
        Set<GroupId> without = known();
        snapshot.rules().forEach(r -> snapshot.admits(r.group()));
        if (snapshot.doubtsOfRules().isEmpty()) {
            without.addAll(snapshot.perhapsByRule());
        } else {
            snapshot.perhapsByRule().forEach(snapshot::admits);
        }
        if (!writes.isEmpty()) {
            snapshot.withoutMembersByRule().stream().filter(this::mayAdmit).forEach(snapshot::admits);
            without.addAll(snapshot.withoutMembersByRule());
            fill(writes);
        }
        without.removeAll(snapshot.admitting());
        settings.earlierRuns().rememberWithoutRule(without);
    }

    /**
     * Reads the rules of the groups of which no run knows that they have none, the groups of the policy first; each such
     * plan asks as many as may be read alone. A rule that was made since a run last asked for it is found by the read
     * after the write.
     */
    void some(Collection<Difference> differences) {
        List<Difference> writes = writes(differences);
        if (writes.isEmpty()) {
            return;
        }
        Set<GroupId> without = known();
        List<GroupId> unknown = Stream.concat(tenants.bound().ownedGroups().stream(), all.stream())
                .distinct()
                .filter(g -> !without.contains(g))
                .toList();
        int asked = Math.min(settings.readAlone(), unknown.size());
        snapshot.withoutAnswer(unknown.size() - asked);
        for (GroupId group : unknown.subList(0, asked)) {
            if (!mayAdmit(group)) {
                without.add(group);
            } else if (leads(group)) {
                snapshot.admits(group);
            }
        }
        fill(writes);
        settings.earlierRuns().rememberWithoutRule(without);
    }

    private Set<GroupId> known() {
        Set<GroupId> known = new TreeSet<>(settings.earlierRuns().withoutRule());
        known.retainAll(all);
        return known;
    }

    private static List<Difference> writes(Collection<Difference> differences) {
        return differences.stream()
                .filter(d -> !d.change().writesProfile().isEmpty())
                .toList();
    }

    private boolean leads(GroupId group) {
        if (!tenants.of(group).isEmpty()) {
            return true;
        }
        SubjectId holder = SubjectId.of(group);
        Listing<Grant> held = tenants.withoutAccepted(
                new Refusals()
                        .orDoubt(
                                group,
                                "the grants of " + group,
                                () -> directory.grants().of(holder)),
                h -> "");
        List<Grant> leading = held.entries().stream()
                .filter(g -> tenants.grantedDivisions().contains(g.division()))
                .toList();
        snapshot.alone(holder, leading, List.of());
        return !leading.isEmpty();
    }

    private void fill(List<Difference> writes) {
        tenants.filledByRule().forEach((group, most) -> {
            if (tenants.bound().group(group).memberCount().orElse(0) + writes.size() > most) {
                snapshot.filled(group, members(group));
            }
        });
    }

    private Listing<AccountId> members(GroupId group) {
        try {
            return directory.groups().everybody(group);
        } catch (DirectoryException e) {
            return Refusals.doubt("the members of group " + group, e);
        }
    }

    // A rule that cannot be read may be there.
    private boolean mayAdmit(GroupId group) {
        try {
            return directory.groups().rule(group).isPresent();
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_AUTHENTICATED) {
                throw e;
            }
            return true;
        }
    }
}
