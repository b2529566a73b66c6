// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Unmatched;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Looks up external ids that the listing of accounts does not show, so that no person gets a second account. Makes one call for each
 * unmatched person, or for each unmatched account if these are fewer; none if every person has an account.
 */
final class ExternalIdLookup {
    private final Directory directory;
    private final Progress progress;
    private final AccountIndex accounts;

    ExternalIdLookup(Directory directory, Progress progress, AccountIndex accounts) {
        this.directory = directory;
        this.progress = progress;
        this.accounts = accounts;
    }

    void find(Unmatched unmatched) {
        if (!unmatched.isPossible()) {
            return;
        }
        if (unmatched.people().size() <= unmatched.accounts().size()) {
            each(
                    unmatched.people(),
                    identity -> directory
                            .accounts()
                            .findByExternalId(identity.value())
                            .forEach(account -> carries(account, identity.value())));
        } else {
            each(
                    unmatched.accounts(),
                    account -> directory
                            .account(account)
                            .map(AccountInGroups::account)
                            .ifPresent(found -> found.externalId().ifPresent(id -> carries(found, id))));
        }
    }

    // The listing may have missed the account itself; it counts all the same.
    private void carries(Account account, String externalId) {
        accounts.add(account);
        accounts.carries(account.id(), externalId);
    }

    private <T> void each(Collection<T> all, Consumer<T> ask) {
        int done = 0;
        for (T one : all) {
            ask.accept(one);
            progress.on(new Progress.Event(Step.CORRELATE, "external ids", ++done, all.size()));
        }
    }
}
