// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Path;
import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AllowedTenants;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a write of attributes that may let an account into a group of another tenant by the group's rule. The service
 * does not show which attributes such a rule names, so it may be about any.
 */
final class AttributeGuard {
    private final TenantMap tenants;
    private final DirectorySnapshot directory;
    private final AllowedTenants allowed;

    AttributeGuard(TenantMap tenants, DirectorySnapshot directory, AllowedTenants allowed) {
        this.tenants = tenants;
        this.directory = directory;
        this.allowed = allowed;
    }

    void judge(Waiting waiting) {
        if (directory.withoutAnswer() > 0) {
            waiting.hold(
                    d -> !d.change().writesProfile().isEmpty(), ReachVerdicts.rulesUnknown(directory.withoutAnswer()));
        }
        List<Difference> writes = waiting.ready().stream()
                .filter(d -> !d.change().writesProfile().isEmpty())
                .toList();
        directory.filled().forEach((group, members) -> full(group, Set.copyOf(members), writes, waiting));
        if (!directory.admitting().isEmpty() && !writes.isEmpty()) {
            others(writes, waiting);
        }
    }

    // The accepted line of a group covers so many members, and the rule may take each account that is not in it yet.
    private void full(GroupId id, Set<AccountId> members, List<Difference> writes, Waiting waiting) {
        int most = tenants.filledByRule().getOrDefault(id, 0);
        Group group = tenants.bound().group(id);
        // A listing that was refused, or has a gap, shows too few.
        long there = Math.max(members.size(), group.memberCount().orElse(0));
        long made = writes.stream().filter(d -> account(d).isEmpty()).count();
        Set<AccountId> beyond = writes.stream()
                .flatMap(d -> account(d).stream())
                .filter(a -> !members.contains(a))
                .distinct()
                .skip(Math.max(0, most - there - made))
                .collect(Collectors.toSet());
        Map<Difference, Verdict> held = new HashMap<>();
        writes.stream()
                .filter(d -> account(d).filter(beyond::contains).isPresent())
                .forEach(d -> held.put(d, ReachVerdicts.groupIsFull(group, most)));
        waiting.holdEach(held);
    }

    private static Optional<AccountId> account(Difference difference) {
        return difference.person().flatMap(Person::account);
    }

    private void others(List<Difference> writes, Waiting waiting) {
        Map<AccountId, Set<GroupId>> groups = directory.groupsOf(writes.stream()
                .flatMap(d -> d.person().flatMap(Person::account).stream())
                .collect(Collectors.toSet()));
        KeptAccess kept = new KeptAccess(
                directory, groups, waiting.ready(), tenants.bound().home().id());
        Paths paths = new Paths(tenants, kept);
        Map<Difference, Verdict> held = new HashMap<>();
        writes.forEach(d -> admits(d, paths).ifPresent(verdict -> held.put(d, verdict)));
        waiting.holdEach(held);
    }

    // A person who leaves a group may come back into it by its rule, and the read after the write cannot tell who was
    // in it before.
    private Optional<Verdict> admits(Difference d, Paths paths) {
        Set<TenantId> own = own(d, paths);
        return directory.admitting().stream()
                .flatMap(group -> beyond(paths.of(group), own)
                        .map(path -> ReachVerdicts.ruleAdmits(
                                tenants.bound().group(group), path, d.change().writesProfile()))
                        .stream())
                .findFirst();
    }

    // Who keeps another tenant may come into none besides, by a second way into the kept one neither.
    private Set<TenantId> own(Difference d, Paths paths) {
        Person person = d.person().orElseThrow();
        Set<TenantId> policy = allowed.of(person);
        Set<TenantId> own = policy.isEmpty() ? Set.of(d.tenant()) : policy;
        Set<TenantId> kept = person.account().flatMap(directory.accounts()::find).stream()
                .flatMap(account -> paths.of(account).stream())
                .flatMap(path -> path.tenant().stream())
                .collect(Collectors.toSet());
        return own.containsAll(kept) ? own : Set.of();
    }

    private static Optional<Path> beyond(List<Path> paths, Set<TenantId> own) {
        return paths.stream()
                .filter(p -> p.tenant().filter(own::contains).isEmpty())
                .findFirst();
    }
}
