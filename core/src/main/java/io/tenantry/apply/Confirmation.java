// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Phase;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.DivisionTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Confirms what was written, with as few calls as show it: one listing for a group, one for a division's grants, one lookup for
 * many accounts. What lies in the wrong division is moved once by the authority on divisions.
 */
final class Confirmation {
    private final Readback readback;
    private final Patience patience;
    private final Ledger ledger;
    private final Repair repair;
    private final boolean placesOnCreate;

    Confirmation(Readback readback, Patience patience, Ledger ledger, Repair repair, boolean placesOnCreate) {
        this.readback = readback;
        this.patience = patience;
        this.ledger = ledger;
        this.repair = repair;
        this.placesOnCreate = placesOnCreate;
    }

    /** Returns whether a read shows what this phase wrote. */
    boolean covers(Phase phase) {
        return switch (phase) {
            // The next plan reads the structure anyway, and a group without its role gives too little, never too much.
            case DIVIDE, GROUP, EQUIP -> false;
            // An account that could not be placed is looked at once it was moved.
            case CREATE -> placesOnCreate;
            case SHUT, RESTORE, REVOKE, PLACE, FREE, UPDATE, JOIN -> true;
        };
    }

    /** Settles what became of the operations of a phase, by what the organization shows now. */
    void confirm(Phase phase, List<Operation> operations) {
        List<Operation> sent = operations.stream().filter(ledger::isSent).toList();
        if (sent.isEmpty() || !covers(phase)) {
            return;
        }
        switch (phase) {
            case REVOKE -> patience.settle(sent, ledger, this::taken);
            case JOIN -> patience.settle(sent, ledger, pending -> inGroups(pending, true));
            case CREATE, PLACE -> placement(sent);
            default -> patience.settle(sent, ledger, this::changed);
        }
    }

    private Set<Operation> taken(List<Operation> pending) {
        Set<Operation> gone = inGroups(pending, false);
        gone.addAll(revoked(pending));
        return gone;
    }

    /** Returns which people are in their group, or out of it, as wanted; out of it only if all its members were seen. */
    private Set<Operation> inGroups(List<Operation> pending, boolean wanted) {
        Map<GroupId, List<Operation>> byGroup = new TreeMap<>();
        for (Operation operation : pending) {
            group(operation.change())
                    .ifPresent(g ->
                            byGroup.computeIfAbsent(g, k -> new ArrayList<>()).add(operation));
        }
        Set<Operation> shown = new HashSet<>();
        byGroup.forEach((group, of) -> {
            Listing<AccountId> members = readback.members(group);
            Set<AccountId> present = new HashSet<>(members.entries());
            boolean proof = wanted || members.completeness().isComplete();
            keep(of, o -> proof && present.contains(account(o)) == wanted, shown);
        });
        return shown;
    }

    private Optional<GroupId> group(Change change) {
        if (change instanceof Change.LeaveGroup leave) {
            return Optional.of(leave.group().id());
        }
        return change instanceof Change.JoinGroup join ? Optional.of(ledger.group(join.group())) : Optional.empty();
    }

    private Set<Operation> revoked(List<Operation> pending) {
        Map<DivisionId, List<Operation>> byDivision = new TreeMap<>();
        for (Operation operation : pending) {
            if (operation.change() instanceof Change.RevokeRole revoke) {
                byDivision
                        .computeIfAbsent(revoke.division().id(), k -> new ArrayList<>())
                        .add(operation);
            }
        }
        Set<Operation> shown = new HashSet<>();
        byDivision.forEach((division, of) -> {
            Listing<Grant> grants = readback.grants(division);
            Set<Grant> present = new HashSet<>(grants.entries());
            boolean proof = grants.completeness().isComplete();
            keep(of, o -> proof && !present.contains(grant((Change.RevokeRole) o.change())), shown);
        });
        return shown;
    }

    private static Grant grant(Change.RevokeRole revoke) {
        return new Grant(revoke.holder(), revoke.role().id(), revoke.division().id());
    }

    private static void keep(List<Operation> operations, Predicate<Operation> which, Set<Operation> kept) {
        operations.stream().filter(which).forEach(kept::add);
    }

    private void placement(List<Operation> sent) {
        boolean[] repaired = {false};
        patience.settle(sent, ledger, pending -> {
            Map<AccountId, Account> now = read(pending);
            Map<Division, List<Operation>> astray = astray(pending, now);
            if (!repaired[0] && !astray.isEmpty()) {
                repaired[0] = true;
                astray.forEach(repair::move);
                now = read(pending);
            }
            Map<AccountId, Account> shown = now;
            return pending.stream().filter(o -> isInPlace(o, shown)).collect(Collectors.toSet());
        });
    }

    private Map<Division, List<Operation>> astray(List<Operation> pending, Map<AccountId, Account> now) {
        Map<Division, List<Operation>> astray = new HashMap<>();
        for (Operation operation : pending) {
            if (now.containsKey(account(operation)) && !isInPlace(operation, now)) {
                astray.computeIfAbsent(wanted(operation), k -> new ArrayList<>())
                        .add(operation);
            }
        }
        return astray;
    }

    private boolean isInPlace(Operation operation, Map<AccountId, Account> now) {
        Account account = now.get(account(operation));
        return account != null && account.division().equals(wanted(operation).id());
    }

    private Division wanted(Operation operation) {
        DivisionTarget target = operation.change() instanceof Change.CreateAccount create
                ? create.division()
                : ((Change.MoveDivision) operation.change()).to();
        return ledger.division(target);
    }

    private Set<Operation> changed(List<Operation> pending) {
        Map<AccountId, Account> now = read(pending);
        return pending.stream()
                .filter(o -> Optional.ofNullable(now.get(account(o)))
                        .filter(a -> Shown.by(a, o.change()))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    private Map<AccountId, Account> read(List<Operation> pending) {
        return readback.accountsIfReadable(
                pending.stream().map(this::account).distinct().toList());
    }

    private AccountId account(Operation operation) {
        return ledger.account(operation.person().orElseThrow()).orElseThrow();
    }

    /** Moves people to the division they were to be put into. */
    @FunctionalInterface
    interface Repair {
        void move(Division to, List<Operation> operations);
    }
}
