// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Links;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what one person has: the account, its groups and its roles. Neither comes with a total, and so a shortened answer looks
 * like somebody who has left; wherever another answer tells otherwise, the reader is in doubt. Used once.
 */
final class PersonReader {
    private final Directory directory;
    private final BoundPolicy bound;
    private Optional<AccountInGroups> read = Optional.empty();

    PersonReader(Directory directory, BoundPolicy bound) {
        this.directory = directory;
        this.bound = bound;
    }

    /** Returns the accounts that may be this person's: the linked one, or those with the external id, or with the name. */
    List<Account> accounts(Identity identity, Optional<AccountId> linked) {
        read = linked.flatMap(directory::account);
        List<Account> found = read.map(AccountInGroups::account).stream().toList();
        if (found.isEmpty()) {
            found = directory.accounts().findByExternalId(identity.id().value());
        }
        return found.isEmpty() ? directory.accounts().findByUserName(identity.userName()) : found;
    }

    /** Returns the accounts that may be somebody's whom no source names: the one linked to this id, or those with the name. */
    List<Account> accounts(String idOrUserName, Links links) {
        read = links.account(new IdentityId(idOrUserName)).flatMap(directory::account);
        List<Account> found = read.map(AccountInGroups::account).stream().toList();
        return found.isEmpty() ? directory.accounts().findByUserName(idOrUserName) : found;
    }

    /** Returns what this account has, as far as it was told, among these accounts. */
    DirectorySnapshot snapshot(Optional<Account> account, AccountIndex accounts, Assignment assignment) {
        Listing<GroupId> in = account.map(this::groups).orElse(Listing.complete(List.of()));
        Listing<Grant> held =
                account.map(a -> directory.grants().of(SubjectId.of(a.id()))).orElse(Listing.complete(List.of()));
        // What a deleted account is in shows once it is back, and is looked at then.
        Optional<Account> telling = account.filter(a -> a.state() != AccountState.DELETED);
        Optional<BoundTenant> bare = telling.flatMap(a -> bare(a, in, assignment));
        Map<GroupId, Listing<AccountId>> members = new TreeMap<>();
        for (GroupId group : bound.ownedGroups()) {
            List<AccountId> member = in.entries().contains(group)
                    ? account.map(Account::id).stream().toList()
                    : List.of();
            Completeness told = telling.isPresent() ? told(group, in, held) : in.completeness();
            boolean again = bare.filter(t -> isOf(t, group)).isPresent();
            members.put(group, new Listing<>(member, again ? lookAgain(group, telling.orElseThrow(), told) : told));
        }
        Map<DivisionId, Listing<Grant>> grants = new TreeMap<>();
        for (DivisionId division : bound.grantedDivisions()) {
            boolean again = bare.flatMap(t -> t.division().id())
                    .filter(division::equals)
                    .isPresent();
            Listing<Grant> own = own(account, held, division);
            grants.put(division, again ? lookAgain(division, telling.orElseThrow(), own) : own);
        }
        return new DirectorySnapshot(accounts, Completeness.complete(1, 1), members, grants);
    }

    /**
     * Returns the tenant that somebody is to leave and that shows in nothing but the division of the account. That is rare where
     * nothing is wrong, and what stands between two tenants: the tenant's own lists, which have a total, are asked.
     */
    private Optional<BoundTenant> bare(Account account, Listing<GroupId> in, Assignment assignment) {
        return bound.ownerOf(account.division())
                .filter(t -> !assignment.tenants().isEmpty() && !assignment.includes(t.id()))
                .filter(t -> in.entries().stream().noneMatch(g -> isOf(t, g)));
    }

    private boolean isOf(BoundTenant tenant, GroupId group) {
        return bound.ownerOf(group)
                .filter(o -> o.tenant().id().equals(tenant.id()))
                .isPresent();
    }

    private Completeness lookAgain(GroupId group, Account account, Completeness told) {
        Listing<AccountId> all = directory.groups().members(group);
        Completeness both = told.and(all.completeness());
        return all.entries().contains(account.id())
                ? both.doubting("group " + group + " lists the account, which was not told to be in it")
                : both;
    }

    private Listing<Grant> lookAgain(DivisionId division, Account account, Listing<Grant> told) {
        Listing<Grant> all = directory.grants().in(division);
        Completeness both = told.completeness().and(all.completeness());
        boolean more = all.entries().stream()
                .filter(g -> g.subject().equals(SubjectId.of(account.id())))
                .anyMatch(g -> !told.entries().contains(g));
        return new Listing<>(
                told.entries(),
                more
                        ? both.doubting("division " + division + " lists a role of the account that was not told of")
                        : both);
    }

    // The roles that come through groups were read anyway, and give away a group that is missing.
    private static Completeness told(GroupId group, Listing<GroupId> in, Listing<Grant> held) {
        boolean missing = !in.entries().contains(group)
                && held.entries().stream().anyMatch(g -> g.subject().equals(SubjectId.of(group)));
        return missing
                ? in.completeness()
                        .doubting("the account has a role through group " + group + " that it was not told to be in")
                : in.completeness();
    }

    private Listing<GroupId> groups(Account account) {
        return read.filter(r -> r.account().id().equals(account.id()))
                .or(() -> directory.account(account.id()))
                .map(AccountInGroups::groups)
                .orElse(Listing.complete(List.of()));
    }

    private static Listing<Grant> own(Optional<Account> account, Listing<Grant> held, DivisionId division) {
        List<Grant> own = held.entries().stream()
                .filter(g -> g.division().equals(division))
                .filter(g -> account.filter(a -> SubjectId.of(a.id()).equals(g.subject()))
                        .isPresent())
                .toList();
        return new Listing<>(own, held.completeness());
    }
}
