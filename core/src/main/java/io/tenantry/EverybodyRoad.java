// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.Progress;
import io.tenantry.apply.Progress.Step;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Fingerprint;
import io.tenantry.plan.Evidence;
import io.tenantry.plan.Plan;
import io.tenantry.plan.Planner;
import io.tenantry.plan.Provenance;
import io.tenantry.proof.Completeness;
import io.tenantry.reconcile.AccountIndex;
import io.tenantry.reconcile.Assigner;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.DirectorySnapshot;
import io.tenantry.reconcile.Reconciliation;
import io.tenantry.reconcile.Sweep;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The road for everybody: both sides read whole, then reconciled and planned. Used once. */
final class EverybodyRoad {
    private static final String SIZE = "source size ";

    private final Provisioner.Settings settings;
    private final Directory directory;
    private final List<Identity> identities = new ArrayList<>();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final Fingerprint directoryPrint = new Fingerprint();

    EverybodyRoad(Provisioner.Settings settings) {
        this.settings = settings;
        this.directory = settings.directory();
    }

    Plan plan() {
        Instant now = settings.clock().instant();
        String organization = directory.organization().id();
        Completeness sourceProof = readSource();
        Blueprint blueprint = OrganizationReader.blueprint(settings);
        DirectorySnapshot snapshot = readDirectory(blueprint);
        Assigner assigner = new Assigner(settings.policy(), LocalDate.ofInstant(now, ZoneOffset.UTC));
        Sweep sweep = new Sweep(
                blueprint, assigner, snapshot, settings.store().links().all());
        Set<IdentityId> unreadable =
                rejected.stream().flatMap(r -> r.id().stream()).collect(Collectors.toSet());
        event(Step.DIFF, "comparing", identities.size(), identities.size());
        Reconciliation reconciliation = sweep.run(identities, unreadable);
        Evidence evidence = new Evidence(sourceProof, identities.size(), sizeBefore(), rejected, true, snapshot);
        Provenance provenance = new Provenance(
                organization, sourcePrint(), directoryPrint.text(), now, now.plus(settings.planLifetime()));
        Plan plan = new Planner(blueprint, directory.limits()).plan(reconciliation, evidence, provenance);
        remember(sourceProof, plan);
        event(Step.GUARD, plan.toString(), 1, 1);
        return plan;
    }

    private Completeness readSource() {
        return settings.source().read(page -> {
            identities.addAll(page.identities());
            rejected.addAll(page.rejected());
            event(Step.IMPORT, "identities", identities.size(), 0);
        });
    }

    private DirectorySnapshot readDirectory(Blueprint blueprint) {
        Completeness proof = directory.accounts().list(page -> {
            accounts.addAll(page);
            event(Step.IMPORT, "accounts", accounts.size(), 0);
        });
        Map<GroupId, Listing<AccountId>> members = new TreeMap<>();
        List<GroupId> groups = blueprint.ownedGroups();
        for (GroupId group : groups) {
            members.put(group, directory.groups().members(group));
            event(Step.IMPORT, "members of groups", members.size(), groups.size());
        }
        Map<DivisionId, Listing<Grant>> grants = new TreeMap<>();
        for (DivisionId division : blueprint.ownedDivisions()) {
            grants.put(division, directory.grants().in(division));
            event(Step.IMPORT, "grants in divisions", grants.size(), 0);
        }
        grants.put(DivisionId.EVERYWHERE, directory.grants().in(DivisionId.EVERYWHERE));
        print(members, grants);
        return new DirectorySnapshot(new AccountIndex(accounts), proof, members, grants);
    }

    private void print(Map<GroupId, Listing<AccountId>> members, Map<DivisionId, Listing<Grant>> grants) {
        accounts.forEach(a -> directoryPrint.add(
                a.id().value(), a.state().name(), a.division().value(), a.userName(), a.displayName()));
        members.forEach((group, of) -> of.entries().forEach(a -> directoryPrint.add(group.value(), a.value())));
        grants.values()
                .forEach(of -> of.entries()
                        .forEach(g -> directoryPrint.add(
                                g.subject().value(),
                                g.role().value(),
                                g.division().value())));
    }

    private String sourcePrint() {
        Fingerprint print = new Fingerprint();
        for (Identity i : identities) {
            print.add(
                    i.id().value(),
                    i.userName(),
                    i.displayName(),
                    Boolean.toString(i.enabled()),
                    i.sourceGroups().toString(),
                    i.attributes().toString());
        }
        return print.text();
    }

    private int sizeBefore() {
        return settings.store()
                .marks()
                .get(SIZE + settings.source().name())
                .map(Integer::parseInt)
                .orElse(0);
    }

    // A source that shrank by more than the limit stays compared with what it was, until it has grown again or the
    // limit
    // lets its leavers go.
    private void remember(Completeness proof, Plan plan) {
        boolean doubted = plan.holds().stream().anyMatch(h -> h.code().startsWith("source-"));
        if (proof.isComplete() && !doubted && !identities.isEmpty()) {
            settings.store().marks().put(SIZE + settings.source().name(), Integer.toString(identities.size()));
        }
    }

    private void event(Step step, String what, long done, long total) {
        settings.progress().on(new Progress.Event(step, what, done, total));
    }
}
