// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.Structure;
import io.tenantry.directory.SubjectId;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.Binder;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.ClientNames;
import io.tenantry.internal.binding.GrantReader;
import io.tenantry.internal.binding.OwnAccess;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.Coverage;
import io.tenantry.isolation.RuleGroup;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Notes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads all access in an organization: the accounts by page, the grants by division, and the members of every relevant
 * group; never by person. A listing that cannot be read is a doubt; a service that is not available is an exception.
 * Used once.
 */
public final class AccessReader {
    private final Directory directory;
    private final Clock clock;
    private final Progress progress;
    private final List<String> doubts = new ArrayList<>();
    private boolean catalogued;
    private int calls;

    /** Creates a reader for this organization. */
    public AccessReader(Directory directory, Clock clock, Progress progress) {
        this.directory = directory;
        this.clock = clock;
        this.progress = progress;
    }

    /** Reads the catalogue of permissions too, and returns this reader. */
    public AccessReader withPermissions() {
        catalogued = true;
        return this;
    }

    /**
     * Reads.
     *
     * @param known the facts of earlier runs
     * @param map returns the tenants that a division, a group or a grant leads to
     * @param unclaimed returns the divisions of nobody whose grants are read too
     * @throws DirectoryException if the service is not available
     */
    public OrganizationAccess read(
            OrganizationPolicy policy,
            Notes known,
            Function<BoundPolicy, TenantMap> map,
            Function<TenantMap, List<Division>> unclaimed) {
        Instant from = clock.instant();
        Organization organization = directory.organization();
        calls++;
        Listing<Division> divisions = listing("the divisions", directory.divisions()::list);
        Listing<Group> groups = listing("the groups", directory.groups()::list);
        Listing<Role> roles = listing("the roles", directory.roles()::list);
        Listing<Permission> permissions = catalogued
                ? listing("the catalogue of permissions", directory.roles()::permissions)
                : Listing.complete(List.of());
        Structure structure = new Structure(DivisionNames.of(divisions), groups, roles);
        BoundPolicy bound = new Binder(structure, known).bind(policy);
        TenantMap tenants = map.apply(bound);
        unbound(bound);
        List<Account> accounts = accounts();
        OwnAccess own = new OwnAccess(directory.credentials(), roles.entries());
        Map<DivisionId, Listing<Grant>> grants = grants(tenants, tenants.grantedDivisions());
        List<Grant> needed = entries(grants).filter(own::needs).toList();
        grants.replaceAll((division, listing) -> own.without(listing));
        if (!roles.completeness().isComplete()) {
            setAside(grants, tenants, own, accounts);
        }
        Map<DivisionId, Listing<Grant>> outside = grants(
                tenants, unclaimed.apply(tenants).stream().map(Division::id).toList());
        Map<GroupId, Listing<AccountId>> members = members(tenants, groups, grants, outside);
        Map<SubjectId, String> clients = clients(tenants, accounts, grants.values(), needed);
        List<RuleGroup> rules = rules(tenants, grants, known.withoutRule());
        Coverage coverage = new Coverage(
                from,
                clock.instant(),
                accounts.size(),
                grants.size(),
                entries(grants).count() + needed.size(),
                groups.entries().size(),
                members.size(),
                members.values().stream().mapToLong(l -> l.entries().size()).sum(),
                calls,
                outside(tenants, divisions));
        return new OrganizationAccess(
                organization,
                tenants,
                accounts,
                groups.entries(),
                members,
                grants,
                outside,
                roles.entries(),
                permissions.entries(),
                own,
                needed,
                clients,
                rules,
                doubts,
                coverage);
    }

    // If no listing shows a role, it may be one that an accepted line names, or one that the credential of this run
    // needs.
    private void setAside(
            Map<DivisionId, Listing<Grant>> grants, TenantMap tenants, OwnAccess own, List<Account> accounts) {
        Map<SubjectId, String> userNames = new HashMap<>();
        accounts.forEach(a -> userNames.put(SubjectId.of(a.id()), a.userName()));
        BoundPolicy bound = tenants.bound();
        Predicate<Grant> unknown = g -> !bound.isRole(g.role())
                && (own.isCredential(g.subject()) || tenants.mayBeAccepted(g, userNames.getOrDefault(g.subject(), "")));
        entries(grants)
                .filter(unknown)
                .forEach(g -> doubts.add("holder " + g.subject() + " has role " + g.role() + " in "
                        + Wording.division(bound.division(g.division()))
                        + ", and the listing of the roles did not show it, so it is unknown whether the policy accepts"
                        + " that"));
        grants.replaceAll((division, listing) -> new Listing<>(
                listing.entries().stream().filter(unknown.negate()).toList(), listing.completeness()));
    }

    /** Asks for the names of the holders that are neither an account nor a group, and that the policy does not accept. */
    private Map<SubjectId, String> clients(
            TenantMap tenants, List<Account> accounts, Collection<Listing<Grant>> grants, List<Grant> needed) {
        List<Grant> held = Stream.concat(
                        needed.stream(),
                        grants.stream().flatMap(l -> tenants.withoutAccepted(l, holder -> "").entries().stream()))
                .toList();
        Set<SubjectId> others = held.stream().map(Grant::subject).collect(Collectors.toCollection(HashSet::new));
        accounts.forEach(a -> others.remove(SubjectId.of(a.id())));
        others.removeIf(holder -> tenants.bound().isGroup(new GroupId(holder.value())));
        return ClientNames.read(
                (role, holders) -> {
                    calls++;
                    return directory.grants().clients(role, holders);
                },
                held,
                others::contains);
    }

