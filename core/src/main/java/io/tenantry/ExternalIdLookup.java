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
 * Asks for the external ids that a listing of accounts did not tell, wherever somebody would be given a second account for want of one: one call for each
 * of the unmatched people, or for each of the unmatched accounts if these are fewer. Where everybody has an account, no call is made.
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

    // One that the listing did not show at all is new here, and found all the same.
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
