// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Unmatched;
import io.tenantry.store.Mark;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks up external ids that the listing of accounts does not show, so that no person gets a second account and no
 * account gets a second person. Makes one call for each unmatched person, or for each unmatched account if these are
 * fewer, and one for each account that a plan would change.
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

    /**
     * Reads accounts by id that the listing did not show, as many in one call as it can carry. That answer may lag like
     * the listing, so an account that is missing there too is read alone.
     */
    void read(List<AccountId> unlisted) {
        int size = directory.limits().lookupsPerCall();
        for (int from = 0; from < unlisted.size(); from += size) {
            directory
                    .accounts()
                    .find(unlisted.subList(from, Math.min(unlisted.size(), from + size)))
                    .forEach(accounts::add);
        }
        each(
                unlisted.stream().filter(a -> !accounts.contains(a)).toList(),
                alone -> directory.account(alone).map(AccountInGroups::account).ifPresent(accounts::add));
    }

    /** Looks for accounts of these people, or for the ids of these accounts: the smaller number of the two. */
    void find(Unmatched unmatched) {
        if (unmatched.isPossible()
                && unmatched.people().size() <= unmatched.accounts().size()) {
            each(unmatched.people(), this::find);
        } else if (unmatched.isPossible()) {
            each(unmatched.accounts(), this::ask);
        }
    }

    /** Does the same only for people and accounts that no earlier run compared, if that takes fewer calls. */
    void find(Unmatched unmatched, Set<String> asked) {
        Unmatched added = unmatched.without(asked);
        if (unmatched.isPossible() && added.size() < unmatched.calls()) {
            each(added.people(), this::find);
            each(added.accounts(), this::ask);
        } else {
            find(unmatched);
        }
    }

    /**
     * Reads which external ids these accounts carry, and returns whether one carries the id of another identity than it
     * was matched with. That identity may have another account in the listing, which is then looked up by the id.
     *
     * @param taken the identity that each account was matched with
     * @param store remembers the external ids that runs saw on accounts
     */
    boolean check(Map<AccountId, IdentityId> taken, ProvisioningStore store) {
        Map<AccountId, IdentityId> unknown = new LinkedHashMap<>(taken);
        Map<AccountId, Mark> remembered = store.marks(taken.keySet());
        unknown.entrySet().removeIf(e -> isRemembered(e.getKey(), e.getValue(), remembered));
        List<StoreWrite> seen = new ArrayList<>();
        List<IdentityId> displaced = new ArrayList<>();
        each(unknown.entrySet(), taking -> {
            Optional<Mark> mark = ask(taking.getKey());
            mark.filter(Mark::isKept).ifPresent(m -> seen.add(new StoreWrite.Marked(taking.getKey(), m)));
            if (mark.filter(m -> !m.admits(taking.getValue())).isPresent()) {
                displaced.add(taking.getValue());
            }
        });
        if (!seen.isEmpty()) {
            store.commit(seen);
        }
        displaced.forEach(this::findListed);
        return !displaced.isEmpty();
    }

    private boolean isRemembered(AccountId account, IdentityId identity, Map<AccountId, Mark> remembered) {
        Optional<Mark> mark = Optional.ofNullable(remembered.get(account)).filter(m -> m.admits(identity));
        mark.ifPresent(m -> accounts.externalId(account, m.externalId()));
        return mark.isPresent();
    }

    private Optional<Mark> ask(AccountId account) {
        Optional<Account> read = directory.account(account).map(AccountInGroups::account);
        accounts.externalId(account, read.flatMap(Account::externalId));
        return read.map(Account::externalId).map(Mark::new);
    }

    // An account that the listing missed is found here and counts.
    private void find(IdentityId identity) {
        directory.accounts().findByExternalId(identity.value()).forEach(account -> {
            accounts.add(account);
            accounts.carries(account.id(), identity.value());
        });
    }

    // The groups and roles of the listed accounts are read by now, so an account that the listing missed stays out.
    private void findListed(IdentityId identity) {
        if (accounts.withExternalId(identity.value()).isEmpty()) {
            directory
                    .accounts()
                    .findByExternalId(identity.value())
                    .forEach(a -> accounts.carries(a.id(), identity.value()));
        }
    }

    private <T> void each(Collection<T> all, Consumer<T> ask) {
        int done = 0;
        for (T one : all) {
            ask.accept(one);
            progress.on(new Progress.Event(Step.CORRELATE, "external ids", ++done, all.size()));
        }
    }
}
