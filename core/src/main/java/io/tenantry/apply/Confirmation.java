// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Phase;
import io.tenantry.proof.Completeness;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.DivisionTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads back what was written, with as few calls as show it: one for a group, one for a division's grants, one for many
 * accounts. What does not show yet is looked for again, a bounded number of times; what lies in the wrong division is moved
 * there by the authority on divisions.
 */
final class Confirmation {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    private final Directory directory;
    private final Sleeper sleeper;
    private final Settling settling;
    private int reads;

    Confirmation(Directory directory, Sleeper sleeper, Settling settling) {
        this.directory = directory;
        this.sleeper = sleeper;
        this.settling = settling;
    }

    int reads() {
        return reads;
    }

    /** Settles what became of the operations of a phase, by what the organization shows now. */
    void confirm(Phase phase, List<Operation> operations, Ledger ledger) {
        List<Operation> tried = operations.stream().filter(ledger::isTried).toList();
        if (tried.isEmpty()) {
            return;
        }
        switch (phase) {
            case REVOKE -> {
                memberships(tried, ledger, false);
                grants(tried, ledger);
            }
            case JOIN -> memberships(tried, ledger, true);
            case CREATE -> {
                if (directory.limits().placesOnCreate()) {
                    placement(tried, ledger);
                }
            }
            case PLACE -> placement(tried, ledger);
            case SHUT, UPDATE, RESTORE -> states(tried, ledger);
            case DIVIDE, GROUP, EQUIP -> {
                // The next plan reads the structure anyway, and a group without its role gives too little, never too
                // much.
            }
        }
    }

    /** Reads accounts by id, as many to a call as it carries. */
    Map<AccountId, Account> accounts(List<AccountId> ids) {
        Map<AccountId, Account> found = new HashMap<>();
        int size = directory.limits().lookupsPerCall();
        for (int from = 0; from < ids.size(); from += size) {
            reads++;
            directory
                    .accounts()
                    .find(ids.subList(from, Math.min(ids.size(), from + size)))
                    .forEach(a -> found.put(a.id(), a));
        }
        return found;
    }

