// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads restored accounts. Memberships survive a deletion although no listing of members shows them, so only after the
 * restore can we see which unwanted groups the account is still in.
 */
final class RestoredAccounts {
    private final Readback readback;
    private final Ledger ledger;
    private final Map<AccountId, Set<GroupId>> cameBackIn = new HashMap<>();

    RestoredAccounts(Readback readback, Ledger ledger) {
        this.readback = readback;
        this.ledger = ledger;
    }

    /** Returns the operations whose restored account is back and shows all its groups. */
    Set<Operation> shown(List<Operation> pending) {
        Set<Operation> shown = new HashSet<>();
        for (Operation operation : pending) {
            readback.account(account(operation))
                    .filter(RestoredAccounts::isBack)
                    .ifPresent(now -> {
                        shown.add(operation);
                        cameBackIn.put(
                                account(operation), Set.copyOf(now.groups().entries()));
                    });
        }
        return shown;
    }

    private static boolean isBack(AccountInGroups now) {
        return now.account().state() != AccountState.DELETED
                && now.groups().completeness().isComplete();
    }

    /** Returns the groups that the account came back in and must leave by this operation. */
    List<ForeignGroup> toLeave(Operation operation) {
        return among(operation, cameBackIn.getOrDefault(account(operation), Set.of()));
    }

    /** Returns the groups that restored accounts are still in after the removals of a plan. */
    Map<AccountId, Set<GroupId>> stillIn(Plan plan) {
        Map<AccountId, Set<GroupId>> still = new HashMap<>();
        cameBackIn.forEach((account, groups) -> still.put(account, new HashSet<>(groups)));
        plan.operations()
                .filter(o -> o.change().phase().takes())
                .forEach(o -> o.person()
                        .flatMap(ledger::account)
                        .flatMap(account -> Optional.ofNullable(still.get(account)))
                        .ifPresent(groups -> {
                            o.change().leaves().map(Group::id).ifPresent(groups::remove);
                            o.change()
                                    .survivingGroups()
                                    .forEach(e -> groups.remove(e.group().id()));
                        }));
        return still;
    }

    /** Returns whether the account is in none of the groups that this operation names. */
    static boolean isOut(Operation operation, Set<GroupId> present) {
        return among(operation, present).isEmpty();
    }

    private static List<ForeignGroup> among(Operation operation, Set<GroupId> groups) {
        return operation.change().survivingGroups().stream()
                .filter(e -> groups.contains(e.group().id()))
                .toList();
    }

    /** Returns the names of these groups, for the record. */
    static String names(List<ForeignGroup> groups) {
        return groups.stream().map(e -> "\"" + e.group().name() + "\"").collect(Collectors.joining(", "));
    }

    private AccountId account(Operation operation) {
        return ledger.account(operation.person().orElseThrow()).orElseThrow();
    }
}
