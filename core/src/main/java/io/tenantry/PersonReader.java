// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.internal.Fold;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Links;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what one person has: the account, its groups and its roles. These answers have no total, so a shortened one
 * looks like less access. Where two answers contradict each other, the listing is in doubt. Used once.
 */
final class PersonReader {
    private final IdentitySource source;
    private final Directory directory;
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final Refusals refusals;
    private Optional<AccountInGroups> read = Optional.empty();
    private Completeness whole = Completeness.complete(1, 1);

    PersonReader(IdentitySource source, Directory directory, TenantMap tenants, Refusals refusals) {
        this.refusals = refusals;
        this.source = source;
        this.directory = directory;
        this.tenants = tenants;
        this.bound = tenants.bound();
    }

    /**
     * Returns the accounts that may belong to this person: the linked one, or those with the external id, or with the
     * user name.
     */
    List<Account> accounts(Identity identity, Optional<AccountId> linked) {
        read = linked.flatMap(this::account);
        List<Account> found = read.map(AccountInGroups::account).stream().toList();
        if (found.isEmpty()) {
            found = directory.accounts().findByExternalId(identity.id().value());
        }
        return found.isEmpty() ? named(identity) : withNamesakes(found, identity);
    }

    // If the account cannot be read with its groups, another answer may show it without them; then nothing is changed.
    private Optional<AccountInGroups> account(AccountId id) {
        try {
            return directory.account(id);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_AUTHENTICATED) {
                throw e;
            }
            Listing<GroupId> unknown = Refusals.doubt("the read of account " + id + " with its groups", e);
            whole = unknown.completeness();
            return directory.accounts().find(List.of(id)).stream()
                    .findFirst()
                    .map(account -> new AccountInGroups(account, unknown));
        }
    }

    // Accounts may carry another address of the person than the source does.
    private List<Account> lookalikes(Identity identity) {
        return identity.attributes().values().stream()
                .filter(value -> value.indexOf('@') > 0 && !Fold.same(value.strip(), identity.userName()))
                .map(value -> Fold.of(value.strip()))
                .distinct()
                .filter(name -> source.find(name)
                        .filter(other -> !other.id().equals(identity.id()))
                        .isEmpty())
                .flatMap(name -> directory.accounts().findByUserName(name).stream())
                .toList();
    }

    // A search may leave out the external id. The account itself shows it, and is read anyway for its groups.
    private List<Account> named(Identity identity) {
        List<Account> found = directory.accounts().findByUserName(identity.userName());
        if (found.isEmpty()) {
            return lookalikes(identity);
        }
        List<Account> living =
                found.stream().filter(a -> a.state() != AccountState.DELETED).toList();
        if (living.size() == 1 && living.get(0).externalId().isEmpty()) {
            read = account(living.get(0).id());
            return read.map(AccountInGroups::account).map(List::of).orElse(living);
        }
        return found;
    }

    // After an account was deleted, another one may have got its name; another one may have the name to write.
    private List<Account> withNamesakes(List<Account> found, Identity identity) {
        if (found.stream()
                .allMatch(a -> a.state() != AccountState.DELETED && Fold.same(a.userName(), identity.userName()))) {
            return found;
        }
        Map<AccountId, Account> all = new LinkedHashMap<>();
        found.forEach(a -> all.put(a.id(), a));
        Stream.concat(Stream.of(identity.userName()), found.stream().map(Account::userName))
                .map(Fold::of)
                .distinct()
                .flatMap(name -> directory.accounts().findByUserName(name).stream())
                .forEach(a -> all.putIfAbsent(a.id(), a));
        return List.copyOf(all.values());
    }

    /**
     * Returns the accounts that may belong to a person who is in no source: the one linked to this id, or those with
     * this user name.
     */
    List<Account> accounts(String idOrUserName, Links links) {
        read = links.account(new IdentityId(idOrUserName)).flatMap(this::account);
        List<Account> found = read.map(AccountInGroups::account).stream().toList();
        return found.isEmpty() ? directory.accounts().findByUserName(idOrUserName) : found;
    }

    /** Returns the account that an earlier run linked to a person, with its groups, if it is there. */
    Optional<Account> linked(AccountId id) {
        read = account(id);
        return read.map(AccountInGroups::account);
    }

    /** Returns the access of this account, as far as the answers show it. */
    PersonAccess access(Optional<Account> account, Assignment assignment) {
        Listing<GroupId> in = account.map(this::groups).orElse(Listing.complete(List.of()));
        Listing<Grant> held = account.map(this::grants).orElse(Listing.complete(List.of()));
        // The groups of a deleted account show only after it is restored; they are read then.
        Optional<Account> living = account.filter(a -> a.state() != AccountState.DELETED);
        Optional<BoundTenant> bare = living.flatMap(a -> bare(a, in, assignment));
        Optional<DivisionId> barely =
                living.filter(a -> isBarelyThere(a, held, assignment)).map(Account::division);
        Map<GroupId, Listing<AccountId>> fixed =
                living.map(a -> fixed(a, in, assignment)).orElse(Map.of());
        Map<GroupId, Listing<AccountId>> members = new TreeMap<>();
        for (GroupId group : bound.ownedGroups()) {
            List<AccountId> member = in.entries().contains(group) && !fixed.containsKey(group)
                    ? account.map(Account::id).stream().toList()
                    : List.of();
            Completeness proof = living.isPresent() ? proof(group, in, held) : in.completeness();
            boolean again = bare.filter(t -> isOf(t, group)).isPresent();
            members.put(group, new Listing<>(member, again ? compared(group, living.orElseThrow(), proof) : proof));
        }
        Map<DivisionId, Listing<Grant>> grants = new TreeMap<>();
        for (DivisionId division : tenants.grantedDivisions()) {
            boolean again = Stream.concat(bare.flatMap(t -> t.division().id()).stream(), barely.stream())
                    .anyMatch(division::equals);
            Listing<Grant> own = own(account, held, division);
            grants.put(division, again ? compared(division, living.orElseThrow(), own) : own);
        }
        List<Grant> inherited = account.map(a -> inherited(a, held)).orElse(List.of());
        return new PersonAccess(
                whole,
                members,
                fixed,
                grants,
                inherited,
                account.map(a -> others(a, in, inherited)).orElse(Map.of()));
    }

    // What comes through a group shows beside the account's own roles, whether the policy names that group or not.
    private List<Grant> inherited(Account account, Listing<Grant> held) {
        Set<DivisionId> leading = Set.copyOf(tenants.grantedDivisions());
        List<Grant> throughGroups = held.entries().stream()
                .filter(g -> leading.contains(g.division()) && !g.subject().equals(SubjectId.of(account.id())))
                .toList();
        return tenants.withoutAccepted(Listing.complete(throughGroups), holder -> "").entries().stream()
                .filter(g -> tenants.leads(new GroupId(g.subject().value()), List.of(g), account.id()))
                .toList();
    }

    // A role that comes through a group proves the membership, also where no listing shows the group yet.
    private Map<GroupId, Listing<AccountId>> others(Account account, Listing<GroupId> in, List<Grant> inherited) {
        return Stream.concat(
                        inherited.stream().map(g -> new GroupId(g.subject().value())),
                        in.entries().stream().filter(g -> !tenants.of(g).isEmpty()))
                .filter(g -> bound.ownerOf(g).isEmpty())
                .distinct()
                .collect(Collectors.toMap(g -> g, g -> Listing.complete(List.of(account.id()))));
    }

    /**
     * Returns the tenant that the person has to leave and of which only the account's division shows. That is rare
     * unless an answer was shortened, and then the person could reach two tenants; so the caller reads that tenant's
     * own listings, which have a total.
     */
    private Optional<BoundTenant> bare(Account account, Listing<GroupId> in, Assignment assignment) {
        return tenants.owners(account.division())
                .filter(t -> !assignment.tenants().isEmpty() && !assignment.includes(t.id()))
                .filter(t -> in.entries().stream().noneMatch(g -> isOf(t, g)))
                .findFirst();
    }

    /**
     * Returns whether the person lives in a division that a tenant had before, has to go elsewhere, and no role there
     * shows. That is rare too unless an answer was shortened.
     */
    private boolean isBarelyThere(Account account, Listing<Grant> held, Assignment assignment) {
        return !assignment.tenants().isEmpty()
                && tenants.isFormer(account.division())
                && held.entries().stream().noneMatch(g -> g.division().equals(account.division()));
    }

    /**
     * Returns the groups that the person is in as an owner or by a rule, so that no write ends it. Groups of the tenant in
     * whose division a mover or leaver lives are not read for that, because such people are many and the groups large:
     * the write tells.
     */
    private Map<GroupId, Listing<AccountId>> fixed(Account account, Listing<GroupId> in, Assignment assignment) {
        Map<GroupId, Listing<AccountId>> fixed = new TreeMap<>();
        in.entries().stream()
                .filter(group -> bound.ownerOf(group)
                        .filter(owned -> isFromElsewhere(owned, account, assignment))
                        .isPresent())
                .forEach(group -> {
                    Listing<AccountId> direct = members(group);
                    if (!direct.entries().contains(account.id())) {
                        fixed.put(group, new Listing<>(List.of(account.id()), direct.completeness()));
                    }
                });
        return fixed;
    }

    private boolean isFromElsewhere(BoundPolicy.OwnedGroup owned, Account account, Assignment assignment) {
        TenantId tenant = owned.tenant().id();
        boolean former = !assignment.includes(tenant)
                && bound.ownerOf(account.division())
                        .filter(t -> t.id().equals(tenant))
                        .isPresent();
        return !former && assignment.mayLeave(tenant, owned.profile().map(BoundProfile::profile));
    }

    private Listing<AccountId> members(GroupId group) {
        return refusals.orDoubt(
                group,
                "the listing of members of " + Wording.group(bound.group(group)),
                () -> directory.groups().members(group));
    }

    private boolean isOf(BoundTenant tenant, GroupId group) {
        return bound.ownerOf(group)
                .filter(o -> o.tenant().id().equals(tenant.id()))
                .isPresent();
    }

    private Completeness compared(GroupId group, Account account, Completeness proof) {
        Listing<AccountId> all = everybody(group);
        Completeness both = proof.and(all.completeness());
        return all.entries().contains(account.id())
                ? both.doubting("group " + group + " lists the account, but is missing from the account's own list")
                : both;
    }

    private Listing<AccountId> everybody(GroupId group) {
        return refusals.orDoubt(
                group,
                "the listing of all members of " + Wording.group(bound.group(group)),
                () -> directory.groups().everybody(group));
    }

    private Listing<Grant> compared(DivisionId division, Account account, Listing<Grant> listed) {
        Listing<Grant> all = refusals.orDoubt(
                division,
                "the listing of grants in " + Wording.division(bound.division(division)),
                () -> directory.grants().in(division));
        Completeness both = throughOthers(account, all, listed.completeness().and(all.completeness()));
        boolean more = all.entries().stream()
                .filter(g -> g.subject().equals(SubjectId.of(account.id())))
                .anyMatch(g -> !listed.entries().contains(g));
        return new Listing<>(
                listed.entries(),
                more
                        ? both.doubting("division " + division
                                + " lists a role of the account that is missing from the account's own list")
                        : both);
    }

    // The groups of a tenant in the policy are compared each; those that hold a role there and have no tenant are not.
    private Completeness throughOthers(Account account, Listing<Grant> all, Completeness proof) {
        Set<SubjectId> holders =
                all.entries().stream().map(Grant::subject).collect(Collectors.toCollection(TreeSet::new));
        return tenants.otherGroups(holders).stream()
                .filter(group -> holders.contains(SubjectId.of(group)))
                .map(group -> compared(group, account, Completeness.complete(0, 0)))
                .reduce(proof, Completeness::and);
    }

    // The account's roles were read anyway; a role that comes from a group proves that the account is in it.
    private static Completeness proof(GroupId group, Listing<GroupId> in, Listing<Grant> held) {
        boolean missing = !in.entries().contains(group)
                && held.entries().stream().anyMatch(g -> g.subject().equals(SubjectId.of(group)));
        return missing
                ? in.completeness()
                        .doubting("the account inherits a role from group " + group
                                + ", but this group is missing from its list of groups")
                : in.completeness();
    }

    private Listing<GroupId> groups(Account account) {
        return read.filter(r -> r.account().id().equals(account.id()))
                .or(() -> account(account.id()))
                .map(AccountInGroups::groups)
                .orElse(Listing.complete(List.of()));
    }

    private Listing<Grant> grants(Account account) {
        return refusals.orDoubt(
                account.id(),
                "the read of the roles of account " + account.id(),
                () -> directory.grants().of(SubjectId.of(account.id())));
    }

    private Listing<Grant> own(Optional<Account> account, Listing<Grant> held, DivisionId division) {
        List<Grant> own = held.entries().stream()
                .filter(g -> g.division().equals(division))
                .filter(g -> account.filter(a -> SubjectId.of(a.id()).equals(g.subject()))
                        .isPresent())
                .toList();
        return tenants.withoutAccepted(
                new Listing<>(own, held.completeness()),
                holder -> account.map(Account::userName).orElse(""));
    }
}
