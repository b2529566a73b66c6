// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reconciles one identity from reads of this person alone; the counterpart of a {@link Sweep} over all people.
 * Immutable.
 */
public final class OnePerson {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final Identity identity;
    private final People people;
    private final Correlation correlation;
    private final Assigner assigner;

    /**
     * Correlates an identity.
     *
     * @param accounts every account that may belong to this person
     * @param links the links of earlier runs
     */
    public OnePerson(TenantMap tenants, Identity identity, AccountIndex accounts, Links links, LocalDate today) {
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.identity = identity;
        this.people = new People(new Lexicon(), bound.policy().attributes());
        people.add(identity);
        this.correlation = new Correlator(accounts, table(accounts, links)).correlate(identity);
        this.assigner = new Assigner(bound.policy(), today);
    }

    private LinkTable table(AccountIndex accounts, Links links) {
        LinkTable table = new LinkTable(people, accounts);
        links.account(identity.id()).ifPresent(a -> table.add(identity.id(), a));
        accounts.forEach(a -> links.identity(a.id()).ifPresent(i -> table.add(i, a.id())));
        return table;
    }

    /** Returns the account that belongs to this person, if there is one. */
    public Optional<Account> account() {
        return correlation.account();
    }

    /** Returns the assignment of this person. */
    public Assignment assignment() {
        return assigner.assign(identity);
    }

    /** Returns the changes for this person. */
    public PersonResult result(DirectorySnapshot snapshot) {
        return new Reconciler(bound, assigner)
                .reconcile(identity, correlation, snapshot::observed)
                .binding(snapshot.accounts());
    }

    /**
     * Returns the changes for this person, after the changes to groups and divisions that they need: those to create,
     * and foreign roles to revoke from groups that the person joins.
     *
     * @param held reads the grants of groups in the divisions of tenants, and in all divisions
     */
    public Reconciliation reconciliation(PersonResult result, Function<Set<GroupId>, DirectorySnapshot> held) {
        StructureDiff structure = new StructureDiff(tenants);
        Set<GroupId> groups = groups(result);
        List<Difference> differences = new ArrayList<>(structure.missingFor(result.differences()));
        differences.addAll(structure.foreignFor(groups, held.apply(groups)));
        differences.addAll(result.differences());
        Map<IdentityId, AccountId> links =
                account().map(a -> Map.of(identity.id(), a.id())).orElse(Map.of());
        AllowedTenants.Builder allowed = new AllowedTenants.Builder();
        allowed.add(result);
        return new Reconciliation(
                differences,
                result.with(Unsaid.of(bound.policy(), people)).findings(),
                links,
                Map.of(),
                allowed.build());
    }

    // A person who gains a second tenant stays in the groups of the first, and so has their roles in other divisions.
    private static Set<GroupId> groups(PersonResult result) {
        boolean joint = result.assignment().tenants().size() > 1;
        Set<GroupId> groups = new TreeSet<>();
        if (joint && !result.differences().isEmpty()) {
            result.observed().map(Observed::groups).ifPresent(groups::addAll);
        }
        result.differences().forEach(d -> {
            d.change().leaves().map(Group::id).ifPresent(groups::remove);
            StructureDiff.joined(d.change()).ifPresent(groups::add);
        });
        return groups;
    }
}
