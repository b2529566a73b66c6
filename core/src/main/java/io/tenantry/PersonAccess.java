// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What reads of people alone show, in the form of the listings that would show it for everybody. Immutable.
 *
 * @param accounts whether the accounts were read completely
 * @param members these people's memberships in each group that the policy owns
 * @param fixed their memberships as owners or by a rule, as far as they matter
 * @param grants these people's own roles in each division that leads to a tenant
 * @param inherited the roles that they have through groups
 * @param others their memberships in groups that no profile names and that lead to a tenant
 */
record PersonAccess(
        Completeness accounts,
        Map<GroupId, Listing<AccountId>> members,
        Map<GroupId, Listing<AccountId>> fixed,
        Map<DivisionId, Listing<Grant>> grants,
        List<Grant> inherited,
        Map<GroupId, Listing<AccountId>> others) {

    /** Returns the access of all these people together. */
    static PersonAccess of(Collection<PersonAccess> people) {
        Map<GroupId, Listing<AccountId>> members = new HashMap<>();
        Map<GroupId, Listing<AccountId>> fixed = new HashMap<>();
        Map<DivisionId, Listing<Grant>> grants = new HashMap<>();
        Map<GroupId, Listing<AccountId>> others = new HashMap<>();
        List<Grant> inherited = new ArrayList<>();
        Completeness accounts = Completeness.complete(0, 0);
        for (PersonAccess person : people) {
            accounts = accounts.and(person.accounts);
            person.members.forEach((group, listing) -> members.merge(group, listing, PersonAccess::both));
            person.fixed.forEach((group, listing) -> fixed.merge(group, listing, PersonAccess::both));
            person.grants.forEach((division, listing) -> grants.merge(division, listing, PersonAccess::both));
            person.others.forEach((group, listing) -> others.merge(group, listing, PersonAccess::both));
            inherited.addAll(person.inherited);
        }
        return new PersonAccess(accounts, members, fixed, grants, inherited, others);
    }

    private static <T> Listing<T> both(Listing<T> one, Listing<T> two) {
        return new Listing<>(
                Stream.concat(one.entries().stream(), two.entries().stream())
                        .distinct()
                        .toList(),
                one.completeness().and(two.completeness()));
    }

    /** Returns the first reason why not all of it may have been seen; empty if everything was. */
    Optional<String> doubt() {
        return Stream.of(Stream.of(accounts), proofs(members), proofs(fixed), proofs(grants), proofs(others))
                .flatMap(proofs -> proofs)
                .flatMap(proof -> proof.doubts().stream())
                .findFirst();
    }

    private static <T> Stream<Completeness> proofs(Map<?, Listing<T>> listings) {
        return listings.values().stream().map(Listing::completeness);
    }

    /** Returns the snapshot of these people and these accounts, which may be theirs. */
    DirectorySnapshot snapshot(AccountIndex index) {
        DirectorySnapshot snapshot = new DirectorySnapshot(index, accounts, members, grants);
        inherited.forEach(snapshot::inherited);
        fixed.forEach((group, listing) -> snapshot.everybody(group, Listing.complete(List.of()), listing));
        others.forEach((group, in) -> snapshot.others(group, in, account -> true));
        return snapshot;
    }
}
