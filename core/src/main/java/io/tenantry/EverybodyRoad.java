// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.SubjectId;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.GrantReader;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assigner;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Lexicon;
import io.tenantry.internal.reconcile.LinkTable;
import io.tenantry.internal.reconcile.Marks;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.Sweep;
import io.tenantry.internal.reconcile.Unmatched;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Plans for everybody: reads the source and the organization completely, then reconciles and plans. Used once. */
final class EverybodyRoad {
    private final Settings settings;
    private final OrganizationReader organizations;
    private final Directory directory;
    private final Lexicon lexicon = new Lexicon();
    private final People people;
    private final AccountIndex accounts = new AccountIndex(lexicon);
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final Fingerprint directoryPrint = new Fingerprint();

    EverybodyRoad(Settings settings, OrganizationReader organizations) {
        this.settings = settings;
        this.organizations = organizations;
        this.directory = settings.directory();
        this.people = new People(lexicon, settings.policy().attributes());
    }

    Plan plan() {
        Moment now = Moment.of(settings.clock());
        Organization organization = organizations.organization();
        Completeness sourceProof = readSource();
        BoundStructure structure = organizations.fresh(organization);
        Assigner assigner = new Assigner(settings.policy(), now.day());
        TenantMap tenants = settings.earlierRuns().tenants(structure.bound(), now);
        DirectorySnapshot snapshot = readDirectory(tenants, assigner);
        structure.saw(snapshot, tenants);
        Reconciliation reconciliation = reconcile(tenants, assigner, snapshot);
        SourceRead source = new SourceRead(sourceProof, people.size(), rejected, people.fingerprint());
        Reading reading = new Reading(
                Scope.EVERYBODY, source, structure.organization(), tenants, snapshot, directoryPrint.text());
        Plan plan = settings.planning(now).plan(reading, reconciliation);
        event(Step.GUARD, plan.toString(), 1, 1);
        return plan;
    }

    // Only accounts that a plan would change are read for their external id. If one carries the id of another identity,
    // all people are compared again.
    private Reconciliation reconcile(TenantMap tenants, Assigner assigner, DirectorySnapshot snapshot) {
        LinkTable table = new LinkTable(people, accounts);
        Links links = settings.store().links();
        links.forEach(table::add);
        ExternalIdLookup lookup = new ExternalIdLookup(directory, settings.progress(), accounts);
        Reconciliation compared;
        do {
            event(Step.DIFF, "comparing", people.size(), people.size());
            Sweep sweep = new Sweep(tenants, assigner, people, snapshot, table);
            compared = sweep.run(rejected);
        } while (lookup.check(Marks.unread(compared.differences(), accounts), links));
        return compared.with(Marks.binding(compared.differences(), accounts));
    }

    // If pages shift while they are read, one row comes twice and another is missed. The missed person would look
    // like a leaver.
    private Completeness readSource() {
        Completeness proof = settings.source().read(page -> {
            page.identities().forEach(people::add);
            rejected.addAll(page.rejected());
            event(Step.IMPORT, "identities", people.size(), 0);
        });
        return people.repeats() == 0
                ? proof
                : proof.doubting("repeated rows: " + people.repeats() + ", so others may be missing");
    }

    private DirectorySnapshot readDirectory(TenantMap tenants, Assigner assigner) {
        BoundPolicy bound = tenants.bound();
        Completeness proof = directory.accounts().list(page -> {
            page.forEach(this::account);
            event(Step.IMPORT, "accounts", accounts.size(), 0);
        });
        lookUp(assigner);
        DirectorySnapshot snapshot = new DirectorySnapshot(accounts, proof);
        List<GroupId> groups = bound.ownedGroups();
        for (int i = 0; i < groups.size(); i++) {
            members(snapshot, groups.get(i), bound);
            event(Step.IMPORT, "members of groups", i + 1, groups.size());
        }
        Function<DivisionId, Listing<Grant>> read =
                d -> bound.isLost(d) || tenants.isFormer(d) ? grantsLeft(d) : grantsIn(d);
        GrantReader.read(tenants.grantedDivisions(), read, settings.progress()).forEach((division, grants) -> {
            print(grants);
            snapshot.grants(division, tenants.withoutAccepted(grants, this::userName));
        });
        others(snapshot, tenants);
        return snapshot;
    }

