// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Person;
import java.util.List;
import java.util.Optional;

/** Says one batch to the organization: the only place of the engine that writes there. */
final class Writer {
    private final Directory directory;
    private final Ledger ledger;

    Writer(Directory directory, Ledger ledger) {
        this.directory = directory;
        this.ledger = ledger;
    }

    /**
     * Makes the call of a batch for those of its operations that can be tried.
     *
     * @throws DirectoryException if the call failed
     */
    void write(Batch batch, List<Operation> operations) {
        Operation first = operations.get(0);
        switch (batch.phase()) {
            case SHUT -> directory.accounts().update(account(first), AccountChange.deactivation());
            case RESTORE -> directory.accounts().restore(account(first));
            case REVOKE -> revoke(first.change(), operations);
            case DIVIDE -> divide((Change.CreateDivision) first.change());
            case GROUP -> group((Change.CreateGroup) first.change());
            case EQUIP -> equip(operations);
            case CREATE -> create(first, (Change.CreateAccount) first.change());
            case PLACE -> {
                Division to = ledger.division(((Change.MoveDivision) first.change()).to());
                directory.divisions().move(to, accounts(operations));
            }
            case UPDATE ->
                directory.accounts().update(account(first), ((Change.UpdateAccount) first.change()).change());
            case JOIN ->
                directory.groups().add(ledger.group(((Change.JoinGroup) first.change()).group()), accounts(operations));
        }
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
        try {
            ledger.created(change.name(), directory.divisions().create(change.name()));
        } catch (DirectoryException e) {
            ledger.created(
                    change.name(),
                    existing(
                            e,
                            directory.divisions().list().entries().stream()
                                    .filter(d -> d.name().equals(change.name()) && !d.home())
                                    .toList()));
        }
    }

    private void group(Change.CreateGroup change) {
        try {
            ledger.created(
                    change.name(), directory.groups().create(change.name()).id());
        } catch (DirectoryException e) {
            ledger.created(
                    change.name(),
                    existing(
                                    e,
                                    directory.groups().list().entries().stream()
                                            .filter(g -> g.name().equals(change.name()))
                                            .toList())
                            .id());
        }
    }

    // A create whose answer was lost, or that somebody else was faster with, is looked up and never sent again.
    private static <T> T existing(DirectoryException failure, List<T> found) {
        if (!mayExist(failure) || found.size() != 1) {
            throw failure;
        }
        return found.get(0);
    }

    private static boolean mayExist(DirectoryException failure) {
        return failure.failure() == Failure.ALREADY_EXISTS || failure.failure() == Failure.OUTCOME_UNKNOWN;
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
        AccountId id;
        try {
            id = directory.accounts().create(account).id();
        } catch (DirectoryException e) {
            id = existing(e, own(directory.accounts().findByExternalId(externalId), externalId))
                    .id();
        }
        ledger.created(person, id);
    }

    // Only an account that carries this identity's id is taken for the one that was to be created.
    private static List<Account> own(List<Account> found, String externalId) {
        return found.stream()
                .filter(a -> a.externalId().equals(Optional.of(externalId)))
                .toList();
    }

    private AccountId account(Operation operation) {
        return ledger.account(operation.person().orElseThrow()).orElseThrow();
    }

    private List<AccountId> accounts(List<Operation> operations) {
        return operations.stream().map(this::account).toList();
    }
}
