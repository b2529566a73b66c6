// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** The accounts of a {@link MemoryDirectory}. */
@NullUnmarked
public class MemoryAccounts implements Accounts {
    private final MemoryDirectory org;

    public MemoryAccounts(MemoryDirectory org) {
        this.org = org;
    }

    @Override
    public Completeness list(Consumer<List<Account>> pages) {
        org.beforeRead.run();
        pages.accept(org.accounts.values().stream()
                .filter(a -> !org.unlisted.contains(a.id()))
                .map(this::listed)
                .toList());
        return org.accountsProof.apply(Completeness.complete(org.accounts.size(), 1));
    }

    private Account listed(Account a) {
        Optional<String> externalId = org.listsNoExternalIds ? Optional.empty() : a.externalId();
        return new Account(a.id(), a.state(), a.userName(), a.displayName(), externalId, a.division(), a.attributes());
    }

    @Override
    public List<Account> find(Collection<AccountId> ids) {
        org.reads++;
        ids.forEach(id -> org.asked.accept("account " + id));
        org.beforeRead.run();
        return ids.stream()
                .filter(org.accounts::containsKey)
                .map(org.accounts::get)
                .peek(org.shown)
                .toList();
    }

    @Override
    public List<Account> findByExternalId(String externalId) {
        org.asked.accept("external id " + externalId);
        return org.accounts.values().stream()
                .filter(a -> a.externalId().equals(Optional.of(externalId)))
                .toList();
    }

    @Override
    public List<Account> findByUserName(String userName) {
        return org.accounts.named(userName).stream().map(this::listed).toList();
    }

    @Override
    public Account create(NewAccount n) {
        AccountId id = org.nextAccountId();
        org.write("create account " + n.externalId(), () -> {
            if (!findByUserName(n.userName()).isEmpty()) {
                throw new DirectoryException(Failure.ALREADY_EXISTS, "the user name is taken", null);
            }
            org.accounts.put(id, created(id, n));
        });
        return org.known(id);
    }

    private Account created(AccountId id, NewAccount n) {
        Map<AccountAttribute, String> attributes = MemoryDirectory.noAttributes();
        attributes.putAll(n.attributes());
        boolean places = org.limits().placesOnCreate() && !org.misplaces;
        return new Account(
                id,
                AccountState.ACTIVE,
                n.userName(),
                n.displayName(),
                Optional.of(n.externalId()),
                places ? n.division().id() : MemoryDirectory.HOME.id(),
                attributes);
    }

    @Override
    public Account update(AccountId id, AccountChange c) {
        org.write("update " + id, () -> {
            org.accept(List.of(id));
            Account before = org.known(id);
            if (isTaken(c.userName(), id)) {
                throw new DirectoryException(Failure.CONFLICT, "the user name is taken", null);
            }
            Account after = changed(before, c);
            org.accounts.put(id, after);
            if (after.state() == AccountState.INACTIVE) {
                org.grants.removeIf(g -> g.subject().equals(SubjectId.of(id)));
            }
        });
        return org.known(id);
    }

    private boolean isTaken(Optional<String> userName, AccountId by) {
        return userName.stream()
                .flatMap(name -> findByUserName(name).stream())
                .anyMatch(other -> !other.id().equals(by));
    }

    private static Account changed(Account a, AccountChange c) {
        Map<AccountAttribute, String> attributes = new EnumMap<>(a.attributes());
        attributes.putAll(c.attributes());
        return new Account(
                a.id(),
                c.active()
                        .map(on -> on ? AccountState.ACTIVE : AccountState.INACTIVE)
                        .orElse(a.state()),
                c.userName().orElse(a.userName()),
                c.displayName().orElse(a.displayName()),
                c.externalId().or(a::externalId),
                a.division(),
                attributes);
    }

    @Override
    public Account restore(AccountId id) {
        org.write("restore " + id, () -> {
            if (org.known(id).state() == AccountState.DELETED) {
                org.set(org.known(id), AccountState.INACTIVE, MemoryDirectory.HOME.id());
            }
        });
        return org.known(id);
    }
}
