// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.DirectorySnapshot;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks up external ids that the listing of accounts does not show, so that no person gets a second account and no
 * account gets a second person. Makes one call for each unmatched person, or for each unmatched account if these are
 * fewer, and one for each account that a plan would change. If one of these reads is refused, the people whom it
 * concerns are in doubt.
 */
final class ExternalIdLookup {
    private final Directory directory;
    private final Progress progress;
    private final AccountIndex accounts;
    private final Refusals refusals;
    private final int alone;
    private final Map<Person, String> doubts = new TreeMap<>();
    private final Map<AccountId, String> unread = new TreeMap<>();
    private final Set<AccountId> unowned = new TreeSet<>();

    /**
     * Creates the lookups.
     *
     * @param alone how many people are looked up at most because an account could not be read
     */
    ExternalIdLookup(Directory directory, Progress progress, AccountIndex accounts, Refusals refusals, int alone) {
        this.directory = directory;
        this.progress = progress;
        this.accounts = accounts;
        this.refusals = refusals;
        this.alone = alone;
    }

    /** Adds to a snapshot whose account is in doubt, and which accounts may belong to these people. */
    void doubt(DirectorySnapshot snapshot) {
        snapshot.doubtOwners(doubts, unowned);
    }

    /** Returns the people whose account is in doubt. */
    Set<IdentityId> inDoubt() {
        return doubts.keySet().stream().flatMap(p -> p.identity().stream()).collect(Collectors.toSet());
    }

    private boolean isInDoubt(IdentityId identity) {
        return doubts.containsKey(person(identity));
    }

    /** Returns the people and accounts whose lookup was answered, so that the next run need not repeat it. */
    Unmatched answered(Unmatched unmatched) {
        return new Unmatched(
                unmatched.people().stream().filter(p -> !isInDoubt(p)).toList(),
                unmatched.accounts().stream()
                        .filter(a -> !unread.containsKey(a))
                        .toList());
    }

    /**
     * Reads accounts by id that the listing did not show, as many in one call as it can carry. That answer may lag like
     * the listing, so an account that is missing there too is read alone.
     */
    void read(Map<AccountId, IdentityId> unlisted) {
        List<AccountId> ids = List.copyOf(unlisted.keySet());
        int size = directory.limits().lookupsPerCall();
        for (int from = 0; from < ids.size(); from += size) {
            List<AccountId> some = ids.subList(from, Math.min(ids.size(), from + size));
            List<Account> found =
                    refusals.orElse(some, () -> directory.accounts().find(some), e -> List.of());
            found.forEach(accounts::add);
        }
        unlisted.keySet().removeIf(accounts::contains);
        each(unlisted.entrySet(), one -> {
            read(one.getKey()).flatMap(found -> found).ifPresent(accounts::add);
            doubt(one.getKey(), one.getValue());
        });
    }

    /** Looks for accounts of these people, or for the ids of these accounts: the smaller number of the two. */
    void find(Unmatched unmatched) {
        if (unmatched.isPossible()
                && unmatched.people().size() <= unmatched.accounts().size()) {
            search(unmatched.people(), unmatched);
        } else if (unmatched.isPossible()) {
            ask(unmatched.accounts(), unmatched);
        }
    }

    /** Does the same only for people and accounts that no earlier run compared, if that takes fewer calls. */
    void find(Unmatched unmatched, Set<String> asked) {
        Unmatched added = unmatched.without(asked);
        if (unmatched.isPossible() && added.size() < unmatched.calls()) {
            search(added.people(), unmatched);
            ask(added.accounts(), unmatched);
        } else {
            find(unmatched);
        }
    }

    private void search(List<IdentityId> people, Unmatched of) {
        each(people, this::find);
        if (people.stream().anyMatch(this::isInDoubt)) {
            unowned.addAll(of.accounts());
        }
    }

    // An account that cannot be read may belong to any of these people, so they are looked up instead.
    private void ask(List<AccountId> ids, Unmatched of) {
        each(ids, this::ask);
        List<AccountId> open = ids.stream().filter(unread::containsKey).toList();
        if (!open.isEmpty()) {
            List<IdentityId> people = of.people().stream()
                    .filter(p -> accounts.withExternalId(p.value()).isEmpty())
                    .toList();
            search(people.stream().limit(alone).toList(), of);
            people.stream().skip(alone).forEach(p -> doubt(open.get(0), p));
            unowned.addAll(open);
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
        unknown.entrySet().removeIf(e -> isInDoubt(e.getValue()) || isRemembered(e.getKey(), e.getValue(), remembered));
        List<StoreWrite> seen = new ArrayList<>();
        List<IdentityId> displaced = new ArrayList<>();
        each(unknown.entrySet(), taking -> {
            Optional<Mark> mark = ask(taking.getKey());
            doubt(taking.getKey(), taking.getValue());
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
        Optional<Optional<Account>> read = read(account);
        read.ifPresent(found -> accounts.externalId(account, found.flatMap(Account::externalId)));
        return read.flatMap(found -> found).map(Account::externalId).map(Mark::new);
    }

    /** Reads an account alone; returns nothing at all if the read is refused. */
    private Optional<Optional<Account>> read(AccountId account) {
        unread.remove(account);
        return refusals.orElse(
                account, () -> Optional.of(directory.account(account).map(AccountInGroups::account)), e -> {
                    unread.put(account, "the read of account " + account + " was refused: " + e.getMessage());
                    return Optional.empty();
                });
    }

    // An account that the listing missed is found here and counts.
    private void find(IdentityId identity) {
        List<Account> found = search(identity);
        found.forEach(account -> {
            accounts.add(account);
            accounts.carries(account.id(), identity.value());
        });
        if (!found.isEmpty()) {
            doubts.remove(person(identity));
        }
    }

    // The groups and roles of the listed accounts are read by now, so an account that the listing missed stays out.
    private void findListed(IdentityId identity) {
        if (accounts.withExternalId(identity.value()).isEmpty()) {
            search(identity).forEach(a -> accounts.carries(a.id(), identity.value()));
        }
    }

    private List<Account> search(IdentityId identity) {
        return refusals.orElse(identity, () -> directory.accounts().findByExternalId(identity.value()), e -> {
            doubts.put(
                    person(identity),
                    "the search for the account of identity " + identity + " was refused: " + e.getMessage());
            return List.of();
        });
    }

    private void doubt(AccountId account, IdentityId identity) {
        Optional.ofNullable(unread.get(account)).ifPresent(why -> doubts.put(person(identity), why));
    }

    private static Person person(IdentityId identity) {
        return new Person(Optional.of(identity), Optional.empty(), "");
    }

    private <T> void each(Collection<T> all, Consumer<T> ask) {
        int done = 0;
        for (T one : all) {
            ask.accept(one);
            progress.on(new Progress.Event(Step.CORRELATE, "external ids", ++done, all.size()));
        }
    }
}
