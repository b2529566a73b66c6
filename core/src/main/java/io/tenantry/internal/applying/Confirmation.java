// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Confirms writes with as few calls as possible: one listing for each group or one read for each person, the smaller
 * number of the two; one listing for the grants of a division or of a holder; one lookup for many accounts. An account
 * in the wrong division is moved once more by the platform's own call.
 */
final class Confirmation {
    private final Readback readback;
    private final Patience patience;
    private final Ledger ledger;
    private final Repair repair;
    private final RestoredAccounts restored;
    private final boolean placesOnCreate;
    private final boolean clears;

    /**
     * Prepares the reads of one run.
     *
     * @param clears whether the plan clears former access once the new access is confirmed
     */
    Confirmation(
            Readback readback,
            Patience patience,
            Ledger ledger,
            Repair repair,
            RestoredAccounts restored,
            boolean placesOnCreate,
            boolean clears) {
        this.clears = clears;
        this.readback = readback;
        this.patience = patience;
        this.ledger = ledger;
        this.repair = repair;
        this.restored = restored;
        this.placesOnCreate = placesOnCreate;
    }

    /** Returns whether a read confirms the writes of this phase. */
    boolean covers(Phase phase) {
        // The next plan reads the structure anyway, and a group without its role gives too little access, never too
        // much. Only what is cleared afterwards needs the role.
        if (phase == Phase.DIVIDE || phase == Phase.GROUP) {
            return false;
        }
        if (phase == Phase.EQUIP) {
            return clears;
        }
        // An account that could not be placed is confirmed after its move.
        return phase != Phase.CREATE || placesOnCreate;
    }

    /** Settles the outcomes of the operations of a phase by reads of the organization. */
    void confirm(Phase phase, List<Operation> operations) {
        List<Operation> sent = operations.stream().filter(ledger::isSent).toList();
        if (sent.isEmpty() || !covers(phase)) {
            return;
        }
        if (phase == Phase.RESTORE) {
            patience.settle(sent, ledger, restored::shown);
        } else if (phase == Phase.REVOKE || phase == Phase.CLEAR) {
            patience.settle(sent, ledger, this::taken);
        } else if (phase == Phase.JOIN) {
            patience.settle(sent, ledger, pending -> inGroups(pending, true, nobody -> Optional.of(Set.of())));
        } else if (phase == Phase.EQUIP) {
            patience.settle(sent, ledger, this::equipped);
        } else if (phase == Phase.CREATE || phase == Phase.PLACE) {
            placement(sent);
        } else {
            patience.settle(sent, ledger, this::changed);
        }
    }

    private Set<Operation> taken(List<Operation> pending) {
        Set<String> back = pending.stream()
                .filter(o -> !o.change().survivingGroups().isEmpty())
                .flatMap(o -> o.person().stream())
                .map(Person::key)
                .collect(Collectors.toSet());
        Map<Boolean, List<Operation>> parts = pending.stream()
                .filter(o -> o.person().isPresent())
                .collect(Collectors.partitioningBy(
                        o -> back.contains(o.person().orElseThrow().key())));
        Map<SubjectId, Listing<Grant>> read = new HashMap<>();
        Function<SubjectId, Listing<Grant>> grants = holder -> read.computeIfAbsent(holder, readback::grants);
        Set<Operation> gone = rid(parts.getOrDefault(true, List.of()), person -> givers(grants, person));
        gone.addAll(inGroups(parts.getOrDefault(false, List.of()), false, person -> givers(grants, person)));
        gone.addAll(revoked(pending, grants));
        return gone;
    }

    /**
     * Returns the operations after which restored people have left the groups, by one read of the groups and one of the
     * roles of each person. The list of groups has no total, but a role inherited from a missing group reveals that
     * group.
     */
    private Set<Operation> rid(List<Operation> pending, Function<AccountId, Optional<Set<GroupId>>> more) {
        Set<Operation> gone = new HashSet<>();
        List<Operation> memberships = pending.stream()
                .filter(o -> group(o.change()).isPresent()
                        || !o.change().survivingGroups().isEmpty())
                .toList();
        by(memberships, this::account)
                .forEach((person, of) ->
                        present(person, more).ifPresent(present -> keep(of, o -> isRid(o, present), gone)));
        return gone;
    }

    /**
     * Returns the groups of an account, from its groups and from its roles; empty if either could not be read
     * completely.
     */
    private Optional<Set<GroupId>> present(AccountId person, Function<AccountId, Optional<Set<GroupId>>> more) {
        return readback.account(person)
                .map(AccountInGroups::groups)
                .filter(groups -> groups.completeness().isComplete())
                .flatMap(groups -> more.apply(person).map(others -> {
                    Set<GroupId> present = new HashSet<>(groups.entries());
                    present.addAll(others);
                    return present;
                }));
    }

    private boolean isRid(Operation operation, Set<GroupId> present) {
        return group(operation.change())
                .map(g -> !present.contains(g))
                .orElseGet(() -> RestoredAccounts.isOut(operation, present));
    }

    /** Returns the subjects that this account's roles come from; empty if the roles could not be read completely. */
    private static Optional<Set<GroupId>> givers(Function<SubjectId, Listing<Grant>> grants, AccountId person) {
        Listing<Grant> held = grants.apply(SubjectId.of(person));
        return Optional.of(held)
                .filter(h -> h.completeness().isComplete())
                .map(h -> h.entries().stream()
                        .map(g -> new GroupId(g.subject().value()))
                        .collect(Collectors.toSet()));
    }

