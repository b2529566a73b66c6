// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
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
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Says one batch to the organization: the only place of the engine that writes there. */
final class Writer {
    private final Directory directory;
    private final Ledger ledger;
    private final Readback readback;

    Writer(Directory directory, Ledger ledger, Readback readback) {
        this.directory = directory;
        this.ledger = ledger;
        this.readback = readback;
    }

    /** Moves people into a division. */
    void move(Division to, List<Operation> operations) {
        directory.divisions().move(to, accounts(operations));
    }

    /** Takes the person of an operation out of a group. */
    void leave(Group group, Operation operation) {
        directory.groups().remove(group.id(), List.of(account(operation)));
    }

    /**
     * Makes the one call that carries out these operations of a phase.
     *
     * @throws DirectoryException if the call failed
     */
    void write(Phase phase, List<Operation> operations) {
        Operation first = operations.get(0);
        switch (phase) {
            case SHUT -> directory.accounts().update(account(first), AccountChange.deactivation());
            case RESTORE -> directory.accounts().restore(account(first));
            case REVOKE -> revoke(first.change(), operations);
            case DIVIDE -> divide((Change.CreateDivision) first.change());
            case GROUP -> group((Change.CreateGroup) first.change());
            case EQUIP -> equip(operations);
            case CREATE -> create(first, (Change.CreateAccount) first.change());
            case PLACE -> move(ledger.division(((Change.MoveDivision) first.change()).to()), operations);
            case FREE -> directory.accounts().update(account(first), free((Change.FreeUserName) first.change()));
            case UPDATE ->
                directory.accounts().update(account(first), ((Change.UpdateAccount) first.change()).change());
            case JOIN ->
                directory.groups().add(ledger.group(((Change.JoinGroup) first.change()).group()), accounts(operations));
        }
    }

    private static AccountChange free(Change.FreeUserName change) {
        Optional<String> name = Optional.of(change.meanwhile());
        return new AccountChange(Optional.empty(), name, Optional.empty(), Optional.empty(), Map.of());
    }

    private void revoke(Change first, List<Operation> operations) {
        if (first instanceof Change.LeaveGroup leave) {
            directory.groups().remove(leave.group().id(), accounts(operations));
            return;
        }
        SubjectId holder = ((Change.RevokeRole) first).holder();
        List<RoleInDivision> roles = operations.stream()
                .map(o -> (Change.RevokeRole) o.change())
                .map(r -> new RoleInDivision(r.role().id(), r.division().id()))
                .toList();
        directory.grants().remove(holder, roles);
    }

    private void divide(Change.CreateDivision change) {
        Division division = found(
                () -> directory.divisions().create(change.name()),
                Writer::mayExist,
                () -> directory.divisions().list().entries().stream()
                        .filter(d -> d.name().equals(change.name()) && !d.home())
                        .toList());
        ledger.created(change.name(), division);
    }

    private void group(Change.CreateGroup change) {
        Group group = found(
                () -> directory.groups().create(change.name()),
                Writer::mayExist,
                () -> directory.groups().list().entries().stream()
                        .filter(g -> g.name().equals(change.name()))
                        .toList());
        ledger.created(change.name(), group.id());
    }

    // A create whose answer was lost, or that somebody else was faster with, is looked up and never sent again. A look
    // that fails too leaves the first failure standing: it is the one that says what may have happened.
    private static <T> T found(Supplier<T> create, Predicate<DirectoryException> looksUp, Supplier<List<T>> lookup) {
        try {
            return create.get();
        } catch (DirectoryException e) {
            List<T> found = looksUp.test(e) ? lookup(lookup, e) : List.of();
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

    private static boolean mayExist(DirectoryException failure) {
        return failure.failure() == Failure.ALREADY_EXISTS || isLost(failure);
    }

    private static boolean isLost(DirectoryException failure) {
        return failure.failure() == Failure.OUTCOME_UNKNOWN;
    }

    private void equip(List<Operation> operations) {
        Change.GrantRole first = (Change.GrantRole) operations.get(0).change();
        List<RoleInDivision> roles = operations.stream()
                .map(o -> (Change.GrantRole) o.change())
                .map(g -> new RoleInDivision(
                        g.role().id(), ledger.division(g.division()).id()))
                .toList();
        directory.grants().add(SubjectId.of(ledger.group(first.group())), SubjectKind.GROUP, roles);
    }

    private void create(Operation operation, Change.CreateAccount change) {
        Person person = operation.person().orElseThrow();
        String externalId = person.identity().map(IdentityId::value).orElseThrow();
        Division division = ledger.division(change.division());
        NewAccount account =
                new NewAccount(externalId, person.userName(), change.displayName(), division, change.attributes());
        Account created = found(
                () -> directory.accounts().create(account),
                Writer::isLost,
                () -> readback.accountsOf(externalId).stream()
                        .filter(a -> isThatOf(a, account))
                        .toList());
        ledger.created(person, created.id());
    }

    // Only an account that can have come from this very create is taken for it. One that somebody else made meanwhile
    // may lie in
    // another tenant and hold access there; the next plan sees that and takes it away first.
    private boolean isThatOf(Account found, NewAccount wanted) {
        return found.externalId().equals(Optional.of(wanted.externalId()))
                && found.userName().equalsIgnoreCase(wanted.userName())
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
}
