// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Accounts, found by id, external id and user name. Immutable once built. */
public final class AccountIndex {
    private final Map<AccountId, Account> byId = new HashMap<>();
    private final Map<String, List<Account>> byExternalId = new HashMap<>();
    private final Map<String, List<Account>> byUserName = new HashMap<>();

    /** Indexes these accounts. */
    public AccountIndex(Collection<Account> accounts) {
        for (Account account : accounts) {
            if (byId.put(account.id(), account) == null) {
                account.externalId().ifPresent(e -> add(byExternalId, e, account));
                add(byUserName, fold(account.userName()), account);
            }
        }
    }

    /** Returns the account with this id. */
    public Optional<Account> find(AccountId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the accounts that carry this external id. */
    public List<Account> withExternalId(String externalId) {
        return byExternalId.getOrDefault(externalId, List.of());
    }

    /** Returns the accounts with this user name, in any case. */
    public List<Account> withUserName(String userName) {
        return byUserName.getOrDefault(fold(userName), List.of());
    }

    /** Returns every account. */
    public Collection<Account> all() {
        return byId.values();
    }

    private static void add(Map<String, List<Account>> index, String key, Account account) {
        index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(account);
    }

    private static String fold(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }
}
