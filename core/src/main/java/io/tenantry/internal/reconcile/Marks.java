// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.IdentityId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * External ids as marks of ownership: an account that carries an identity's id belongs only to that identity, and an
 * account without an id gets the id of its identity with the first write to it. Pure functions.
 */
public final class Marks {
    private Marks() {}

    /** Returns the accounts with a difference whose external id is unknown, each with its identity. */
    public static Map<AccountId, IdentityId> unread(List<Difference> differences, AccountIndex accounts) {
        Map<AccountId, IdentityId> unread = new LinkedHashMap<>();
        for (Difference difference : differences) {
            difference
                    .person()
                    .ifPresent(person -> person.account()
                            .filter(a -> isUnread(a, accounts))
                            .ifPresent(a -> person.identity().ifPresent(i -> unread.put(a, i))));
        }
        return unread;
    }

    /**
     * Returns the accounts that were recognised by their user names and whose external ids are unknown, each with its
     * identity. An account that needs no change may still carry the id of another identity.
     *
     * @param most how many to return
     */
    public static Map<AccountId, IdentityId> recognised(Reconciliation compared, AccountIndex accounts, int most) {
        Map<AccountId, IdentityId> unread = new LinkedHashMap<>();
        compared.newLinks()
                .forEach((identity, person) -> person.account()
                        .filter(account -> unread.size() < most && isUnread(account, accounts))
                        .ifPresent(account -> unread.put(account, identity)));
        return unread;
    }

    // A deleted account shows its external id only after it is restored.
    private static boolean isUnread(AccountId account, AccountIndex accounts) {
        return !accounts.knowsExternalId(account)
                && accounts.find(account)
                        .filter(a -> a.state() != AccountState.DELETED)
                        .isPresent();
    }

    /**
     * Returns the differences with the identity's id added to each write to an account that is known to carry none. By
     * that id the account is still found after its name has changed. No write is made for the id alone, because the
     * store remembers the link too.
     */
    public static List<Difference> binding(List<Difference> differences, AccountIndex accounts) {
        return differences.stream().map(d -> binding(d, accounts)).toList();
    }

    private static Difference binding(Difference d, AccountIndex accounts) {
        Optional<IdentityId> identity = d.person().flatMap(Person::identity);
        boolean bare = d.person()
                .flatMap(Person::account)
                .filter(accounts::knowsExternalId)
                .flatMap(accounts::find)
                .filter(a -> a.externalId().isEmpty() && a.state() != AccountState.DELETED)
                .isPresent();
        if (d.change().phase() != Phase.UPDATE || identity.isEmpty() || !bare) {
            return d;
        }
        AccountChange bound =
                d.change().writes().orElseThrow().bindingTo(identity.get().value());
        Change update = new Change.UpdateAccount(bound, d.change().replaces().orElse(AccountChange.NOTHING));
        return new Difference(d.tenant(), d.person(), update, d.needs(), d.reason());
    }
}
