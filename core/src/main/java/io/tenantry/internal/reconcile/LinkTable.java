// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.dense.Column;
import java.util.Map;
import java.util.Optional;

/**
 * The links that earlier runs made, by the rows of people and accounts. One thread fills it; after that it is only
 * read.
 */
public final class LinkTable {
    private final People people;
    private final AccountIndex accounts;
    private final Column accountOfId = new Column(-1);
    private final Column idOfAccount = new Column(-1);

    /** Creates an empty table. */
    public LinkTable(People people, AccountIndex accounts) {
        this.people = people;
        this.accounts = accounts;
    }

    /** Creates a table of these links. */
    public LinkTable(People people, AccountIndex accounts, Map<IdentityId, AccountId> links) {
        this(people, accounts);
        links.forEach(this::add);
    }

    /**
     * Adds a link, whether or not its identity and account were read. If several identities are linked to one account,
     * the first of them by id counts, in any order of adding.
     */
    public void add(IdentityId identity, AccountId account) {
        int id = people.lexicon.ids.intern(identity.value());
        int row = accounts.memberships.member(account.value());
        accountOfId.set(id, row);
        if (idOfAccount.get(row) < 0 || identity.compareTo(identityOf(row)) < 0) {
            idOfAccount.set(row, id);
        }
    }

    /** Returns the account that an identity is linked to, if it was read. */
    public Optional<Account> account(IdentityId identity) {
        int id = people.lexicon.ids.find(identity.value());
        int row = id < 0 ? -1 : accountOfId.get(id);
        return row < 0 || row >= accounts.size() ? Optional.empty() : Optional.of(accounts.get(row));
    }

    /** Returns the identity that an account is linked to. */
    public Optional<IdentityId> identity(AccountId account) {
        int row = accounts.memberships.findMember(account.value());
        int id = row < 0 ? -1 : idOfAccount.get(row);
        return id < 0 ? Optional.empty() : Optional.of(new IdentityId(people.lexicon.ids.text(id)));
    }

    /** Returns whether another person than this one has the user name of an account. */
    boolean isNamedByAnother(Account account, Identity identity) {
        return people.isNamed(account.userName()) && !Fold.same(account.userName(), identity.userName());
    }

    /**
     * Returns the row of the account that a person is linked to; -1 if there is no link or the account was not read.
     */
    int accountOf(int person) {
        int row = accountOfId.get(people.ids.get(person));
        return row < accounts.size() ? row : -1;
    }

    /** Returns whether an account is linked to another person than this one. */
    boolean isClaimedFrom(int account, int person) {
        int id = idOfAccount.get(account);
        return id >= 0 && id != people.ids.get(person);
    }

    /** Returns whether an account is linked to an identity that is not among the people. */
    boolean isAbandoned(int account) {
        int id = idOfAccount.get(account);
        return id >= 0 && people.rowOfId(id) < 0;
    }

    /** Returns the identity of a linked account. */
    IdentityId identityOf(int account) {
        return new IdentityId(people.lexicon.ids.text(idOfAccount.get(account)));
    }
}
