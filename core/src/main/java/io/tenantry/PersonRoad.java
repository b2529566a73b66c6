// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Finding;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.Identity;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assignment;
import io.tenantry.internal.reconcile.Correlation;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Observed;
import io.tenantry.internal.reconcile.OnePerson;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.PersonResult;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.SomePeople;
import io.tenantry.internal.reconcile.SourceGroups;
import io.tenantry.plan.Plan;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plans for one person, in the same steps as for everybody, from reads of this person alone. Used once. */
final class PersonRoad {
    private final Settings settings;
    private final OrganizationReader organizations;
    private final Directory directory;
    private final Refusals refusals = new Refusals();
    private final List<Explanation.Line> lines = new ArrayList<>();
    private final Map<AccountId, Account> read = new HashMap<>();

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
            absent(idOrUserName, settings.earlierRuns().tenants(structure.bound(), now));
            return new Explanation(
                    lines,
                    settings.planning(now)
                            .nothing(structure.organization(), settings.policy().hash()));
        }
        return explain(identity.get(), structure, now);
    }

    private Explanation explain(Identity identity, BoundStructure structure, Moment now) {
        BoundPolicy bound = structure.bound();
        TenantMap tenants = settings.earlierRuns().tenants(bound, now, People.of(List.of(identity)));
        line(
                Step.IMPORT,
                Words.named("identity", identity.userName(), identity.id()) + " read at " + identity.origin() + ": "
                        + identity.state().name().toLowerCase(Locale.ROOT) + ", source groups "
                        + identity.sourceGroups());
        Links links = Links.of(settings.store());
        PersonReader reader = new PersonReader(settings.source(), directory, tenants, refusals);
        AccountIndex accounts = new AccountIndex(reader.accounts(identity, links.account(identity.id())));
        OnePerson person = new OnePerson(tenants, identity, accounts, links);
        DirectorySnapshot snapshot =
                reader.access(person.account(), person.assignment()).snapshot(accounts);
        snapshot.doubtRoles(structure.structure().roles().completeness().doubts());
        accounts.forEach(a -> {
            accounts.externalId(a.id(), a.externalId());
            read.put(a.id(), a);
        });
        SourceGroups groups = settings.sourceGroups();
        groups.add(identity);
        groups.begin(false);
        PersonResult result = person.result(snapshot, groups);
        SomePeople alone = new SomePeople(tenants);
        alone.add(result);
        GroupRoles roles = new GroupRoles(directory, structure, tenants, refusals);
        Reconciliation reconciliation = groups.in(alone.reconciliation(snapshot, of -> roles.read(of, snapshot))
                .finding(settings.earlierRuns().rememberAccepted(accounts)));
        new GroupRules(settings, structure, tenants, snapshot).some(reconciliation.differences());
        Fingerprint source = new Fingerprint();
        source.add(identity.id().value(), identity.userName());
        Reading reading = new Reading(
                Scope.SOME_PEOPLE,
                SourceRead.partial(List.of(), source.text()),
                structure.organization(),
                tenants,
                snapshot,
                "one person");
        Plan plan = settings.planning(now).plan(reading, reconciliation);
        explainSteps(result, new PersonWords(bound), plan);
        return new Explanation(lines, plan);
    }

    /** Returns the accounts that were read for the plan. */
    Map<AccountId, Account> read() {
        return read;
    }

    /** Explains the remaining access of a person who is not in the source. */
    private void absent(String idOrUserName, TenantMap tenants) {
        BoundPolicy bound = tenants.bound();
        line(Step.IMPORT, "the source \"" + settings.source().name() + "\" has no person with that id or name");
        PersonReader reader = new PersonReader(settings.source(), directory, tenants, refusals);
        AccountIndex accounts = new AccountIndex(reader.accounts(idOrUserName, Links.of(settings.store())));
        if (accounts.size() == 0) {
            line(Step.CORRELATE, "no account has that name, and none is linked to that id");
            return;
        }
        accounts.forEach(account -> {
            line(
                    Step.CORRELATE,
                    Words.named("account", account.userName(), account.id())
                            + " is linked to that id, or has that name");
            Observed observed = reader.access(Optional.of(account), DEPARTED)
                    .snapshot(accounts)
                    .observed(account);
            line(Step.DIFF, "observed " + new PersonWords(bound).of(observed));
        });
        line(
                Step.GUARD,
                "no access is removed here: only a plan for everybody reads the whole source and knows who has left");
    }

    private static final Assignment DEPARTED = new Assignment.Departed("the source has no person with that id or name");

    private void explainSteps(PersonResult result, PersonWords words, Plan plan) {
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
            line(Step.DIFF, "no differences");
        }
        plan.holds().forEach(h -> line(Step.GUARD, "held, " + h.code() + ": " + h.message() + "; " + h.advice()));
        plan.findings().forEach(f -> line(Step.GUARD, finding(f)));
        line(
                Step.GUARD,
                Words.count(plan.operations().count(), "operation", "operations") + " in "
                        + Words.count(plan.cost().writes(), "write call", "write calls"));
    }

    private static String finding(Finding finding) {
        return finding.code() + ": " + finding.message() + "; " + finding.advice();
    }

    private void line(Step step, String text) {
        lines.add(new Explanation.Line(step, text));
    }
}
