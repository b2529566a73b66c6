// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Snapshot;
import io.tenantry.fixtures.org.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Watches the fake's history, snapshot by snapshot: no write of ours may let anybody reach a second tenant. What an
 * administrator gave by hand may stay until a run takes it, but nothing of ours is added to it.
 */
final class Watch {
    private final Site site;
    private final Map<String, String> divisionOfGroup = new HashMap<>();
    private int seen;

    Watch(Site site) {
        this.site = site;
    }

    /** Fails if since the last look a write of ours gave anybody but a joint agent a reach into a second tenant. */
    void look(Predicate<User> joint, String when) {
        List<Snapshot> all = site.fake.history().snapshots();
        for (int i = Math.max(1, seen); i < all.size(); i++) {
            Snapshot before = all.get(i - 1);
            Snapshot now = all.get(i);
            if (!now.by().isEmpty()) {
                judge(before.org(), now, joint, when);
            }
        }
        seen = all.size();
    }

    private void judge(Org before, Snapshot now, Predicate<User> joint, String when) {
        for (String id : now.org().usersChangedSince(before)) {
            User user = now.org().user(id).orElseThrow();
            Set<String> had = reach(before, id);
            Set<String> has = reach(now.org(), id, grant -> !isGivenByHandSince(now, grant));
            // Whoever holds a wildcard by somebody's hand reaches everything already, and is reported for it.
            boolean gained = !had.contains(Division.ALL) && !had.containsAll(has);
            if (gained && !joint.test(user)) {
                assertThat(has)
                        .as("%s, %s: what %s reaches, before it %s", when, now, user.email(), had)
                        .hasSizeLessThan(2);
            }
        }
    }

    /** Fails if anybody but whom {@code may} names reaches two tenants now. */
    void isolated(Predicate<User> may, String when) {
        Org org = site.fake.org();
        for (User user : org.users()) {
            if (user.exists() && !may.test(user)) {
                assertThat(reach(org, user.id()))
                        .as("%s: what %s reaches", when, user.email())
                        .hasSizeLessThan(2);
            }
        }
    }

    /**
     * Returns the divisions of tenants in which a user has an entitlement: the own division, those of the groups it is in, with
     * roles or without, and those of grants. What an inactive user holds counts too, and what survives a deletion.
     */
    Set<String> reach(Org org, String userId) {
        return reach(org, userId, grant -> true);
    }

    private Set<String> reach(Org org, String userId, Predicate<Grant> counts) {
        Set<String> reach = new TreeSet<>();
        Optional<User> user = org.user(userId);
        if (user.isEmpty()) {
            return reach;
        }
        add(reach, user.get().divisionId());
        org.groupsOf(userId).stream()
                .map(this::divisionBehind)
                .flatMap(Optional::stream)
                .forEach(reach::add);
        for (Grant grant : org.grantsWithInherited(userId)) {
            if (counts.test(grant)) {
                add(reach, grant.divisionId());
            }
        }
        return reach;
    }

    /** Whether somebody gave this after the write was accepted and before it was applied: nobody can write with regard to that. */
    private boolean isGivenByHandSince(Snapshot write, Grant grant) {
        if (write.at().equals(write.accepted())) {
            return false;
        }
        List<Snapshot> all = site.fake.history().snapshots();
        return IntStream.range(1, write.number())
                .filter(i -> all.get(i).at().isAfter(write.accepted()))
                .filter(i -> all.get(i).by().isEmpty())
                .anyMatch(i -> holds(all.get(i), grant) && !holds(all.get(i - 1), grant));
    }

    private static boolean holds(Snapshot at, Grant grant) {
        return at.org().grants(grant.subjectId()).contains(grant);
    }

    private void add(Set<String> reach, String divisionId) {
        if (divisionId.equals(Division.ALL) || site.divisionIds.contains(divisionId)) {
            reach.add(divisionId);
        }
    }

    /** A group belongs to the tenant for which it was made, whatever it is called by now. */
    private Optional<String> divisionBehind(Group group) {
        return Optional.ofNullable(divisionOfGroup.computeIfAbsent(
                group.id(),
                id -> IntStream.range(0, site.divisionIds.size())
                        .filter(t -> group.name().startsWith("Group " + t + " "))
                        .mapToObj(site.divisionIds::get)
                        .findFirst()
                        .orElse(null)));
    }
}
