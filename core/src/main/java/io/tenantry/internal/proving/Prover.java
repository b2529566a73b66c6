// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

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
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.Tenant;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Follows every path from a subject to a tenant. Used once. */
public final class Prover {
    private final OrganizationAccess access;
    private final BoundPolicy bound;
    private final Links links;
    private final LocalDate day;
    private final Map<DivisionId, List<TenantId>> divisionOwners = new HashMap<>();
    private final Map<GroupId, List<Path.Membership>> groupOwners = new HashMap<>();
    private final Map<String, Group> groupsById = new HashMap<>();
    private final Map<String, Account> accountsById = new HashMap<>();
    private final Map<String, List<Path>> ownPaths = new HashMap<>();
    private final Map<String, List<Path>> groupPaths = new TreeMap<>();
    private final Map<String, List<Path>> otherPaths = new TreeMap<>();
    private final Map<String, List<Path>> unseenPaths = new TreeMap<>();
    private final List<String> doubts;

    private Prover(OrganizationAccess access, Links links, LocalDate day) {
        this.access = access;
        this.bound = access.bound();
        this.links = links;
        this.day = day;
        this.doubts = new ArrayList<>(access.doubts());
        access.groups().forEach(g -> groupsById.put(g.id().value(), g));
        access.accounts().forEach(a -> accountsById.put(a.id().value(), a));
    }

    /**
     * Concludes from what was read.
     *
     * @param links which account belongs to which identity, for the declared exceptions
     * @param day the day on which exceptions are in force or not
     */
    public static IsolationProof prove(OrganizationAccess access, Links links, LocalDate day) {
        return new Prover(access, links, day).prove();
    }

    private IsolationProof prove() {
        bound.tenants().forEach(this::own);
        access.grants().values().forEach(l -> l.entries().forEach(this::grant));
        access.members().forEach((group, l) -> members(group, l.entries()));
        List<Reach> accounts = accounts();
        List<Reach> groups = groups();
        Judge judge = new Judge(bound.policy(), day, access.accounts(), links, accounts);
        return new IsolationProof(
                access.organization(),
                bound.policy().hash(),
                day,
                bound.tenants().stream().map(Prover::tenant).toList(),
                accounts,
                groups,
                reaches(otherPaths, id -> Subject.other(new SubjectId(id))),
                judge.violations(accounts, groups),
                judge.exceptions(),
                doubts,
                access.coverage());
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

    /** Every member gets the same path objects, so a group of a thousand costs a thousand references. */
    private void members(GroupId id, List<AccountId> members) {
        List<Path> inherited = inherited(id);
        int unseen = 0;
        for (AccountId member : members) {
            boolean seen = accountsById.containsKey(member.value());
            (seen ? ownPaths : unseenPaths)
                    .computeIfAbsent(member.value(), k -> new ArrayList<>(4))
                    .addAll(inherited);
            unseen += seen ? 0 : 1;
        }
        if (unseen > 0) {
            doubts.add("the members of group \"" + name(id) + "\": " + unseen
                    + " of them are no account that the read of the accounts showed");
        }
    }

    private List<Path> inherited(GroupId id) {
        List<Path> paths = new ArrayList<>(groupOwners.getOrDefault(id, List.of()));
        Group group = new Group(id, name(id));
        for (Path path : groupPaths.getOrDefault(id.value(), List.of())) {
            path.ownGrant()
                    .ifPresent(held ->
                            paths.add(new Path.InheritedGrant(held.tenant(), group, held.role(), held.division())));
        }
        return paths;
    }

    private String name(GroupId id) {
        Group group = groupsById.get(id.value());
        return group == null ? id.value() : group.name();
    }

    private List<Reach> accounts() {
        Map<DivisionId, List<Path>> residences = new HashMap<>();
        divisionOwners.forEach((division, tenants) -> residences.put(
                division,
                tenants.stream()
                        .<Path>map(t -> new Path.Residence(t, bound.division(division)))
                        .toList()));
        List<Reach> reaches = new ArrayList<>();
        for (Account account : access.accounts()) {
            List<Path> paths = new ArrayList<>();
            if (account.state() != AccountState.DELETED) {
                paths.addAll(residences.getOrDefault(account.division(), List.of()));
            }
            paths.addAll(ownPaths.getOrDefault(account.id().value(), List.of()));
            if (!paths.isEmpty()) {
                reaches.add(new Reach(subject(account), paths, 0));
            }
        }
        unseenPaths.forEach((id, paths) -> reaches.add(new Reach(Subject.unseen(new AccountId(id)), paths, 0)));
        reaches.sort(Comparator.comparing(r -> r.subject().id()));
        return reaches;
    }

    private Subject subject(Account account) {
        return Subject.of(account, bound.division(account.division()), bound.isProtected(account, Optional.empty()));
    }

    private List<Reach> groups() {
        List<Reach> reaches = new ArrayList<>();
        groupPaths.forEach((id, paths) -> {
            GroupId group = new GroupId(id);
            var members = access.members().get(group);
            int count = members == null ? 0 : members.entries().size();
            reaches.add(new Reach(Subject.of(new Group(group, name(group))), paths, count));
        });
        return reaches;
    }

    private static List<Reach> reaches(
            Map<String, List<Path>> paths, java.util.function.Function<String, Subject> subject) {
        List<Reach> reaches = new ArrayList<>();
        paths.forEach((id, of) -> reaches.add(new Reach(subject.apply(id), of, 0)));
        return reaches;
    }

    private static Tenant tenant(BoundTenant tenant) {
        return new Tenant(
                tenant.id(),
                tenant.policy().name(),
                tenant.division().name(),
                tenant.division().id(),
                tenant.profiles().stream().map(p -> p.group().name()).toList());
    }
}
