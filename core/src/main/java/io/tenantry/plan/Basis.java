// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The account as it was when a plan was made. Immutable. It decides which operations of the plan still apply to the
 * account as it is now: a removal applies as long as it is the same account, a gain only if state and division are also
 * the same.
 *
 * @param externalId the external id that the account carried, if the read showed it
 * @param tenants the tenants that the policy lets the account reach; empty if it gives the account nothing
 */
public record Basis(
        AccountState state,
        DivisionId division,
        String userName,
        Optional<String> externalId,
        SortedSet<TenantId> tenants) {
    /** Copies the tenants. */
    public Basis {
        tenants = Collections.unmodifiableSortedSet(new TreeSet<>(tenants));
    }

    /** Returns the basis of this account, which may reach these tenants. */
    public static Basis of(Account account, Set<TenantId> tenants) {
        return new Basis(
                account.state(), account.division(), account.userName(), account.externalId(), new TreeSet<>(tenants));
    }

    /**
     * Returns why no operation of the plan applies to the account as it is now, if so: it may belong to another person
     * meanwhile.
     */
    public Optional<String> refusesAll(Account now, Person person) {
        if (isDeleted(state) != isDeleted(now.state())) {
            return Optional.of("was " + state + " and is " + now.state());
        }
        if (!Fold.same(userName, now.userName())) {
            return Optional.of("has another user name");
        }
        Optional<String> expected = externalId.or(() -> person.identity().map(IdentityId::value));
        return now.externalId()
                .filter(e -> expected.filter(x -> !x.equals(e)).isPresent())
                .map(e -> "carries the id of another identity, " + e);
    }

    /**
     * Returns why no gain of the plan applies to the account as it is now, if so: its state or its division changed.
     */
    public Optional<String> refusesGains(Account now) {
        boolean same = state == now.state() && division.equals(now.division());
        return same
                ? Optional.empty()
                : Optional.of("was " + state + " in " + division + " and is " + now.state() + " in " + now.division());
    }

    private static boolean isDeleted(AccountState state) {
        return state == AccountState.DELETED;
    }

    /** Returns state and division only, because the rest is personal data. */
    @Override
    public String toString() {
        return state + " in " + division;
    }
}
