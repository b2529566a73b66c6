// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.internal.Words;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.Authority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Orders changes of user names. A name is unique, so an account that should get the name of another account, or comes
 * back with it, waits until the other account has changed its name. If accounts wait for each other in a ring, one of
 * them first gets a temporary name. A name that its holder keeps is not requested.
 */
final class Renames {
    private final AccountIndex accounts;
    private final Map<AccountId, Difference> renames = new TreeMap<>();
    private final Map<AccountId, AccountId> waitsFor = new HashMap<>();
    private final Map<AccountId, AccountId> holders = new TreeMap<>();
    private final Map<AccountId, AccountId> keptBy = new TreeMap<>();
    /** Deleted accounts that should come back with a name that another account keeps, each with that account. */
    private final Map<AccountId, AccountId> taken = new TreeMap<>();
    /** Those that should come back with a name that another account frees, each with that account. */
    private final Map<AccountId, AccountId> freedFor = new TreeMap<>();

    private final List<Difference> freed = new ArrayList<>();

    Renames(Collection<Difference> differences, AccountIndex accounts) {
        this.accounts = accounts;
        for (Difference d : differences) {
            if (newName(d).isPresent()) {
                d.person().flatMap(Person::account).ifPresent(a -> renames.put(a, d));
            }
        }
        renames.forEach((account, d) ->
                newName(d).flatMap(n -> holder(n, account)).ifPresent(holder -> waitsFor.put(account, holder)));
        dropKept();
        holders.putAll(waitsFor);
        new TreeSet<>(waitsFor.keySet()).forEach(this::breakRing);
        differences.forEach(this::waitToComeBack);
    }

    // A returning account already has a name. Another account may have taken it meanwhile and free it now. No account
    // waits for one that keeps its name, so this closes no ring.
    private void waitToComeBack(Difference d) {
        comesBack(d)
                .filter(a -> !renames.containsKey(a))
                .flatMap(accounts::find)
                .ifPresent(a -> holder(a.userName(), a.id()).ifPresent(holder -> {
                    if (renames.containsKey(holder)) {
                        waitsFor.put(a.id(), holder);
                    }
                    if (a.state() == AccountState.DELETED && isInUse(holder)) {
                        (renames.containsKey(holder) ? freedFor : taken).put(a.id(), holder);
                    }
                }));
    }

    private boolean isInUse(AccountId account) {
        return accounts.find(account)
                .filter(a -> a.state() != AccountState.DELETED)
                .isPresent();
    }

    private static Optional<AccountId> comesBack(Difference d) {
        boolean activates = d.change().writes().flatMap(AccountChange::active).orElse(false);
        return activates ? d.person().flatMap(Person::account) : Optional.empty();
    }

    private Optional<AccountId> holder(String name, AccountId but) {
        return accounts.withUserName(name).stream()
                .map(Account::id)
                .filter(a -> !a.equals(but))
                .sorted()
                .findFirst();
    }

    // If the holder of a name can never be renamed, neither can the account that waits for that name.
    private void dropKept() {
        for (boolean again = true; again; ) {
            again = false;
            for (AccountId account : List.copyOf(renames.keySet())) {
                AccountId holder = waitsFor.get(account);
                if (holder != null && !renames.containsKey(holder)) {
                    keptBy.put(account, holder);
                    renames.remove(account);
                    waitsFor.remove(account);
                    again = true;
                }
            }
        }
    }

    private void breakRing(AccountId start) {
        Difference rename = renames.get(start);
        if (rename == null || !isInRing(start)) {
            return;
        }
        // Accounts come in their order, so it is always the first of a ring that gets a temporary name.
        waitsFor.values().removeIf(start::equals);
        String meanwhile = accounts.find(start).map(Renames::meanwhile).orElse(start + ".renamed");
        Change change = new Change.FreeUserName(meanwhile);
        freed.add(new Difference(rename.tenant(), rename.person(), change, Authority.ADDITIVE, rename.reason()));
    }

    private boolean isInRing(AccountId start) {
        Set<AccountId> seen = new HashSet<>();
        AccountId next = waitsFor.get(start);
        while (next != null && seen.add(next) && !next.equals(start)) {
            next = waitsFor.get(next);
        }
        return start.equals(next);
    }

    private static String meanwhile(Account account) {
        int at = account.userName().lastIndexOf('@');
        return account.id() + ".renamed" + (at < 0 ? "" : account.userName().substring(at));
    }