    private String userName(SubjectId holder) {
        return accounts.find(new AccountId(holder.value()))
                .map(Account::userName)
                .orElse("");
    }

    // A member of such a group reaches a tenant outside the policy, and may be about to gain another.
    private void others(DirectorySnapshot snapshot, TenantMap tenants) {
        List<GroupId> groups = tenants.otherGroups(snapshot.holders());
        for (int i = 0; i < groups.size(); i++) {
            snapshot.others(groups.get(i), everybodyIn(groups.get(i)));
            event(Step.IMPORT, "members of other groups", i + 1, groups.size());
        }
    }

    private Listing<AccountId> everybodyIn(GroupId group) {
        try {
            return directory.groups().everybody(group);
        } catch (DirectoryException e) {
            return unread(e, "the members of group " + group + " were refused");
        }
    }

    private static <T> Listing<T> unread(DirectoryException e, String doubt) {
        if (e.failure() == Failure.NOT_FOUND) {
            return Listing.complete(List.of());
        }
        if (e.failure() == Failure.RETRY_LATER) {
            throw e;
        }
        return new Listing<>(List.of(), Completeness.doubtful(0, 0, doubt));
    }

    // A listing can lag, and need not show external ids.
    private void lookUp(Assigner assigner) {
        Links links = settings.store().links();
        ExternalIdLookup lookup = new ExternalIdLookup(directory, settings.progress(), accounts);
        List<AccountId> unlisted = new ArrayList<>();
        links.forEach((identity, account) -> {
            if (people.row(identity) >= 0 && !accounts.contains(account)) {
                unlisted.add(account);
            }
        });
        lookup.read(unlisted);
        lookup.find(Unmatched.of(people, accounts, links, assigner));
        Unmatched departed = Unmatched.departed(people, accounts, links, assigner);
        EarlierRuns earlier = settings.earlierRuns();
        lookup.find(departed, earlier.unfound());
        earlier.rememberUnfound(departed.unfound(accounts));
    }

    private void account(Account account) {
        accounts.add(account);
        directoryPrint.add(
                account.id().value(),
                account.state().name(),
                account.division().value(),
                account.userName(),
                account.displayName());
    }

    private void members(DirectorySnapshot snapshot, GroupId group, BoundPolicy bound) {
        Listing<AccountId> members =
                orDoubt(() -> directory.groups().members(group), "the members of group " + group + " were refused");
        members.entries().forEach(a -> directoryPrint.add(group.value(), a.value()));
        snapshot.members(group, members);
        if (bound.hasOthers(group, members.entries().size())) {
            snapshot.everybody(
                    group,
                    members,
                    orDoubt(
                            () -> directory.groups().everybody(group),
                            "all members of group " + group + " were refused"));
        }
    }

    private void print(Listing<Grant> grants) {
        grants.entries()
                .forEach(g -> directoryPrint.add(
                        g.subject().value(), g.role().value(), g.division().value()));
    }

    // Without the grants in all divisions nothing is known of any tenant.
    private Listing<Grant> grantsIn(DivisionId division) {
        return division.isEverywhere()
                ? directory.grants().in(division)
                : orDoubt(
                        () -> directory.grants().in(division), "the grants in division " + division + " were refused");
    }

    // What the service refuses for one division or group stops the tenant that rests on it, and no other.
    private static <T> Listing<T> orDoubt(Supplier<Listing<T>> read, String doubt) {
        try {
            return read.get();
        } catch (DirectoryException e) {
            boolean one = e.failure() == Failure.NOT_FOUND
                    || e.failure() == Failure.NOT_PERMITTED
                    || e.failure() == Failure.REJECTED;
            if (!one) {
                throw e;
            }
            return new Listing<>(List.of(), Completeness.doubtful(0, 0, doubt + ": " + e.getMessage()));
        }
    }

    // The service answers differently for "no permission" and "division deleted".
    private Listing<Grant> grantsLeft(DivisionId lost) {
        try {
            return directory.grants().in(lost);
        } catch (DirectoryException e) {
            return unread(e, "the grants in division " + lost + " were refused");
        }
    }

    private void event(Step step, String what, long done, long total) {
        settings.progress().on(new Progress.Event(step, what, done, total));
    }
}
