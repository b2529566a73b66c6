// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the rules of groups that lead to a tenant, if a plan would write attributes: a rule over attributes may take the
 * account. A rule whose shown conditions are about something else does not count.
 */
final class GroupRules {
    private final Directory directory;

    GroupRules(Directory directory) {
        this.directory = directory;
    }

    void read(Collection<Difference> differences, TenantMap tenants, DirectorySnapshot snapshot) {
        List<Difference> writes = differences.stream()
                .filter(d -> !d.change().writesAttributes().isEmpty())
                .toList();
        if (writes.isEmpty()) {
            return;
        }
        snapshot.rules().stream().filter(GroupRules::mayNameAttributes).forEach(r -> snapshot.admits(r.group()));
        if (!snapshot.doubtsOfRules().isEmpty()) {
            Set<GroupId> known = snapshot.rules().stream().map(GroupRule::group).collect(Collectors.toSet());
            snapshot.perhapsByRule().stream().filter(g -> !known.contains(g)).forEach(snapshot::admits);
        }
        snapshot.withoutMembersByRule().stream()
                .filter(g -> rule(g).filter(GroupRules::mayNameAttributes).isPresent())
                .forEach(snapshot::admits);
        tenants.filledByRule().forEach((group, most) -> {
            if (tenants.bound().group(group).memberCount().orElse(0) + writes.size() > most) {
                snapshot.filled(group, everybody(group));
            }
        });
    }

    private Listing<AccountId> everybody(GroupId group) {
        try {
            return directory.groups().everybody(group);
        } catch (DirectoryException e) {
            return Refusals.doubt("the members of group " + group, e);
        }
    }

    // The service shows conditions on skills and languages, and none on attributes.
    private static boolean mayNameAttributes(GroupRule rule) {
        return rule.conditions().isEmpty();
    }

    // A rule that cannot be read may be about anything.
    private Optional<GroupRule> rule(GroupId group) {
        try {
            return directory.groups().rule(group);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_AUTHENTICATED) {
                throw e;
            }
            return Optional.of(new GroupRule(group, ""));
        }
    }
}
