// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** What an administrator does by hand, between two runs or between two calls of one. */
@NullUnmarked
final class Hands {
    private final MemoryDirectory directory;
    private final Random random;

    Hands(MemoryDirectory directory, Random random) {
        this.directory = directory;
        this.random = random;
    }

    /** Does one thing or another. */
    void anything() {
        List<Runnable> all = List.of(
                this::giveRole,
                this::takeRole,
                this::putIntoGroup,
                this::takeOutOfGroup,
                this::giveGroupRole,
                this::move,
                this::move,
                this::suspend,
                this::delete,
                this::deleteGroup);
        all.get(random.nextInt(all.size())).run();
    }

    void giveRole() {
        account(a -> directory.grants.add(new Grant(SubjectId.of(a.id()), new RoleId("role-Agent"), anywhere(a))));
    }

    void takeRole() {
        one(directory.grants, directory.grants::remove);
    }

    void putIntoGroup() {
        account(a -> group(g -> directory.members.get(g.id()).add(a.id())));
    }

    void takeOutOfGroup() {
        group(g -> {
            Collection<?> members = directory.members.get(g.id());
            one(members, members::remove);
        });
    }

    void giveGroupRole() {
        group(g ->
                division(d -> directory.grants.add(new Grant(SubjectId.of(g.id()), new RoleId("role-Agent"), d.id()))));
    }

    void move() {
        account(a -> division(d -> set(a, a.state(), d.id())));
    }

    /** What a state takes along with it in the real service: both take direct roles, and deleting puts into Home. */
    void suspend() {
        account(a -> {
            if (a.state() == AccountState.ACTIVE) {
                set(a, AccountState.INACTIVE, a.division());
                directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(a.id())));
            }
        });
    }

    void delete() {
        account(a -> {
            set(a, AccountState.DELETED, MemoryDirectory.HOME.id());
            directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(a.id())));
        });
    }

    void deleteGroup() {
        group(directory::delete);
    }

    private DivisionId anywhere(Account account) {
        if (random.nextInt(4) == 0) {
            return DivisionId.EVERYWHERE;
        }
        List<DivisionId> all = List.copyOf(directory.divisions.keySet());
        return random.nextInt(8) == 0 ? account.division() : all.get(random.nextInt(all.size()));
    }

    private void account(Consumer<Account> act) {
        one(directory.accounts.values(), act);
    }

    private void group(Consumer<Group> act) {
        one(directory.groups.values(), act);
    }

    private void division(Consumer<Division> act) {
        one(directory.divisions.values(), act);
    }

    private <T> void one(Collection<T> of, Consumer<? super T> act) {
        List<T> all = List.copyOf(of);
        if (!all.isEmpty()) {
            act.accept(all.get(random.nextInt(all.size())));
        }
    }

    private void set(Account a, AccountState state, DivisionId division) {
        directory.accounts.put(
                a.id(),
                new Account(a.id(), state, a.userName(), a.displayName(), a.externalId(), division, a.attributes()));
    }
}
