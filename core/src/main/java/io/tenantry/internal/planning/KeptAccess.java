// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.AccessFacts;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The access that is left after the removals that a plan really makes. Held removals, and those that the authority does
 * not allow, leave their access in place; so does a membership as an owner or by a rule, which no removal names.
 * Immutable.
 */
final class KeptAccess implements AccessFacts {
    private final DirectorySnapshot directory;
    private final Map<AccountId, Set<GroupId>> groups;
    private final DivisionId home;
    private final Map<AccountId, Set<GroupId>> left = new HashMap<>();
    private final Map<AccountId, DivisionId> moved = new HashMap<>();
    private final Set<Grant> revoked = new HashSet<>();

    /**
     * Takes away what is ready.
     *
     * @param groups the groups of the accounts that will be asked for
     * @param ready what the plan does
     */
    KeptAccess(
            DirectorySnapshot directory,
            Map<AccountId, Set<GroupId>> groups,
            Collection<Difference> ready,
            DivisionId home) {
        this.directory = directory;
        this.groups = groups;
        this.home = home;
        // What is taken away at last is still there when people gain access.
        ready.stream().filter(d -> d.change().phase() != Phase.CLEAR).forEach(this::takeAway);
    }

    private void takeAway(Difference d) {
        Change change = d.change();
        change.revokes()
                .ifPresent(r -> revoked.add(
                        new Grant(r.holder(), r.role().id(), r.division().id())));
        d.person().flatMap(Person::account).ifPresent(account -> {
            change.leaves()
                    .ifPresent(g ->
                            left.computeIfAbsent(account, k -> new HashSet<>(2)).add(g.id()));
            // A division that is still to be made belongs to the tenant that the person moves to.
            change.movesFrom()
                    .ifPresent(from -> moved.put(
                            account,
                            change.requiredDivision().orElseThrow().id().orElse(home)));
        });
    }

    @Override
    public DivisionId division(Account account) {
        return moved.getOrDefault(account.id(), account.division());
    }

    @Override
    public List<Grant> grants(SubjectId holder) {
        List<Grant> held = directory.grantsOf(holder);
        return revoked.isEmpty()
                ? held
                : held.stream().filter(g -> !revoked.contains(g)).toList();
    }

    @Override
    public Collection<GroupId> groups(AccountId account) {
        Set<GroupId> in = groups.getOrDefault(account, Set.of());
        Set<GroupId> gone = left.getOrDefault(account, Set.of());
        return gone.isEmpty() ? in : in.stream().filter(g -> !gone.contains(g)).toList();
    }
}
