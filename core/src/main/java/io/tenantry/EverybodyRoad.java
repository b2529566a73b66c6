// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.Planner;
import io.tenantry.internal.planning.Provenance;
import io.tenantry.internal.planning.ReadEvidence;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assigner;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Lexicon;
import io.tenantry.internal.reconcile.LinkTable;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.Sweep;
import io.tenantry.internal.reconcile.Unmatched;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The road for everybody: both sides read whole, then reconciled and planned. Used once. */
final class EverybodyRoad {
    private final Settings settings;
    private final Structures structures;
    private final Directory directory;
    private final Lexicon lexicon = new Lexicon();
    private final People people;
    private final AccountIndex accounts = new AccountIndex(lexicon);
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final Fingerprint directoryPrint = new Fingerprint();

    EverybodyRoad(Settings settings, Structures structures) {
        this.settings = settings;
        this.structures = structures;
        this.directory = settings.directory();
        this.people = new People(lexicon, settings.policy().attributes());
    }

    Plan plan() {
        Instant now = settings.clock().instant();
        Organization found = OrganizationReader.organization(settings);
        String organization = found.id();
        Completeness sourceProof = readSource();
        DivisionNames divisions = OrganizationReader.divisions(settings);
        BoundPolicy bound = OrganizationReader.bound(settings, divisions);
        Assigner assigner = new Assigner(settings.policy(), LocalDate.ofInstant(now, ZoneOffset.UTC));
        DirectorySnapshot snapshot = readDirectory(bound, assigner);
        Structure structure = new Structure(organization, bound, now);
        structure.saw(snapshot);
        structures.saw(structure);
        LinkTable links = new LinkTable(people, accounts);
        settings.store().links().forEach(links::add);
        Sweep sweep = new Sweep(bound, assigner, people, snapshot, links);
        Set<IdentityId> unreadable =
                rejected.stream().flatMap(r -> r.id().stream()).collect(Collectors.toSet());
        event(Step.DIFF, "comparing", people.size(), people.size());
        EarlierRuns earlier = new EarlierRuns(settings);
        sweep.formerly(earlier.tenantsWithAccess());
        Reconciliation reconciliation = sweep.run(unreadable);
        earlier.remember(found, divisions);
        Census census = Census.of(bound, snapshot);
        ReadEvidence evidence = new ReadEvidence(
                sourceProof,
                people.size(),
                earlier.sourceSize(),
                rejected,
                Scope.EVERYBODY,
                snapshot,
                census,
                earlier.removed(now),
                settings.store().quarantines().all());
        Provenance provenance = new Provenance(
                organization, people.fingerprint(), directoryPrint.text(), now, now.plus(settings.planLifetime()));
        Plan plan = new Planner(bound, directory.limits()).plan(reconciliation, evidence, provenance);
        earlier.remember(sourceProof, people.size(), census, plan);
        event(Step.GUARD, plan.toString(), 1, 1);
        return plan;
    }

    // Where pages shift while they are read, the row that comes twice pushes another out, and that one would be a
    // leaver.
    private Completeness readSource() {
        Completeness proof = settings.source().read(page -> {
            page.identities().forEach(people::add);
            rejected.addAll(page.rejected());
            event(Step.IMPORT, "identities", people.size(), 0);
        });
        return people.repeats() == 0
                ? proof
                : proof.doubting("rows that came a second time: " + people.repeats()
                        + ", for which others may have been left out");
    }

    private DirectorySnapshot readDirectory(BoundPolicy bound, Assigner assigner) {
        Completeness proof = directory.accounts().list(page -> {
            page.forEach(this::account);
            event(Step.IMPORT, "accounts", accounts.size(), 0);
        });
        new ExternalIdLookup(directory, settings.progress(), accounts)
                .find(Unmatched.of(people, accounts, settings.store().links(), assigner));
        DirectorySnapshot snapshot = new DirectorySnapshot(accounts, proof);
        List<GroupId> groups = bound.ownedGroups();
        for (int i = 0; i < groups.size(); i++) {
            members(snapshot, groups.get(i), bound);
            event(Step.IMPORT, "members of groups", i + 1, groups.size());
        }
        List<DivisionId> divisions = bound.ownedDivisions();
        for (int i = 0; i < divisions.size(); i++) {
            grants(snapshot, divisions.get(i), bound);
            event(Step.IMPORT, "grants in divisions", i + 1, divisions.size());
        }
        grants(snapshot, DivisionId.EVERYWHERE, bound);
        return snapshot;
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
        Listing<AccountId> members = directory.groups().members(group);
        members.entries().forEach(a -> directoryPrint.add(group.value(), a.value()));
        snapshot.members(group, members);
        if (bound.hasOthers(group, members.entries().size())) {
            snapshot.everybody(group, members, directory.groups().everybody(group));
        }
    }

    private void grants(DirectorySnapshot snapshot, DivisionId division, BoundPolicy bound) {
        Listing<Grant> grants = bound.isLost(division)
                ? grantsLeft(division)
                : directory.grants().in(division);
        grants.entries()
                .forEach(g -> directoryPrint.add(
                        g.subject().value(), g.role().value(), g.division().value()));
        snapshot.grants(division, grants);
    }

    // Whoever may not look into a division is refused in other words than whoever asks for one that is gone.
    private Listing<Grant> grantsLeft(DivisionId lost) {
        try {
            return directory.grants().in(lost);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                return Listing.complete(List.of());
            }
            if (e.failure() == Failure.RETRY_LATER) {
                throw e;
            }
            return new Listing<>(
                    List.of(), Completeness.doubtful(0, 0, "the grants in division " + lost + " were refused"));
        }
    }

    private void event(Step step, String what, long done, long total) {
        settings.progress().on(new Progress.Event(step, what, done, total));
    }
}
