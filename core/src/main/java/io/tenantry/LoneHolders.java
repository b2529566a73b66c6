// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads, after a listing of a tenant was refused or had gaps, the access of those who gain in other tenants: the people
 * with an account, and the groups that people join. Each is read alone, groups first, up to a number. Accounts that a
 * plan creates have no access of their own.
 */
final class LoneHolders {
    private final Directory directory;
    private final TenantMap tenants;
    private final Gains gains;
    private final Refusals refusals;
    private final int most;

    /**
     * Creates the reads.
     *
     * @param most how many holders are read at most
     */
    LoneHolders(Directory directory, TenantMap tenants, Refusals refusals, int most) {
        this.directory = directory;
        this.tenants = tenants;
        this.gains = new Gains(tenants);
        this.refusals = refusals;
        this.most = most;
    }

    /** Adds to a snapshot what the reads show; reads nothing if no listing is in doubt. */
    void read(Collection<Difference> differences, DirectorySnapshot snapshot) {
        boolean inDoubt = snapshot.doubtsGrants() || snapshot.doubtsMembers();
        if (!inDoubt || !snapshot.accountsProof().isComplete()) {
            return;
        }
        List<Difference> gaining = differences.stream()
                .filter(d -> gains.gives(d.change()) && isReadable(d, snapshot))
                .toList();
        Set<GroupId> groups = new TreeSet<>();
        Set<AccountId> accounts = new TreeSet<>();
        gaining.forEach(d -> {
            d.change().requiredGroup().flatMap(g -> g.id()).ifPresent(groups::add);
            d.person().flatMap(Person::account).ifPresent(accounts::add);
            d.change().grants().flatMap(g -> g.group().id()).ifPresent(g -> accounts.addAll(snapshot.everybodyIn(g)));
        });
        groups.stream().limit(most).forEach(g -> group(g, snapshot));
        accounts.stream().limit(Math.max(0, most - groups.size())).forEach(a -> account(a, snapshot));
    }

    // The gains of a tenant whose own listing is in doubt wait in any case.
    private boolean isReadable(Difference d, DirectorySnapshot snapshot) {
        return tenants.bound()
                .tenant(d.tenant())
                .filter(t -> snapshot.doubts(t).isEmpty())
                .isPresent();
    }

    private void group(GroupId group, DirectorySnapshot snapshot) {
        SubjectId holder = SubjectId.of(group);
        add(holder, grants(holder, snapshot), Listing.complete(List.of()), snapshot);
    }

    private void account(AccountId account, DirectorySnapshot snapshot) {
        SubjectId holder = SubjectId.of(account);
        Listing<GroupId> in =
                read(snapshot.doubtsMembers(), account, () -> directory.groups().of(account));
        add(holder, grants(holder, snapshot), in, snapshot);
    }

    private Listing<Grant> grants(SubjectId holder, DirectorySnapshot snapshot) {
        return read(snapshot.doubtsGrants(), holder, () -> directory.grants().of(holder));
    }

    private <T> Listing<T> read(boolean inDoubt, Object holder, Supplier<Listing<T>> read) {
        return inDoubt ? refusals.orDoubt(holder, "the access of " + holder, read) : Listing.complete(List.of());
    }

    private static void add(SubjectId holder, Listing<Grant> held, Listing<GroupId> in, DirectorySnapshot snapshot) {
        if (held.completeness().and(in.completeness()).isComplete()) {
            snapshot.alone(holder, held.entries(), in.entries());
        }
    }
}
