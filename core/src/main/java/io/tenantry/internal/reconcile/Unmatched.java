// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fingerprint;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * People without an account and accounts without a person. A listing of accounts need not show external ids, so one of
 * these people may own one of these accounts. Immutable.
 *
 * @param people the people without a link and without an account that has their user name
 * @param accounts the accounts without a link, without a known external id, and without the user name of any person
 */
public record Unmatched(List<IdentityId> people, List<AccountId> accounts) {
    /** Copies the lists. */
    public Unmatched {
        people = List.copyOf(people);
        accounts = List.copyOf(accounts);
    }

    /** Returns the people who belong to a tenant, and the accounts, in any state, that may belong to them. */
    public static Unmatched of(People people, AccountIndex accounts, Links links, Assigner assigner) {
        List<AccountId> nobodys = nobodys(people, accounts, links);
        return new Unmatched(nobodys.isEmpty() ? List.of() : newcomers(people, accounts, links, assigner), nobodys);
    }

    /**
     * Returns the leavers, and the accounts that are not deleted and may belong to them: an account may have been
     * renamed when its person left.
     */
    public static Unmatched departed(People people, AccountIndex accounts, Links links, Assigner assigner) {
        List<AccountId> nobodys = nobodys(people, accounts, links).stream()
                .filter(a -> accounts.find(a)
                        .filter(found -> found.state() != AccountState.DELETED)
                        .isPresent())
                .toList();
        return new Unmatched(
                nobodys.isEmpty()
                        ? List.of()
                        : missing(
                                people,
                                accounts,
                                links,
                                i -> i.state() == Identity.State.DISABLED
                                        && assigner.assign(i).isInScope()),
                nobodys);
    }

    private static List<AccountId> nobodys(People people, AccountIndex accounts, Links links) {
        BitSet names = new BitSet();
        for (int row = 0; row < people.size(); row++) {
            names.set(people.foldedNames.get(row));
        }
        List<AccountId> nobodys = new ArrayList<>();
        for (int row = 0; row < accounts.size(); row++) {
            if (!names.get(accounts.foldedNames.get(row)) && !accounts.hasExternalId(row)) {
                AccountId id = accounts.id(row);
                if (links.identity(id).isEmpty()) {
                    nobodys.add(id);
                }
            }
        }
        return nobodys;
    }

    private static List<IdentityId> newcomers(People people, AccountIndex accounts, Links links, Assigner assigner) {
        return missing(
                people, accounts, links, i -> !assigner.assign(i).tenants().isEmpty());
    }

    private static List<IdentityId> missing(
            People people, AccountIndex accounts, Links links, Predicate<Identity> which) {
        List<IdentityId> missing = new ArrayList<>();
        for (int row = 0; row < people.size(); row++) {
            if (!people.contradicted.get(row) && !accounts.isNamed(people.foldedNames.get(row))) {
                Identity identity = people.get(row);
                boolean known =
                        links.account(identity.id()).filter(accounts::contains).isPresent()
                                || !accounts.withExternalId(identity.id().value())
                                        .isEmpty();
                if (!known && which.test(identity)) {
                    missing.add(identity.id());
                }
            }
        }
        return missing;
    }

    /** Returns whether an account may belong to a person, because there are both. */
    public boolean isPossible() {
        return !people.isEmpty() && !accounts.isEmpty();
    }

    /** Returns how many people and accounts there are. */
    public int size() {
        return people.size() + accounts.size();
    }

    /** Returns how many calls compare all people with all accounts. */
    public int calls() {
        return Math.min(people.size(), accounts.size());
    }

    /** Returns the people and accounts whose fingerprint is not among these. */
    public Unmatched without(Set<String> fingerprints) {
        return new Unmatched(
                people.stream()
                        .filter(p -> !fingerprints.contains(fingerprint(p)))
                        .toList(),
                accounts.stream()
                        .filter(a -> !fingerprints.contains(fingerprint(a)))
                        .toList());
    }

    /**
     * Returns the fingerprints of the accounts, and of the people who have no account after the lookup of external ids.
     */
    public Set<String> unfound(AccountIndex index) {
        if (!isPossible()) {
            return Set.of();
        }
        Stream<String> without = people.stream()
                .filter(p -> index.withExternalId(p.value()).isEmpty())
                .map(Unmatched::fingerprint);
        return Stream.concat(without, accounts.stream().map(Unmatched::fingerprint))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String fingerprint(IdentityId person) {
        return fingerprint("person", person.value());
    }

    private static String fingerprint(AccountId account) {
        return fingerprint("account", account.value());
    }

    private static String fingerprint(String kind, String id) {
        Fingerprint print = new Fingerprint();
        print.add(kind, id);
        return print.text();
    }
}
