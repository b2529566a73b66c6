// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.change.ChangeCases;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.internal.Fold;
import io.tenantry.plan.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends one batch to the organization; no other class of the engine writes there. A call may send several requests, and
 * each of them needs the lease.
 */
final class Writer {
    private final Directory directory;
    private final RunLease lease;
    private final Ledger ledger;
    private final Readback readback;

    Writer(Directory directory, RunLease lease, Ledger ledger, Readback readback) {
        this.directory = directory;
        this.lease = lease;
        this.ledger = ledger;
        this.readback = readback;
    }

    /** Moves people into a division. */
    void move(Division to, List<Operation> operations) {
        fenced(() -> directory.divisions().move(to, accounts(operations)));
    }

    /** Removes the person of an operation from a group. */
    void leave(Group group, Operation operation) {
        fenced(() -> directory.groups().remove(group.id(), List.of(account(operation))));
    }

    /**
     * Makes the call that carries out these operations, which share their kind and target.
     *
     * @throws DirectoryException if the call failed
     */
    void write(List<Operation> operations) {
        fenced(operations.get(0).change().match(new Calls(operations)));
    }

    private void fenced(Runnable call) {
        directory.fenced(lease::refusal, call);
    }

    private void update(Change change, Operation operation) {
        directory.accounts().update(account(operation), change.writes().orElseThrow());
    }

    private void revoke(SubjectId holder, List<Operation> operations) {
        List<RoleInDivision> roles = operations.stream()
                .flatMap(o -> o.change().revokes().stream())
                .map(r -> new RoleInDivision(r.role().id(), r.division().id()))
                .toList();
        directory.grants().remove(holder, roles);
    }

    private void divide(String name) {
        Division division = found(
                () -> shown(directory.divisions().create(name), Division::name, name),
                () -> directory.divisions().list().entries().stream()
                        .filter(d -> d.name().equals(name) && !d.home())
                        .toList());
        ledger.created(name, division);
    }

    private void group(String name) {
        Group group = found(
                () -> shown(directory.groups().create(name), Group::name, name),
                () -> directory.groups().list().entries().stream()
                        .filter(g -> g.name().equals(name))
                        .toList());
        ledger.created(name, group.id());
    }

    // If the answer shows another object, it is unknown whether the right one was created. The object in the answer is
    // not changed.
    private static <T> T shown(T made, Function<T, String> name, String wanted) {
        return checked(made, Fold.same(name.apply(made), wanted), "another object than \"" + wanted + "\"");
    }

    private static Account shown(NewAccount wanted, Account made) {
        boolean same = made.externalId().map(wanted.externalId()::equals).orElse(true)
                && Fold.same(made.userName(), wanted.userName());
        return checked(made, same, "another account, " + made.id());
    }

    private static <T> T checked(T made, boolean same, String shows) {
        if (!same) {
            throw new DirectoryException(
                    Failure.OUTCOME_UNKNOWN,
                    "the answer to the creation shows " + shows + ", which is not changed",
                    null);
        }
        return made;
    }

    // A create is never sent again. If its answer was lost, the created object is looked up. If the lookup fails too,
    // the first failure counts, because it says what may have happened. What another client was faster to create is
    // left alone: no plan has judged yet who has access by it.
    private static <T> T found(Supplier<T> create, Supplier<List<T>> lookup) {
        try {
            return create.get();
        } catch (DirectoryException e) {
            List<T> found = e.failure() == Failure.OUTCOME_UNKNOWN ? lookup(lookup, e) : List.of();
            if (found.size() != 1) {
                throw e;
            }
            return found.get(0);
        }
    }

    private static <T> List<T> lookup(Supplier<List<T>> lookup, DirectoryException first) {
        try {
            return lookup.get();
        } catch (DirectoryException e) {
            first.addSuppressed(e);
            return List.of();
        }
    }

    private void equip(GroupTarget group, List<Operation> operations) {
        List<RoleInDivision> roles = operations.stream()
                .flatMap(o -> o.change().grants().stream())
                .map(g -> new RoleInDivision(
                        g.role().id(), ledger.division(g.division()).id()))
                .toList();
        directory.grants().add(SubjectId.of(ledger.group(group)), SubjectKind.GROUP, roles);
    }

    private void create(Operation operation, Change.CreateAccount change) {
        Person person = operation.person().orElseThrow();
        String externalId = change.externalId().value();
        NewAccount account = new NewAccount(
                externalId,
                change.userName(),
                change.displayName(),
                ledger.division(change.division()),
                change.attributes());
        Account created = found(
                () -> shown(account, directory.accounts().create(account)),
                () -> readback.accountsOf(externalId).stream()
                        .filter(a -> isThatOf(a, account))
                        .toList());
        ledger.created(person, created.id());
    }

    // Only an account that can have come from this create is accepted. An account that another client created meanwhile
    // may lie in another tenant and have access there; the next plan sees that and removes it first.
    private boolean isThatOf(Account found, NewAccount wanted) {
        return found.externalId().equals(Optional.of(wanted.externalId()))
                && Fold.same(found.userName(), wanted.userName())
                && found.division().equals(bornIn(wanted));
    }

    private DivisionId bornIn(NewAccount wanted) {
        if (directory.limits().placesOnCreate()) {
            return wanted.division().id();
        }
        return directory.divisions().list().entries().stream()
                .filter(Division::home)
                .map(Division::id)
                .findFirst()
                .orElse(wanted.division().id());
    }

    private AccountId account(Operation operation) {
        return ledger.account(operation.person().orElseThrow()).orElseThrow();
    }

    private List<AccountId> accounts(List<Operation> operations) {
        return operations.stream().map(this::account).toList();
    }

    /** Makes the call for each kind of change. */
    private final class Calls implements ChangeCases<Runnable> {
        private final List<Operation> operations;
        private final Operation first;

        Calls(List<Operation> operations) {
            this.operations = operations;
            this.first = operations.get(0);
        }

        @Override
        public Runnable deactivate(Change.Deactivate change) {
            return () -> update(change, first);
        }

        @Override
        public Runnable restoreAccount(Change.RestoreAccount change) {
            return () -> directory.accounts().restore(account(first));
        }

        @Override
        public Runnable revokeRole(Change.RevokeRole change) {
            return () -> revoke(change.holder(), operations);
        }

        @Override
        public Runnable leaveGroup(Change.LeaveGroup change) {
            return () -> directory.groups().remove(change.group().id(), accounts(operations));
        }

        @Override
        public Runnable leaveSurvivingGroups(Change.LeaveSurvivingGroups change) {
            throw new IllegalStateException("each group that the account came back in needs a call of its own");
        }

        @Override
        public Runnable createDivision(Change.CreateDivision change) {
            return () -> divide(change.name());
        }

        @Override
        public Runnable createGroup(Change.CreateGroup change) {
            return () -> group(change.name());
        }

        @Override
        public Runnable grantRole(Change.GrantRole change) {
            return () -> equip(change.group(), operations);
        }

        @Override
        public Runnable createAccount(Change.CreateAccount change) {
            return () -> create(first, change);
        }

        @Override
        public Runnable moveDivision(Change.MoveDivision change) {
            return () -> move(ledger.division(change.to()), operations);
        }

        @Override
        public Runnable updateAccount(Change.UpdateAccount change) {
            return () -> update(change, first);
        }

        @Override
        public Runnable freeUserName(Change.FreeUserName change) {
            return () -> update(change, first);
        }

        @Override
        public Runnable joinGroup(Change.JoinGroup change) {
            return () -> directory.groups().add(ledger.group(change.group()), accounts(operations));
        }
    }
}
