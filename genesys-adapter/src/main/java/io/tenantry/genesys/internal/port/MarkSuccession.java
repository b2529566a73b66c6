// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Listing;
import io.tenantry.genesys.Succession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Writes, as one client, the external ids that only a former client sees. */
public final class MarkSuccession {
    private final GenesysAccounts accounts;
    private final Map<AccountId, Optional<String>> own = new HashMap<>();
    private final List<AccountId> left = new ArrayList<>();
    private final List<AccountId> different = new ArrayList<>();
    private int same;
    private int written;

    /** Writes as the client of these accounts. */
    public MarkSuccession(GenesysAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Compares and writes.
     *
     * @param most how many accounts to write
     * @param spared accepts accounts that are left alone
     */
    public Succession take(Listing<Account> former, int most, Predicate<Account> spared) {
        Listing<Account> now = accounts.marked();
        now.entries().forEach(a -> own.put(a.id(), a.externalId()));
        int writable = now.completeness().isComplete() ? most : 0;
        former.entries().forEach(a -> a.externalId().ifPresent(mark -> take(a, mark, writable, spared)));
        List<String> doubts = Stream.of(former, now)
                .flatMap(l -> l.completeness().doubts().stream())
                .distinct()
                .toList();
        return new Succession(same, written, left, different, doubts);
    }

    private void take(Account account, String mark, int most, Predicate<Account> spared) {
        Optional<String> seen = own.getOrDefault(account.id(), Optional.empty());
        if (seen.equals(Optional.of(mark))) {
            same++;
        } else if (seen.isPresent()) {
            different.add(account.id());
        } else if (written == most || spared.test(account)) {
            left.add(account.id());
        } else {
            accounts.update(account.id(), AccountChange.marking(mark));
            written++;
            same++;
        }
    }
}
