// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Path;
import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.reach.AccessFacts;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.internal.reconcile.AllowedTenants;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Holds the changes that would let a person reach a tenant beside their own: the gains of a person who keeps a path into
 * another tenant, and a role for a group if a member keeps one. A held removal keeps a path open, and may so hold
 * further gains; the guard repeats until nothing changes. Removals go on. What an earlier run gave and no read has shown
 * yet counts as given.
 */
final class ReachGuard {
    private final TenantMap tenants;
    private final Gains gains;
    private final DirectorySnapshot directory;
    private final AllowedTenants allowed;
    private final Unconfirmed unconfirmed;
    /** The people whose gains wait because of a group, by that group. */
    private final Map<GroupId, Set<String>> waitingFor = new TreeMap<>();

    ReachGuard(TenantMap tenants, ReadEvidence evidence, AllowedTenants allowed) {
        this.tenants = tenants;
        this.gains = new Gains(tenants);
        this.directory = evidence.directory();
        this.unconfirmed = evidence.unconfirmed();
        this.allowed = allowed;
    }

    AllowedTenants allowed() {
        return allowed;
    }

    void judge(Waiting waiting) {
        if (waiting.ready().stream().noneMatch(this::gives)) {
            return;
        }
        Map<AccountId, Set<GroupId>> groupsOf = directory.groupsOf(concerned(waiting.ready()));
        boolean held = true;
        while (held) {
            List<Difference> ready = waiting.ready();
            KeptAccess kept = new KeptAccess(
                    directory,
                    groupsOf,
                    ready.stream().filter(d -> !leavesOrphan(d)).toList(),
                    tenants.bound().home().id());
            held = hold(waiting, ready, new Round(kept), verdict -> verdict);
            if (!unconfirmed.isEmpty()) {
                held |= hold(waiting, ready, new Round(unconfirmed.beside(kept)), ReachVerdicts::unconfirmed);
            }
        }
    }

    private static boolean hold(Waiting waiting, List<Difference> ready, Round round, UnaryOperator<Verdict> said) {
        Map<Difference, Verdict> groups = round.groups(ready);
        groups.replaceAll((d, verdict) -> said.apply(verdict));
        waiting.holdEach(groups);
        Map<Difference, Verdict> people = round.people(ready);
        people.replaceAll((d, verdict) -> said.apply(verdict));
        return waiting.holdEach(people);
    }

    /** Holds the accounts that a rule would take into an accepted group beyond the number of members that is accepted. */
    void judgeNewAccounts(Waiting waiting) {
        tenants.filledByRule().forEach((id, most) -> {
            Group group = tenants.bound().group(id);
            Map<String, Verdict> beyond = new HashMap<>();
            waiting.ready().stream()
                    .filter(PersonGuard::makesAccount)
                    .map(d -> d.person().orElseThrow().key())
                    .sorted()
                    .skip(Math.max(0, most - group.memberCount().orElse(0)))
                    .forEach(person -> beyond.put(person, ReachVerdicts.groupIsFull(group, most)));
            waiting.holdPeople(beyond, PersonGuard::makesAccount);
        });
    }

    /** Returns how many people's gains wait because of this group. */
    int waitingFor(GroupId group) {
        return waitingFor.getOrDefault(group, Set.of()).size();
    }

    private Set<AccountId> concerned(List<Difference> ready) {
        Set<AccountId> accounts = new HashSet<>();
        for (Difference d : ready) {
            if (gives(d)) {
                d.person().flatMap(Person::account).ifPresent(accounts::add);
                d.change()
                        .grants()
                        .flatMap(g -> g.group().id())
                        .ifPresent(g -> accounts.addAll(directory.everybodyIn(g)));
            }
        }
        return accounts;
    }

    // The policy no longer says who belongs to a tenant that left it, so nobody is moved out of its division.
    private boolean leavesOrphan(Difference d) {
        return d.change()
                .movesFrom()
                .filter(from -> tenants.of(from.id()).stream()
                        .anyMatch(t -> tenants.bound().tenant(t).isEmpty()))
                .isPresent();
    }

    private boolean gives(Difference d) {
        return gains.gives(d.change());
    }

    private Set<TenantId> allowed(Person person, List<Difference> gains) {
        Set<TenantId> of = allowed.of(person);
        if (!of.isEmpty()) {
            return of;
        }
        Set<TenantId> gained = new HashSet<>();
        gains.forEach(d -> gained.add(d.tenant()));
        return gained;
    }

