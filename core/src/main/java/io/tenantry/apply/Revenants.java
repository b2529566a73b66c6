// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Person;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at accounts that were brought back. Memberships survive a deletion while no listing of members shows them, so a plan may
 * not know what comes back; whoever comes back with more than the plan deals with goes no further, and the next plan sees it.
 */
final class Revenants {
    private final Readback readback;
    private final Ledger ledger;
    private final Map<String, Set<GroupId>> dealtWith = new HashMap<>();

    Revenants(Plan plan, Readback readback, Ledger ledger) {
        this.readback = readback;
        this.ledger = ledger;
        plan.operations()
                .forEach(o -> o.person()
                        .ifPresent(p -> group(o.change())
                                .ifPresent(g -> dealtWith
                                        .computeIfAbsent(p.key(), k -> new HashSet<>())
                                        .add(g))));
    }

    private static Optional<GroupId> group(Change change) {
        if (change instanceof Change.LeaveGroup leave) {
            return Optional.of(leave.group().id());
        }
        return change instanceof Change.JoinGroup join ? join.group().id() : Optional.empty();
    }

    /** Returns which of these restored accounts are there again. */
    Set<Operation> shown(List<Operation> pending) {
        Set<Operation> shown = new HashSet<>();
        for (Operation operation : pending) {
            Person person = operation.person().orElseThrow();
            AccountId id = ledger.account(person).orElseThrow();
            Optional<AccountInGroups> now =
                    readback.account(id).filter(a -> a.account().state() != AccountState.DELETED);
            if (now.isPresent()) {
                shown.add(operation);
                judge(operation, person, now.get().groups());
            }
        }
        return shown;
    }

    private void judge(Operation operation, Person person, Listing<GroupId> groups) {
        Set<GroupId> surplus = new TreeSet<>(groups.entries());
        surplus.removeAll(dealtWith.getOrDefault(person.key(), Set.of()));
        if (!surplus.isEmpty()) {
            ledger.stop(
                    operation, "the account came back in groups that the plan did not know of: plan again; " + surplus);
        } else if (!groups.completeness().isComplete()) {
            ledger.stop(operation, "what the account came back with was not told: plan again");
        }
    }
}
