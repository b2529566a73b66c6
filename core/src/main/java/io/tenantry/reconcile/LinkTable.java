// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.dense.Column;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The links that earlier runs made, by the rows of people and accounts. Filled by one thread, then only read. */
public final class LinkTable {
    private final People people;
    private final AccountIndex accounts;
    private final Column accountOfText = new Column(-1);
    private final Column textOfAccount = new Column(-1);

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

    /** Adds a link, whether or not its ends were read. */
    public void add(IdentityId identity, AccountId account) {
        int text = people.texts.intern(identity.value());
        int row = accounts.memberships.member(account.value());
        accountOfText.set(text, row);
        textOfAccount.set(row, text);
    }

    /** Returns the account that an identity is linked to, if it was read. */
    public Optional<Account> account(IdentityId identity) {
        int text = people.texts.find(identity.value());
        int row = text < 0 ? -1 : accountOfText.get(text);
        return row < 0 || row >= accounts.size() ? Optional.empty() : Optional.of(accounts.get(row));
    }

    /** Returns the identity that an account is linked to. */
    public Optional<IdentityId> identity(AccountId account) {
        int row = accounts.memberships.findMember(account.value());
        int text = row < 0 ? -1 : textOfAccount.get(row);
        return text < 0 ? Optional.empty() : Optional.of(new IdentityId(people.texts.text(text)));
    }

    /** Returns the row of the account that somebody is linked to; -1 if there is no link or the account was not read. */
    int accountOf(int person) {
        int row = accountOfText.get(people.ids.get(person));
        return row < accounts.size() ? row : -1;
    }

    /** Returns whether an account is linked to anybody but this person. */
    boolean isClaimedFrom(int account, int person) {
        int text = textOfAccount.get(account);
        return text >= 0 && text != people.ids.get(person);
    }

    /** Shows the rows of linked accounts whose identity is not among the people, with that identity. */
    void forEachAbsent(BiConsumer<IdentityId, Integer> action) {
        for (int row = 0; row < Math.min(accounts.size(), textOfAccount.size()); row++) {
            int text = textOfAccount.get(row);
            if (text >= 0 && people.rowOfText(text) < 0) {
                action.accept(new IdentityId(people.texts.text(text)), row);
            }
        }
    }
}
