// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.Fold;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.OnePerson;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.SomePeople;
import io.tenantry.internal.reconcile.SourceGroups;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads people of the source one by one, each with the access of the account that may belong to them. Used once. */
final class SomePeopleReader {
    private static final Assignment DEPARTED = new Assignment.Departed("no longer in the identity source");

    private final Settings settings;
    private final BoundStructure structure;
    private TenantMap tenants;
    private final Moment now;
    private final Links links;
    private final Refusals refusals = new Refusals();
    private final List<OnePerson> present = new ArrayList<>();
    private final Map<IdentityId, Account> absent = new TreeMap<>();
    private final List<PersonAccess> access = new ArrayList<>();
    private final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    private final Set<AccountId> possibly = new HashSet<>();
    private final Fingerprint print = new Fingerprint();
    private final SourceGroups groups;

    SomePeopleReader(Settings settings, BoundStructure structure, Moment now) {
        this.settings = settings;
        this.structure = structure;
        this.now = now;
        this.tenants = settings.earlierRuns().tenants(structure.bound(), now);
        this.links = Links.of(settings.store());
        this.groups = settings.sourceGroups();
    }

    /** Reads these people; returns why reads of them alone are not enough, if so. */
    Optional<String> read(Set<IdentityId> people) {
        try {
            List<Identity> found = new ArrayList<>();
            Set<IdentityId> gone = new TreeSet<>();
            people.forEach(id -> settings.source().find(id.value()).ifPresentOrElse(found::add, () -> gone.add(id)));
            tenants = settings.earlierRuns().tenants(structure.bound(), now, People.of(found));
            found.forEach(this::present);
            gone.forEach(this::absent);
        } catch (IdentitySourceException e) {
            return Optional.of("one of them cannot be read alone: " + e.getMessage());
        }
        return PersonAccess.of(access)
                .doubt()
                .map(doubt -> "what one of them has cannot be read completely: " + doubt)
                .or(this::conflict)
                .or(this::lost);
    }

    private void present(Identity identity) {
        PersonReader reader = reader();
        List<Account> possible = reader.accounts(identity, links.account(identity.id()));
        OnePerson person = new OnePerson(tenants, identity, new AccountIndex(possible), links);
        present.add(person);
        groups.add(identity);
        access.add(reader.access(person.account(), person.assignment()));
        possible.forEach(a -> accounts.putIfAbsent(a.id(), a));
        possible.forEach(a -> possibly.add(a.id()));
        print.add(identity.id().value(), identity.userName());
    }

    private void absent(IdentityId id) {
        PersonReader reader = reader();
        links.account(id).flatMap(reader::linked).ifPresent(account -> {
            absent.put(id, account);
            access.add(reader.access(Optional.of(account), DEPARTED));
            accounts.putIfAbsent(account.id(), account);
            // The person who has the name now may be the same person with another id.
            settings.source().find(account.userName()).ifPresent(heir -> possibly.add(account.id()));
        });
        print.add(id.value());
    }

    private PersonReader reader() {
        return new PersonReader(settings.source(), settings.directory(), tenants, refusals);
    }

    // Only a comparison of everybody with everybody decides whose account or name it is.
    private Optional<String> conflict() {
        Set<AccountId> claimed = new HashSet<>();
        absent.values().forEach(account -> claimed.add(account.id()));
        if (!Collections.disjoint(claimed, possibly)) {
            return Optional.of("one of them may have the account of one who is gone");
        }
        Set<String> names = new HashSet<>();
        for (OnePerson person : present) {
            boolean alone = person.account().map(Account::id).map(claimed::add).orElse(true);
            if (!alone) {
                return Optional.of("several of them may have the same account");
            }
            if (!names.add(Fold.of(person.identity().userName()))) {
                return Optional.of("several of them have the same user name");
            }
        }
        return Optional.empty();
    }

    /** Returns the tenants, and what is remembered of the joint agents among these people. */
    TenantMap tenants() {
        return tenants;
    }

    // Whether anybody else is in a group, only the whole source says.
    private Optional<String> lost() {
        groups.begin(true);
        DirectorySnapshot snapshot = snapshot();
        present.forEach(person -> person.result(snapshot, groups));
        groups.narrow();
        if (groups.found().isPresent()) {
            groups.clear();
            settings.source().read(page -> page.identities().forEach(groups::add));
        }
        return groups.found();
    }

    /** Returns what the store keeps of the source groups after this read. */
    List<Seen> groups() {
        return groups.notes(false, now.day());
    }

    /** Returns a fingerprint of the people as the source showed them. */
    String print() {
        return print.text();
    }

    /** Returns what the reads show. */
    DirectorySnapshot snapshot() {
        AccountIndex index = new AccountIndex(List.copyOf(accounts.values()));
        DirectorySnapshot snapshot = PersonAccess.of(access).snapshot(index);
        snapshot.doubtRoles(structure.structure().roles().completeness().doubts());
        index.forEach(a -> index.externalId(a.id(), a.externalId()));
        return snapshot;
    }

    /** Returns the changes for these people. */
    Reconciliation reconciliation(DirectorySnapshot snapshot) {
        SomePeople some = new SomePeople(tenants);
        groups.begin(false);
        present.forEach(person -> some.add(person.result(snapshot, groups)));
        absent.forEach((id, account) -> some.absent(id, snapshot.observed(account)));
        GroupRoles roles = new GroupRoles(settings.directory(), structure, tenants, refusals);
        Reconciliation reconciliation = this.groups.in(some.reconciliation(snapshot, of -> roles.read(of, snapshot))
                .finding(settings.earlierRuns().rememberAccepted(snapshot.accounts())));
        new GroupRules(settings, structure, tenants, snapshot).some(reconciliation.differences());
        return reconciliation;
    }
}