    private Set<TenantId> allowed(AccountId member, TenantId tenant) {
        Set<TenantId> joint = allowed.ofJointAgent(member);
        return joint.contains(tenant) ? joint : Set.of(tenant);
    }

    private static Optional<Path> beyond(List<Path> paths, Set<TenantId> allowed) {
        for (Path path : paths) {
            Optional<TenantId> tenant = path.tenant();
            if (tenant.isEmpty() || !allowed.contains(tenant.get())) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** One pass, with the access that is kept as far as it is known now. */
    private final class Round {
        private final AccessFacts kept;
        private final Paths paths;

        Round(AccessFacts kept) {
            this.kept = kept;
            this.paths = new Paths(tenants, kept);
        }

        /** Returns the roles that groups must not get now. */
        Map<Difference, Verdict> groups(List<Difference> ready) {
            Map<Difference, Verdict> held = new LinkedHashMap<>();
            for (Difference d : ready) {
                d.change()
                        .grants()
                        .flatMap(g -> g.group().id())
                        .flatMap(group -> group(group, d.tenant()))
                        .ifPresent(verdict -> held.put(d, verdict));
            }
            return held;
        }

        private Optional<Verdict> group(GroupId id, TenantId tenant) {
            Group group = tenants.bound().group(id);
            return beyond(paths.of(id), Set.of(tenant))
                    .map(path -> ReachVerdicts.groupKeeps(group, path))
                    .or(() -> members(group, tenant));
        }

        private Optional<Verdict> members(Group group, TenantId tenant) {
            Map<AccountId, Path> beyond = new TreeMap<>();
            for (AccountId member : directory.everybodyIn(group.id())) {
                if (kept.groups(member).contains(group.id())) {
                    beyond(pathsOf(member), allowed(member, tenant)).ifPresent(path -> beyond.put(member, path));
                }
            }
            return beyond.isEmpty() ? Optional.empty() : Optional.of(ReachVerdicts.membersReach(group, beyond));
        }

        private List<Path> pathsOf(AccountId account) {
            return directory.accounts().find(account).map(paths::of).orElseGet(() -> paths.ofUnseen(account));
        }

        /** Returns the gains that people must not get now. */
        Map<Difference, Verdict> people(List<Difference> ready) {
            Map<Person, List<Difference>> gains = new TreeMap<>();
            for (Difference d : ready) {
                if (gives(d)) {
                    d.person()
                            .ifPresent(p -> gains.computeIfAbsent(p, k -> new ArrayList<>(2))
                                    .add(d));
                }
            }
            Map<Difference, Verdict> held = new LinkedHashMap<>();
            gains.forEach((person, of) -> {
                List<Path> left = person.account().map(this::pathsOf).orElse(List.of());
                person(person, of, left)
                        .ifPresent(verdict ->
                                of.stream().filter(d -> !onlyLeaves(d, left)).forEach(d -> held.put(d, verdict)));
            });
            return held;
        }

        private Optional<Verdict> person(Person person, List<Difference> gains, List<Path> left) {
            Set<TenantId> own = allowed(person, gains);
            return beyond(left, own)
                    .map(path -> keeps(person, path))
                    .or(() -> gains.stream()
                            .flatMap(d -> d.change().joins().flatMap(GroupTarget::id).stream())
                            .flatMap(group -> joined(group, own).stream())
                            .findFirst());
        }

        // A move out of a tenant, into a division in which the account has a role anyway, only takes away.
        private boolean onlyLeaves(Difference d, List<Path> left) {
            return d.change()
                            .movesFrom()
                            .filter(from -> gains.isTenants(from.id()))
                            .isPresent()
                    && d.change()
                            .requiredDivision()
                            .flatMap(DivisionTarget::id)
                            .filter(to -> Paths.lead(left, to))
                            .isPresent();
        }

        private Verdict keeps(Person person, Path path) {
            path.through()
                    .map(Group::id)
                    .ifPresent(g ->
                            waitingFor.computeIfAbsent(g, k -> new HashSet<>()).add(person.key()));
            boolean orphaned = path.tenant()
                    .filter(t -> tenants.bound().tenant(t).isEmpty())
                    .isPresent();
            boolean owned = path.through()
                    .filter(g -> !tenants.of(g.id()).isEmpty() || tenants.isFormer(g.id()))
                    .isPresent();
            return ReachVerdicts.personKeeps(path, orphaned, !owned && !path.isResidence());
        }

        private Optional<Verdict> joined(GroupId group, Set<TenantId> own) {
            return beyond(paths.of(group), own)
                    .map(path -> ReachVerdicts.groupKeeps(tenants.bound().group(group), path));
        }
    }
}