    private static Stream<Grant> entries(Map<DivisionId, Listing<Grant>> grants) {
        return grants.values().stream().flatMap(l -> l.entries().stream());
    }

    private List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        try {
            Completeness proof = directory.accounts().list(page -> {
                accounts.addAll(page);
                event("accounts", accounts.size(), 0);
            });
            calls += Math.max(1, proof.pages());
            doubt("the accounts", proof);
        } catch (DirectoryException e) {
            unread("the accounts", e);
        }
        return accounts;
    }

    private Map<DivisionId, Listing<Grant>> grants(TenantMap tenants, List<DivisionId> divisions) {
        Function<DivisionId, Listing<Grant>> read = id -> listing(
                "the grants in " + Wording.division(tenants.bound().division(id)),
                () -> tenants.isFormer(id) ? grantsLeft(id) : directory.grants().in(id));
        return GrantReader.read(divisions, read, progress);
    }

    // A division known only from an earlier run may have been deleted since, with its grants.
    private Listing<Grant> grantsLeft(DivisionId former) {
        try {
            return directory.grants().in(former);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                return Listing.complete(List.of());
            }
            throw e;
        }
    }

    private Map<GroupId, Listing<AccountId>> members(
            TenantMap tenants,
            Listing<Group> groups,
            Map<DivisionId, Listing<Grant>> grants,
            Map<DivisionId, Listing<Grant>> unclaimed) {
        Set<String> holders = new TreeSet<>();
        Stream.concat(grants.values().stream(), unclaimed.values().stream())
                .forEach(l -> l.entries().forEach(g -> holders.add(g.subject().value())));
        Map<GroupId, String> relevant = new TreeMap<>();
        for (Group group : groups.entries()) {
            if (holders.contains(group.id().value()) || !tenants.of(group.id()).isEmpty()) {
                relevant.put(group.id(), group.name());
            }
        }
        Map<GroupId, Listing<AccountId>> members = new TreeMap<>();
        relevant.forEach((id, name) -> {
            members.put(
                    id,
                    listing(
                            "the members of group \"" + name + "\"",
                            () -> directory.groups().everybody(id)));
            event("members of groups", members.size(), relevant.size());
        });
        return members;
    }

    // A group of the policy is read only where plans have read rules and none has seen this group without one.
    private List<RuleGroup> rules(TenantMap tenants, Map<DivisionId, Listing<Grant>> grants, Set<GroupId> withoutRule) {
        Set<SubjectId> holders = grants.values().stream()
                .flatMap(l -> tenants.withoutAccepted(l, holder -> "").entries().stream())
                .map(Grant::subject)
                .collect(Collectors.toSet());
        Set<GroupId> read = new TreeSet<>(tenants.otherGroups(holders));
        if (!withoutRule.isEmpty()) {
            tenants.bound().ownedGroups().stream()
                    .filter(g -> !withoutRule.contains(g))
                    .forEach(read::add);
        }
        return read.stream()
                .flatMap(g -> rule(g).stream()
                        .map(r -> new RuleGroup(
                                tenants.bound().group(g),
                                r.inWords(tenants.bound().policy().writtenAttributes()))))
                .toList();
    }

    // A rule that cannot be read opens no path by itself: all accounts in the group were read.
    private Optional<GroupRule> rule(GroupId group) {
        calls++;
        try {
            return directory.groups().rule(group);
        } catch (DirectoryException e) {
            return Optional.of(new GroupRule(group, "it could not be read, " + e.failure()));
        }
    }

    // If a division or group of a tenant was not found for sure, there may be paths to the tenant that were not read. A
    // missing role opens no path.
    private void unbound(BoundPolicy bound) {
        bound.tenants()
                .forEach(tenant -> tenant.troubles().stream()
                        .filter(t -> !t.code().isAboutRoles())
                        .forEach(t -> doubts.add("tenant " + tenant.id() + ": " + t.message())));
    }

    private static List<Division> outside(TenantMap tenants, Listing<Division> divisions) {
        return divisions.entries().stream()
                .filter(d -> tenants.of(d.id()).isEmpty())
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    private <T> Listing<T> listing(String what, Supplier<Listing<T>> read) {
        try {
            Listing<T> listing = read.get();
            calls += Math.max(1, listing.completeness().pages());
            doubt(what, listing.completeness());
            return listing;
        } catch (DirectoryException e) {
            return new Listing<>(List.of(), Completeness.doubtful(0, 0, unread(what, e)));
        }
    }

    private void doubt(String what, Completeness proof) {
        proof.doubts().forEach(d -> doubts.add(what + ": " + Words.about(what, d)));
    }

    private String unread(String what, DirectoryException e) {
        if (e.failure() == Failure.RETRY_LATER) {
            throw e;
        }
        calls++;
        String doubt = what + " could not be read: " + e.failure() + ", "
                + Optional.ofNullable(e.getMessage()).orElse("");
        doubts.add(doubt);
        return doubt;
    }

    private void event(String what, long done, long total) {
        progress.on(new Progress.Event(Step.IMPORT, what, done, total));
    }
}