    /**
     * Returns the operations whose people are in their group, or out of it, as wanted. Few people are read one by one,
     * many by their groups.
     */
    private Set<Operation> inGroups(
            List<Operation> pending, boolean wanted, Function<AccountId, Optional<Set<GroupId>>> more) {
        List<Operation> memberships =
                pending.stream().filter(o -> group(o.change()).isPresent()).toList();
        Map<AccountId, List<Operation>> byPerson = by(memberships, this::account);
        Map<GroupId, List<Operation>> byGroup =
                by(memberships, o -> group(o.change()).orElseThrow());
        if (byPerson.size() > byGroup.size()) {
            return byGroup(byGroup, wanted);
        }
        Set<Operation> shown = new HashSet<>();
        List<Operation> untold = byPerson(byPerson, wanted, more, shown);
        shown.addAll(byGroup(by(untold, o -> group(o.change()).orElseThrow()), wanted));
        return shown;
    }

    /**
     * Adds the operations that reads of the people confirm, and returns those that stay open. The list of a person's
     * groups has no total, but a role inherited from a missing group reveals that group. An account that remains in a
     * group as an owner or through a rule counts as still a member.
     */
    private List<Operation> byPerson(
            Map<AccountId, List<Operation>> byPerson,
            boolean wanted,
            Function<AccountId, Optional<Set<GroupId>>> more,
            Set<Operation> shown) {
        List<Operation> open = new ArrayList<>();
        byPerson.forEach((person, of) -> {
            Optional<Listing<GroupId>> groups = readback.account(person).map(AccountInGroups::groups);
            Optional<Set<GroupId>> others = more.apply(person);
            Set<GroupId> present = new HashSet<>(groups.map(Listing::entries).orElse(List.of()));
            others.ifPresent(present::addAll);
            boolean proof = others.isPresent()
                    && groups.filter(g -> g.completeness().isComplete()).isPresent();
            keep(of, o -> present.contains(group(o.change()).orElseThrow()) ? wanted : proof && !wanted, shown);
            of.stream()
                    .filter(o -> !present.contains(group(o.change()).orElseThrow()) && (wanted || !proof))
                    .forEach(open::add);
        });
        return open;
    }

    /**
     * Returns the operations that reads of the groups confirm; leaving a group counts only if everybody in it was read.
     * The direct members would not do: who was one and is an owner, or in the group by a rule, is in it still. After a
     * join the read shows as well what people reach by now.
     */
    private Set<Operation> byGroup(Map<GroupId, List<Operation>> byGroup, boolean wanted) {
        Set<Operation> shown = new HashSet<>();
        byGroup.forEach((group, of) -> {
            Listing<AccountId> everybody = readback.everybody(group);
            Set<AccountId> present = new HashSet<>(everybody.entries());
            boolean proof = wanted || everybody.completeness().isComplete();
            keep(of, o -> proof && present.contains(account(o)) == wanted, shown);
        });
        return shown;
    }

    private Optional<GroupId> group(Change change) {
        return change.leaves().map(Group::id).or(() -> change.joins().map(ledger::group));
    }

    private Set<Operation> revoked(List<Operation> pending, Function<SubjectId, Listing<Grant>> ofHolder) {
        List<Operation> revocations =
                pending.stream().filter(o -> o.change().revokes().isPresent()).toList();
        Map<SubjectId, List<Operation>> byHolder =
                by(revocations, o -> revocation(o).holder());
        Map<DivisionId, List<Operation>> byDivision =
                by(revocations, o -> revocation(o).division().id());
        return byHolder.size() > byDivision.size()
                ? revoked(byDivision, readback::grants)
                : revoked(byHolder, ofHolder);
    }

    private static <K> Set<Operation> revoked(Map<K, List<Operation>> operations, Function<K, Listing<Grant>> read) {
        Set<Operation> shown = new HashSet<>();
        operations.forEach((key, of) -> {
            Listing<Grant> grants = read.apply(key);
            Set<Grant> present = new HashSet<>(grants.entries());
            boolean proof = grants.completeness().isComplete();
            keep(of, o -> proof && !present.contains(grant(revocation(o))), shown);
        });
        return shown;
    }

    private Set<Operation> equipped(List<Operation> pending) {
        Set<Operation> shown = new HashSet<>();
        by(pending, o -> holder(grant(o))).forEach((holder, of) -> {
            Set<Grant> held = new HashSet<>(readback.grants(holder).entries());
            keep(of, o -> held.contains(new Grant(holder, grant(o).role().id(), division(o))), shown);
        });
        return shown;
    }

    private static Change.GrantRole grant(Operation operation) {
        return operation.change().grants().orElseThrow();
    }

    private SubjectId holder(Change.GrantRole grant) {
        return SubjectId.of(ledger.group(grant.group()));
    }

    private DivisionId division(Operation operation) {
        return ledger.division(grant(operation).division()).id();
    }

    private static <K extends Comparable<K>> Map<K, List<Operation>> by(
            List<Operation> operations, Function<Operation, K> key) {
        Map<K, List<Operation>> groups = new TreeMap<>();
        operations.forEach(o ->
                groups.computeIfAbsent(key.apply(o), k -> new ArrayList<>()).add(o));
        return groups;
    }

    private static Change.RevokeRole revocation(Operation operation) {
        return operation.change().revokes().orElseThrow();
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
        return ledger.division(operation.change().requiredDivision().orElseThrow());
    }

    private Set<Operation> changed(List<Operation> pending) {
        Map<AccountId, Account> now = read(pending);
        return pending.stream()
                .filter(o -> Optional.ofNullable(now.get(account(o)))
                        .filter(a -> WriteCheck.by(a, o.change()))
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

    /** Moves people to the division in which they should be. */
    @FunctionalInterface
    interface Repair {
        void move(Division to, List<Operation> operations);
    }
}
