// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Finding;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assigner;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.internal.reconcile.Correlation;
import io.tenantry.internal.reconcile.Correlator;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Lexicon;
import io.tenantry.internal.reconcile.LinkTable;
import io.tenantry.internal.reconcile.Observed;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.PersonResult;
import io.tenantry.internal.reconcile.Reconciler;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.StructureDiff;
import io.tenantry.internal.reconcile.Unsaid;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The road for one person: the same rooms, with only what concerns this person read. Used once. */
final class PersonRoad {
    private final Settings settings;
    private final OrganizationReader organizations;
    private final Directory directory;
    private final List<Explanation.Line> lines = new ArrayList<>();

    PersonRoad(Settings settings, OrganizationReader organizations) {
        this.settings = settings;
        this.organizations = organizations;
        this.directory = settings.directory();
    }

    Explanation explain(String idOrUserName) {
        Moment now = Moment.of(settings.clock());
        BoundStructure structure = organizations.recent();
        Optional<Identity> identity = settings.source().find(idOrUserName);
        if (identity.isEmpty()) {
            absent(idOrUserName, structure.bound());
            return new Explanation(lines, plan(structure, Optional.empty(), NOBODY, now));
        }
        return explain(identity.get(), structure, now);
    }

    private static final DirectorySnapshot NOBODY =
            new DirectorySnapshot(new AccountIndex(List.of()), Completeness.complete(0, 0), Map.of(), Map.of());

    private Explanation explain(Identity identity, BoundStructure structure, Moment now) {
        BoundPolicy bound = structure.bound();
        line(
                Step.IMPORT,
                "identity " + identity.id() + " read at " + identity.origin() + ": "
                        + identity.state().name().toLowerCase(Locale.ROOT) + ", source groups "
                        + identity.sourceGroups());
        Optional<AccountId> linked = settings.store().links().account(identity.id());
        People people = new People(new Lexicon(), List.of());
        people.add(identity);
        PersonReader reader = new PersonReader(directory, bound);
        AccountIndex accounts = new AccountIndex(reader.accounts(identity, linked));
        LinkTable links = new LinkTable(people, accounts);
        linked.ifPresent(a -> links.add(identity.id(), a));
        accounts.forEach(a -> settings.store().links().identity(a.id()).ifPresent(i -> links.add(i, a.id())));
        Correlation correlation = new Correlator(accounts, links).correlate(identity);
        Assigner assigner = new Assigner(settings.policy(), now.day());
        DirectorySnapshot snapshot = reader.snapshot(correlation.account(), accounts, assigner.assign(identity));
        PersonResult result = new Reconciler(bound, assigner).reconcile(identity, correlation, snapshot::observed);
        Plan plan = plan(structure, Optional.of(result.with(Unsaid.of(settings.policy(), people))), snapshot, now);
        tell(result, new PersonWords(bound), plan);
        return new Explanation(lines, plan);
    }

    /** Tells what somebody still has whom the source does not know, or knows no longer. */
    private void absent(String idOrUserName, BoundPolicy bound) {
        line(Step.IMPORT, "the identity source \"" + settings.source().name() + "\" has nobody by that id or name");
        PersonReader reader = new PersonReader(directory, bound);
        AccountIndex accounts =
                new AccountIndex(reader.accounts(idOrUserName, settings.store().links()));
        if (accounts.size() == 0) {
            line(Step.CORRELATE, "no account of that name, and none that was ever linked to that id");
            return;
        }
        accounts.forEach(account -> {
            line(Step.CORRELATE, "account " + account.id() + " was linked to that id, or has that name");
            Observed observed =
                    reader.snapshot(Optional.of(account), accounts, GONE).observed(account);
            line(Step.DIFF, "observed " + new PersonWords(bound).of(observed));
        });
        line(
                Step.GUARD,
                "nothing is taken away for want of one person: only a plan for everybody reads the source whole and so can tell "
                        + "who has left; it takes away what is the policy's");
    }

    private static final Assignment GONE = new Assignment.Departed("the source has nobody by that id or name");

    // Whoever gains a second tenant stays in the groups of the first, and so reaches what those hold elsewhere.
    private static Set<GroupId> kept(PersonResult result) {
        boolean joint = result.assignment().tenants().size() > 1;
        Set<GroupId> kept = new TreeSet<>();
        if (joint && !result.differences().isEmpty()) {
            result.observed().map(Observed::groups).ifPresent(kept::addAll);
        }
        result.differences().forEach(d -> d.change().leaves().map(Group::id).ifPresent(kept::remove));
        return kept;
    }

    private Plan plan(BoundStructure structure, Optional<PersonResult> result, DirectorySnapshot snapshot, Moment now) {
        BoundPolicy bound = structure.bound();
        Map<IdentityId, AccountId> links = new TreeMap<>();
        result.ifPresent(r ->
                r.correlation().account().ifPresent(a -> links.put(r.identity().id(), a.id())));
        List<Difference> differences =
                new ArrayList<>(result.map(PersonResult::differences).orElse(List.of()));
        StructureDiff structural = new StructureDiff(bound);
        Set<GroupId> through = new TreeSet<>();
        differences.forEach(d -> StructureDiff.joined(d.change()).ifPresent(through::add));
        result.ifPresent(r -> through.addAll(kept(r)));
        List<Difference> first = new ArrayList<>(structural.missingFor(differences));
        first.addAll(structural.foreignFor(through, structure.grantsOf(through, directory)));
        differences.addAll(0, first);
        Reconciliation reconciliation = new Reconciliation(
                differences, result.map(PersonResult::findings).orElse(List.of()), links, Map.of());
        Fingerprint source = new Fingerprint();
        result.ifPresent(r -> source.add(r.identity().id().value(), r.identity().userName()));
        Reading reading = new Reading(
                Scope.ONE_PERSON,
                SourceRead.partial(source.text()),
                structure.organization(),
                bound,
                snapshot,
                "one person");
        return new Planning(settings, now).plan(reading, reconciliation);
    }

    private void tell(PersonResult result, PersonWords words, Plan plan) {
        Assignment assignment = result.assignment();
        line(Step.SCOPE, assignment.isInScope() ? "in scope" : "set aside: " + assignment.rule());
        Correlation correlation = result.correlation();
        line(Step.CORRELATE, PersonWords.of(correlation));
        line(Step.RESOLVE, PersonWords.of(assignment));
        result.observed().ifPresent(o -> line(Step.DIFF, "observed " + words.of(o)));
        plan.operations()
                .filter(o -> o.person().isEmpty())
                .forEach(o -> line(
                        Step.DIFF,
                        Wording.of(o.change()) + ", because " + o.reason().rule()));
        result.differences()
                .forEach(d -> line(
                        Step.DIFF,
                        Wording.of(d.change()) + ", because " + d.reason().rule()));
        if (result.differences().isEmpty()) {
            line(Step.DIFF, "nothing differs");
        }
        plan.holds().forEach(h -> line(Step.GUARD, "held, " + h.code() + ": " + h.message() + "; " + h.advice()));
        plan.findings().forEach(f -> line(Step.GUARD, finding(f)));
        line(
                Step.GUARD,
                plan.operations().count() + " operations in " + plan.cost().writes() + " write calls");
    }

    private static String finding(Finding finding) {
        return finding.code() + ": " + finding.message() + "; " + finding.advice();
    }

    private void line(Step step, String text) {
        lines.add(new Explanation.Line(step, text));
    }
}
