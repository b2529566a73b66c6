// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.identity.Identity;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.store.Links;
import java.util.Optional;

/**
 * Reconciles one identity from reads of this person alone; the counterpart of a {@link Sweep} over all people.
 * Immutable.
 */
public final class OnePerson {
    private final TenantMap tenants;
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
    public OnePerson(TenantMap tenants, Identity identity, AccountIndex accounts, Links links) {
        this.tenants = tenants;
        this.identity = identity;
        this.people = new People(new Lexicon(), tenants.bound().policy().attributes());
        people.add(identity);
        this.correlation = new Correlator(accounts, table(accounts, links)).correlate(identity);
        this.assigner = new Assigner(tenants);
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
    public PersonResult result(DirectorySnapshot snapshot, SourceGroups groups) {
        return new Reconciler(tenants, assigner, groups, snapshot)
                .reconcile(identity, correlation, snapshot::observed)
                .binding(snapshot.accounts());
    }

    /** Returns the person as the source shows it. */
    public Identity identity() {
        return identity;
    }
}