    /** Returns the differences without names that are not available, and with the changes that free the others. */
    List<Difference> resolved(Collection<Difference> differences) {
        List<Difference> resolved = new ArrayList<>(freed);
        for (Difference d : differences) {
            boolean inVain = newName(d).isPresent()
                    && d.person()
                            .flatMap(Person::account)
                            .filter(keptBy::containsKey)
                            .isPresent();
            if (inVain) {
                withoutName(d).ifPresent(resolved::add);
            } else {
                resolved.add(d);
            }
        }
        return resolved;
    }

    private static Optional<Difference> withoutName(Difference d) {
        AccountChange rest = d.change().writes().orElseThrow().withoutUserName();
        AccountChange before =
                d.change().replaces().orElse(AccountChange.NOTHING).withoutUserName();
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(
                        d.tenant(), d.person(), new Change.UpdateAccount(rest, before), d.needs(), d.reason()));
    }

    /**
     * Holds the changes of names that wait for another change which does not happen now, because it is held or not
     * permitted.
     */
    void judge(Waiting waiting) {
        waiting.hold(d -> isOf(d, taken.keySet()), TAKEN);
        for (boolean again = !holders.isEmpty(); again; ) {
            Set<AccountId> renamed = renamed(waiting);
            Map<String, Verdict> inVain = new HashMap<>();
            holders.forEach((account, holder) -> {
                if (!renamed.contains(holder) || !renamed.contains(account)) {
                    personOf(account).ifPresent(p -> inVain.put(p, NOT_FREE));
                }
            });
            again = waiting.holdPeople(inVain, d -> changesName(d.change()));
        }
        Map<AccountId, AccountId> kept = new TreeMap<>(freedFor);
        kept.values().removeAll(renamed(waiting));
        waiting.hold(d -> isOf(d, kept.keySet()), NOT_FREE);
    }

    private static boolean isOf(Difference d, Set<AccountId> accounts) {
        return d.person().flatMap(Person::account).filter(accounts::contains).isPresent();
    }

    private static Set<AccountId> renamed(Waiting waiting) {
        return waiting.ready().stream()
                .filter(d -> newName(d).isPresent())
                .flatMap(d -> d.person().flatMap(Person::account).stream())
                .collect(Collectors.toSet());
    }

    private Optional<String> personOf(AccountId account) {
        return Optional.ofNullable(renames.get(account))
                .flatMap(Difference::person)
                .map(Person::key);
    }

    private static boolean changesName(Change change) {
        return change.writes().flatMap(AccountChange::userName).isPresent();
    }

    private static final Verdict NOT_FREE = new Verdict(
            HoldCode.USER_NAME_NOT_FREE,
            Optional.empty(),
            "people should get the user name of another account, whose own change of name does not happen now",
            "let the other change go first: lift its hold, or widen the authority over accounts");

    private static final Verdict TAKEN = new Verdict(
            HoldCode.USER_NAME_NOT_FREE,
            Optional.empty(),
            "deleted accounts should come back with a user name that another account keeps",
            "rename the other account, or link it to the person");

    /** Returns a finding for each name that is not available. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        keptBy.forEach((account, holder) -> findings.add(new Finding(
                FindingCode.USER_NAME_TAKEN,
                Finding.Severity.WARNING,
                Optional.empty(),
                "account " + account,
                "should get the user name of " + Words.named("account", name(holder), holder) + ", which keeps it",
                "rename or delete the other account; until then this one keeps its name",
                name(account))));
        taken.forEach((account, holder) -> findings.add(new Finding(
                FindingCode.USER_NAME_TAKEN,
                Finding.Severity.WARNING,
                Optional.empty(),
                "account " + account,
                "is deleted, but " + Words.named("account", name(holder), holder) + " has its user name and keeps it",
                "rename the other account, or link it to this person; until then the deleted one is not restored",
                name(account))));
        return findings;
    }

    private String name(AccountId account) {
        return accounts.find(account).map(Account::userName).orElse("");
    }

    /** Returns the number of name changes that have to come before this one. */
    int rank(Difference difference) {
        int rank = 0;
        Optional<AccountId> next = newName(difference)
                .flatMap(n -> difference.person())
                .flatMap(Person::account)
                .or(() -> comesBack(difference))
                .map(waitsFor::get);
        while (next.isPresent()) {
            rank++;
            next = next.map(waitsFor::get);
        }
        return rank;
    }

    /** Returns the new name that the account will keep; a temporary name does not count. */
    private static Optional<String> newName(Difference d) {
        return d.change().phase() == Phase.FREE
                ? Optional.empty()
                : d.change().writes().flatMap(AccountChange::userName);
    }
}