    private void memberships(List<Operation> operations, Ledger ledger, boolean wanted) {
        Map<GroupId, List<Operation>> byGroup = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.change() instanceof Change.LeaveGroup leave) {
                byGroup.computeIfAbsent(leave.group().id(), k -> new ArrayList<>())
                        .add(operation);
            } else if (operation.change() instanceof Change.JoinGroup join) {
                byGroup.computeIfAbsent(ledger.group(join.group()), k -> new ArrayList<>())
                        .add(operation);
            }
        }
        byGroup.forEach((group, of) -> settle(of, ledger, pending -> {
            Listing<AccountId> members = members(group);
            Set<AccountId> present = new HashSet<>(members.entries());
            boolean proof = wanted || members.completeness().isComplete();
            return o -> proof && present.contains(account(o, ledger)) == wanted;
        }));
    }

    private Listing<AccountId> members(GroupId group) {
        try {
            Listing<AccountId> members = directory.groups().members(group);
            reads += Math.max(1, members.completeness().pages());
            return members;
        } catch (DirectoryException e) {
            reads++;
            if (e.failure() == Failure.NOT_FOUND) {
                return Listing.complete(List.of());
            }
            return new Listing<>(
                    List.of(), Completeness.doubtful(0, 0, e.failure().toString()));
        }
    }

    private void grants(List<Operation> operations, Ledger ledger) {
        Map<DivisionId, List<Operation>> byDivision = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.change() instanceof Change.RevokeRole revoke) {
                byDivision
                        .computeIfAbsent(revoke.division().id(), k -> new ArrayList<>())
                        .add(operation);
            }
        }
        byDivision.forEach((division, of) -> settle(of, ledger, pending -> {
            Listing<Grant> listing = directory.grants().in(division);
            reads += Math.max(1, listing.completeness().pages());
            Set<Grant> present = new HashSet<>(listing.entries());
            return o -> listing.completeness().isComplete() && !present.contains(grant((Change.RevokeRole) o.change()));
        }));
    }

    private static Grant grant(Change.RevokeRole revoke) {
        return new Grant(revoke.holder(), revoke.role().id(), revoke.division().id());
    }

    private void placement(List<Operation> operations, Ledger ledger) {
        AtomicBoolean repaired = new AtomicBoolean();
        settle(operations, ledger, pending -> {
            Map<AccountId, Account> now = accounts(ids(pending, ledger));
            Map<Division, List<AccountId>> astray = astray(pending, now, ledger);
            if (!astray.isEmpty() && repaired.compareAndSet(false, true)) {
                astray.forEach(this::repair);
                now.putAll(accounts(ids(pending, ledger)));
            }
            return o -> livesIn(now, account(o, ledger), ledger.division(target(o.change())));
        });
    }

    private static Map<Division, List<AccountId>> astray(
            List<Operation> operations, Map<AccountId, Account> found, Ledger ledger) {
        Map<Division, List<AccountId>> astray = new HashMap<>();
        for (Operation operation : operations) {
            Division wanted = ledger.division(target(operation.change()));
            AccountId account = account(operation, ledger);
            if (found.containsKey(account) && !livesIn(found, account, wanted)) {
                astray.computeIfAbsent(wanted, k -> new ArrayList<>()).add(account);
            }
        }
        return astray;
    }

    private void repair(Division division, List<AccountId> accounts) {
        int size = directory.limits().movesPerCall();
        for (int from = 0; from < accounts.size(); from += size) {
            directory.divisions().move(division, accounts.subList(from, Math.min(accounts.size(), from + size)));
        }
    }

    private static boolean livesIn(Map<AccountId, Account> found, AccountId id, Division wanted) {
        Account account = found.get(id);
        return account != null && account.division().equals(wanted.id());
    }

    private static DivisionTarget target(Change change) {
        return change instanceof Change.CreateAccount create ? create.division() : ((Change.MoveDivision) change).to();
    }

    private void states(List<Operation> operations, Ledger ledger) {
        settle(operations, ledger, pending -> {
            Map<AccountId, Account> now = accounts(ids(pending, ledger));
            return o -> Optional.ofNullable(now.get(account(o, ledger)))
                    .filter(a -> shows(a, o.change()))
                    .isPresent();
        });
    }

    private static boolean shows(Account account, Change change) {
        if (change instanceof Change.Deactivate) {
            return account.state() != AccountState.ACTIVE;
        } else if (change instanceof Change.RestoreAccount) {
            return account.state() != AccountState.DELETED;
        }
        return shows(account, ((Change.UpdateAccount) change).change());
    }

    private static boolean shows(Account account, AccountChange change) {
        boolean state = change.active()
                .map(a -> a == (account.state() == AccountState.ACTIVE))
                .orElse(true);
        boolean names = change.userName()
                        .map(account.userName()::equalsIgnoreCase)
                        .orElse(true)
                && change.displayName().map(account.displayName()::equals).orElse(true);
        return state && names && change.attributes().entrySet().stream().allMatch(e -> shows(account, e));
    }

    // An attribute that the read does not show cannot be confirmed, and is not held against the write either.
    private static boolean shows(Account account, Map.Entry<AccountAttribute, String> wanted) {
        String now = account.attributes().get(wanted.getKey());
        return now == null || now.equals(wanted.getValue());
    }

    private void settle(List<Operation> operations, Ledger ledger, Look look) {
        List<Operation> pending = new ArrayList<>(operations);
        Duration wait = settling.first();
        for (int i = 1; !pending.isEmpty(); i++) {
            Predicate<Operation> shows = look(look, pending);
            pending.removeIf(o -> {
                boolean shown = shows.test(o);
                if (shown) {
                    ledger.record(o, Outcome.Status.APPLIED, "");
                }
                return shown;
            });
            if (pending.isEmpty() || i >= settling.reads() || !pause(wait)) {
                break;
            }
            wait = wait.multipliedBy(2);
        }
        pending.forEach(o -> ledger.record(
                o,
                Outcome.Status.PENDING,
                "accepted, and not to be seen after " + settling.reads() + " reads; the next plan takes it up"));
    }

    // A read that fails shows nothing, neither that it worked nor that it did not.
    private static Predicate<Operation> look(Look look, List<Operation> pending) {
        try {
            return look.at(List.copyOf(pending));
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read back: {}", e.getMessage());
            return o -> false;
        }
    }

    private boolean pause(Duration wait) {
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<AccountId> ids(List<Operation> operations, Ledger ledger) {
        return operations.stream().map(o -> account(o, ledger)).distinct().toList();
    }

    private static AccountId account(Operation operation, Ledger ledger) {
        return ledger.account(operation.person().orElseThrow()).orElseThrow();
    }

    /** Looks once, and tells for each operation whether it shows. */
    @FunctionalInterface
    private interface Look {
        Predicate<Operation> at(List<Operation> pending);
    }
}
