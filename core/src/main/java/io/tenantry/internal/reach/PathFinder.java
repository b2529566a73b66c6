// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Follows every path from a subject to a tenant. Used once. */
final class PathFinder {
    private final AccessFacts facts;
    private final BoundPolicy bound;
    private final Map<DivisionId, List<TenantId>> divisionOwners = new HashMap<>();
    private final Map<GroupId, List<Path.Membership>> groupOwners = new HashMap<>();
    private final Map<String, Group> groupsById = new HashMap<>();
    private final Map<String, Account> accountsById = new HashMap<>();
    private final Map<String, List<Path>> ownPaths = new HashMap<>();
    private final Map<String, List<Path>> groupPaths = new TreeMap<>();
    private final Map<String, List<Path>> otherPaths = new TreeMap<>();
    private final Map<String, List<Path>> unseenPaths = new TreeMap<>();
    private final Map<Group, Integer> unseen = new LinkedHashMap<>();

    PathFinder(AccessFacts facts) {
        this.facts = facts;
        this.bound = facts.bound();
        facts.groups().forEach(g -> groupsById.put(g.id().value(), g));
        facts.accounts().forEach(a -> accountsById.put(a.id().value(), a));
    }

    Reaches find() {
        bound.tenants().forEach(this::own);
        facts.grants().forEach(this::grant);
        facts.members().forEach(this::members);
        return new Reaches(
                accounts(),
                groups(),
                reaches(otherPaths, id -> Subject.other(new SubjectId(id))),
                Collections.unmodifiableMap(unseen));
    }

    // Lint refuses a division or a group of two tenants; a policy made by a program may have one, and it must show.
    private void own(BoundTenant tenant) {
        tenant.division()
                .id()
                .ifPresent(d -> divisionOwners
                        .computeIfAbsent(d, k -> new ArrayList<>(1))
                        .add(tenant.id()));
        for (BoundProfile profile : tenant.profiles()) {
            profile.group().id().ifPresent(id -> {
                Group group = new Group(id, profile.group().name());
                groupOwners
                        .computeIfAbsent(id, k -> new ArrayList<>(1))
                        .add(new Path.Membership(
                                tenant.id(), group, profile.profile().id()));
                groupPaths
                        .computeIfAbsent(id.value(), k -> new ArrayList<>(2))
                        .add(new Path.Ownership(tenant.id(), profile.profile().id()));
            });
        }
    }

    private void grant(Grant grant) {
        String subject = grant.subject().value();
        Map<String, List<Path>> to = groupsById.containsKey(subject)
                ? groupPaths
                : accountsById.containsKey(subject) ? ownPaths : otherPaths;
        to.computeIfAbsent(subject, k -> new ArrayList<>(2))
                .addAll(targets(grant.division())
                        .<Path>map(
                                t -> new Path.OwnGrant(t, bound.role(grant.role()), bound.division(grant.division())))
                        .toList());
    }

    private Stream<Optional<TenantId>> targets(DivisionId division) {
        return division.isEverywhere()
                ? Stream.of(Optional.empty())
                : divisionOwners.getOrDefault(division, List.of()).stream().map(Optional::of);
    }

    // Every member gets the same path objects, so a group of a thousand members costs a thousand references.
    private void members(GroupId id, List<AccountId> members) {
        List<Path> inherited = inherited(id);
        for (AccountId member : members) {
            boolean seen = accountsById.containsKey(member.value());
            (seen ? ownPaths : unseenPaths)
                    .computeIfAbsent(member.value(), k -> new ArrayList<>(4))
                    .addAll(inherited);
            if (!seen) {
                unseen.merge(group(id), 1, Integer::sum);
            }
        }
    }

    private List<Path> inherited(GroupId id) {
        List<Path> paths = new ArrayList<>(groupOwners.getOrDefault(id, List.of()));
        Group group = group(id);
        for (Path path : groupPaths.getOrDefault(id.value(), List.of())) {
            path.ownGrant()
                    .ifPresent(held ->
                            paths.add(new Path.InheritedGrant(held.tenant(), group, held.role(), held.division())));
        }
        return paths;
    }

    private Group group(GroupId id) {
        Group group = groupsById.get(id.value());
        return new Group(id, group == null ? id.value() : group.name());
    }

    private List<Reach> accounts() {
        Map<DivisionId, List<Path>> residences = new HashMap<>();
        divisionOwners.forEach((division, tenants) -> residences.put(
                division,
                tenants.stream()
                        .<Path>map(t -> new Path.Residence(t, bound.division(division)))
                        .toList()));
        List<Reach> reaches = new ArrayList<>();
        for (Account account : facts.accounts()) {
            List<Path> paths = new ArrayList<>();
            if (account.state() != AccountState.DELETED) {
                paths.addAll(residences.getOrDefault(account.division(), List.of()));
            }
            paths.addAll(ownPaths.getOrDefault(account.id().value(), List.of()));
            if (!paths.isEmpty()) {
                reaches.add(new Reach(subject(account), paths, 0));
            }
        }
        reaches.addAll(reaches(unseenPaths, id -> Subject.unseen(new AccountId(id))));
        reaches.sort(Comparator.comparing(r -> r.subject().id()));
        return List.copyOf(reaches);
    }

    private Subject subject(Account account) {
        return Subject.of(account, bound.division(account.division()), bound.isProtected(account, Optional.empty()));
    }

    private List<Reach> groups() {
        List<Reach> reaches = new ArrayList<>();
        groupPaths.forEach((id, paths) -> {
            GroupId group = new GroupId(id);
            int members = facts.members().getOrDefault(group, List.of()).size();
            reaches.add(new Reach(Subject.of(group(group)), paths, members));
        });
        return List.copyOf(reaches);
    }

    private static List<Reach> reaches(Map<String, List<Path>> paths, Function<String, Subject> subject) {
        return paths.entrySet().stream()
                .map(e -> new Reach(subject.apply(e.getKey()), e.getValue(), 0))
                .toList();
    }
}
