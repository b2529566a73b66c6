// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.GrownRole;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the gains of a role that gained a power since it was accepted: the role for a group, a group that holds it for a
 * person, and the return of an account into such a group. Removals go on.
 */
final class GrownRoleGuard {
    private final BoundPolicy bound;
    private final DirectorySnapshot directory;

    GrownRoleGuard(BoundPolicy bound, DirectorySnapshot directory) {
        this.bound = bound;
        this.directory = directory;
    }

    void judge(Waiting waiting) {
        List<GrownRole> grown =
                bound.grownRoles().stream().filter(GrownRole::holds).toList();
        if (grown.isEmpty()) {
            return;
        }
        Map<AccountId, Set<GroupId>> groups = directory.groupsOf(waiting.ready().stream()
                .filter(GrownRoleGuard::returns)
                .flatMap(d -> account(d).stream())
                .collect(Collectors.toSet()));
        for (GrownRole role : grown) {
            RoleId id = role.role().id();
            Verdict verdict = new Verdict(HoldCode.ROLE_GROWN, Optional.empty(), role.message(), role.advice());
            waiting.hold(d -> gives(d.change(), id) || returnsInto(d, id, groups), verdict);
        }
    }

    private boolean gives(Change change, RoleId role) {
        return change.grants().filter(g -> g.role().id().equals(role)).isPresent()
                || change.joins().filter(group -> holds(group, role)).isPresent();
    }

    private boolean returnsInto(Difference d, RoleId role, Map<AccountId, Set<GroupId>> groups) {
        return returns(d)
                && account(d).map(a -> groups.getOrDefault(a, Set.of())).orElse(Set.of()).stream()
                        .map(bound::group)
                        .anyMatch(g -> holds(new GroupTarget(g.name(), Optional.of(g.id())), role));
    }

    private static boolean returns(Difference d) {
        return d.change().phase() == Phase.RESTORE
                || d.change().writes().flatMap(w -> w.active()).orElse(false);
    }

    private static Optional<AccountId> account(Difference d) {
        return d.person().flatMap(Person::account);
    }

    private boolean holds(GroupTarget group, RoleId role) {
        return bound.tenants().stream()
                        .flatMap(t -> t.profiles().stream())
                        .filter(p -> p.group().id().isPresent()
                                ? p.group().id().equals(group.id())
                                : p.group().equals(group))
                        .anyMatch(p -> p.roles().stream().anyMatch(r -> r.id().equals(role)))
                || group.id()
                        .filter(g -> directory.grantsOf(SubjectId.of(g)).stream()
                                .anyMatch(grant -> grant.role().equals(role)))
                        .isPresent();
    }
}
