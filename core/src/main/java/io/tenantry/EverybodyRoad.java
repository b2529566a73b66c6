// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Credential;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.host.Progress;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.ClientNames;
import io.tenantry.internal.binding.GrantReader;
import io.tenantry.internal.binding.OwnAccess;
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
import io.tenantry.internal.reconcile.SourceGroups;
import io.tenantry.internal.reconcile.Sweep;
import io.tenantry.internal.reconcile.Unmatched;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Feed;
import io.tenantry.store.JointLine;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Plans for everybody: reads the source and the organization completely, then reconciles and plans. Used once. */
final class EverybodyRoad {
    private static final Set<FindingCode> UNCERTAIN =
            Set.of(FindingCode.DISPUTED, FindingCode.CONTRADICTORY_ROWS, FindingCode.NOT_DELIVERED);

    private final Settings settings;
    private final OrganizationReader organizations;
    private final Function<Plan, List<Finding>> lacking;
    private final Directory directory;
    private final Lexicon lexicon = new Lexicon();
    private final FollowedSource followed;
    private final Links.Walked links;
    private final People people;
    private final AccountIndex accounts = new AccountIndex(lexicon);
    private final List<RejectedRow> rejected = new ArrayList<>();
    private final Fingerprint directoryPrint = new Fingerprint();
    private final Refusals refusals = new Refusals();
    private final ExternalIdLookup lookup;
    private final SourceGroups groups;

    /**
     * Creates the road.
     *
     * @param lacking returns the findings about permissions that a plan needs
     */
    EverybodyRoad(Settings settings, OrganizationReader organizations, Function<Plan, List<Finding>> lacking) {
        this.lacking = lacking;
        this.settings = settings;
        this.organizations = organizations;
        this.directory = settings.directory();
        this.followed = new FollowedSource(settings);
        this.links = Links.walked(settings.store());
        this.people = new People(lexicon, settings.policy().attributes());
        this.groups = settings.sourceGroups();
        this.lookup = new ExternalIdLookup(directory, settings.progress(), accounts, refusals, settings.readAlone());
    }

    Plan plan() {
        Moment now = Moment.of(settings.clock());
        Optional<String> watermark = followed.latest();
        Organization organization = organizations.organization();
        Completeness sourceProof = readSource();
        BoundStructure structure = organizations.fresh(organization);
        TenantMap tenants = settings.earlierRuns().tenants(structure.bound(), now, people);
        Assigner assigner = new Assigner(tenants);
        Listing<Role> roles = structure.structure().roles();
        DirectorySnapshot snapshot =
                readDirectory(tenants, assigner, new OwnAccess(directory.credentials(), roles.entries()));
        snapshot.doubtOutside(structure.structure().groups().completeness().doubts());
        snapshot.doubtRoles(roles.completeness().doubts());
        structure.saw(snapshot, tenants);
        Reconciliation reconciliation = reconcile(tenants, assigner, snapshot)
                .finding(settings.earlierRuns().rememberAccepted(accounts));
        settings.earlierRuns().rememberJointLines(tenants, line -> mayBeLeft(line, sourceProof, reconciliation));
        new LoneHolders(directory, tenants, refusals, settings.readAlone())
                .read(reconciliation.differences(), snapshot);
        new GroupRules(settings, structure, tenants, snapshot).everybody(reconciliation.differences());
        SourceRead source = new SourceRead(
                sourceProof,
                people.size(),
                rejected,
                people.fingerprint(),
                trusted -> groups.notes(trusted && rejected.isEmpty(), now.day()));
        Reading reading = new Reading(
                Scope.EVERYBODY, source, structure.organization(), tenants, snapshot, directoryPrint.text());
        boolean refused = refusals.notPermitted() || !roles.completeness().isComplete();
        Plan plan = settings.planning(now).plan(reading, reconciliation, refused ? p -> refused(structure) : lacking);
        watermark
                .filter(w -> sourceProof.isComplete())
                .map(w -> position(w, now, structure.bound(), snapshot))
                .ifPresentOrElse(
                        position -> followed.planned(position, plan, reconciliation.undecided(), List.of()),
                        () -> followed.planned(plan, reconciliation.undecided()));
        event(Step.GUARD, plan.toString(), 1, 1);
        return plan;
    }

    private Feed.Position position(String watermark, Moment now, BoundPolicy bound, DirectorySnapshot snapshot) {
        return new Feed.Position(
                settings.source().name(),
                watermark,
                settings.policy().hash(),
                bound.print(),
                now.day(),
                snapshot.pages(),
                followed.position().map(Feed.Position::ended).orElse(0L),
                now.instant());
    }

    // A person without differences has nothing left that a rule does not give, if everything is known and decided.
    private boolean mayBeLeft(JointLine line, Completeness source, Reconciliation reconciliation) {
        return !source.isComplete()
                || !rejected.isEmpty()
                || reconciliation.findings().stream().map(Finding::code).anyMatch(UNCERTAIN::contains)
                || reconciliation.undecided().stream().anyMatch(line::isFor)
                || reconciliation.concerns(line);
    }

    private List<Finding> refused(BoundStructure structure) {
        return Preflight.Lack.of(directory, structure.bound()).findings();
    }

    // Only accounts that a plan would change are read for their external id, and some that it recognised by their user
    // names. If one carries the id of another identity, all people are compared again.
    private Reconciliation reconcile(TenantMap tenants, Assigner assigner, DirectorySnapshot snapshot) {
        groups.begin(true);
        LinkTable table = new LinkTable(people, accounts);
        links.all().forEach(table::add);
        Reconciliation compared;
        int spare = settings.readAlone();
        Map<AccountId, IdentityId> unread;
        do {
            event(Step.DIFF, "comparing", people.size(), people.size());
            Sweep sweep = new Sweep(tenants, assigner, people, snapshot, table, groups);
            compared = sweep.run(rejected);
            unread = Marks.recognised(compared, accounts, spare);
            spare -= unread.size();
            unread.putAll(Marks.unread(compared.differences(), accounts));
        } while (lookup.check(unread, settings.store()) || groups.narrow());
        lookup.doubt(snapshot);
        return groups.in(
                compared.with(Marks.binding(compared.differences(), accounts)).leavingOpen(lookup.inDoubt()));
    }

    // If pages shift while they are read, one row comes twice and another is missed. The missed person would look
    // like a leaver.
    private Completeness readSource() {
        Completeness proof = settings.source().read(page -> {
            page.identities().forEach(people::add);
            page.identities().forEach(groups::add);
            rejected.addAll(page.rejected());
            event(Step.IMPORT, "identities", people.size(), 0);
        });
        return people.repeats() == 0
                ? proof
                : proof.doubting("repeated rows: " + people.repeats() + ", so others may be missing");
    }

    private DirectorySnapshot readDirectory(TenantMap tenants, Assigner assigner, OwnAccess own) {
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
        GrantReader.read(tenants.grantedDivisions(), d -> grantsIn(d, tenants), settings.progress())
                .forEach((division, grants) -> {
                    print(grants);
                    snapshot.grants(division, own.without(tenants.withoutAccepted(grants, this::userName)));
                });
        clients(snapshot, bound);
        others(snapshot, tenants);
        rules(snapshot, bound);
        return snapshot;
    }

    private String userName(SubjectId holder) {
        return accounts.find(new AccountId(holder.value()))
                .map(Account::userName)
                .orElse("");
    }

    // A member of such a group reaches a tenant outside the policy, and may be about to gain another. A holder that no
    // listing shows may be a group that is new.
    private void others(DirectorySnapshot snapshot, TenantMap tenants) {
        List<GroupId> groups = new ArrayList<>(tenants.otherGroups(snapshot.holders()));
        groups.addAll(snapshot.perhapsGroups(tenants.bound()));
        for (int i = 0; i < groups.size(); i++) {
            GroupId group = groups.get(i);
            List<Grant> held = snapshot.grantsOf(SubjectId.of(group));
            snapshot.others(
                    group,
                    members(group, tenants.bound(), "all members", Groups::everybody),
                    member -> tenants.leads(group, held, member));
            event(Step.IMPORT, "members of other groups", i + 1, groups.size());
        }
    }

    // A rule goes by what an account says of a person, so a write of an attribute can let a person in.
    private void rules(DirectorySnapshot snapshot, BoundPolicy bound) {
        snapshot.perhapsByRule()
                .forEach(group -> refusals.orElse(
                                group, () -> directory.groups().rule(group), e -> {
                                    snapshot.doubtRule("the read of the rule of " + Wording.group(bound.group(group))
                                            + " was refused: " + e.getMessage());
                                    return Optional.<GroupRule>empty();
                                })
                        .ifPresent(snapshot::rule));
    }

    private void clients(DirectorySnapshot snapshot, BoundPolicy bound) {
        List<Grant> held = snapshot.holders().stream()
                .flatMap(holder -> snapshot.grantsOf(holder).stream())
                .toList();
        Predicate<SubjectId> unknown = holder ->
                !accounts.contains(new AccountId(holder.value())) && !bound.isGroup(new GroupId(holder.value()));
        snapshot.clients(
                ClientNames.read(this::clients, held, unknown),
                directory.credentials().stream().map(Credential::id).toList());
    }

    private Map<SubjectId, String> clients(RoleId role, Set<SubjectId> holders) {
        return refusals.orElse(role, () -> directory.grants().clients(role, holders), e -> Map.of());
    }

    // A listing can lag, and need not show external ids.
    private void lookUp(Assigner assigner) {
        Map<AccountId, IdentityId> unlisted = new LinkedHashMap<>();
        links.all().forEach((identity, account) -> {
            if (people.row(identity) >= 0 && !accounts.contains(account)) {
                unlisted.put(account, identity);
            }
        });
        lookup.read(unlisted);
        lookup.find(Unmatched.of(people, accounts, links, assigner));
        Unmatched departed = Unmatched.departed(people, accounts, links, assigner);
        EarlierRuns earlier = settings.earlierRuns();
        lookup.find(departed, earlier.unfound());
        earlier.rememberUnfound(lookup.answered(departed).unfound(accounts));
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
        Listing<AccountId> members = members(group, bound, "members", Groups::members);
        members.entries().forEach(a -> directoryPrint.add(group.value(), a.value()));
        snapshot.members(group, members);
        if (members.completeness().isComplete()
                && bound.hasOthers(group, members.entries().size())) {
            snapshot.everybody(group, members, members(group, bound, "all members", Groups::everybody));
        }
    }

    private Listing<AccountId> members(
            GroupId group, BoundPolicy bound, String what, BiFunction<Groups, GroupId, Listing<AccountId>> read) {
        return refusals.orDoubt(
                owner(group, bound),
                "the listing of " + what + " of " + Wording.group(bound.group(group)),
                () -> read.apply(directory.groups(), group));
    }

    private static Object owner(GroupId group, BoundPolicy bound) {
        return bound.ownerOf(group).<Object>map(o -> o.tenant().id()).orElse(group);
    }

    private void print(Listing<Grant> grants) {
        grants.entries()
                .forEach(g -> directoryPrint.add(
                        g.subject().value(), g.role().value(), g.division().value()));
    }

    private Listing<Grant> grantsIn(DivisionId division, TenantMap tenants) {
        return refusals.orDoubt(
                tenants.of(division).stream().<Object>map(id -> id).findFirst().orElse(division),
                "the listing of grants in " + Wording.division(tenants.bound().division(division)),
                () -> read(division, tenants));
    }

    // The service answers differently for "no permission" and "division deleted".
    private Listing<Grant> read(DivisionId division, TenantMap tenants) {
        try {
            return directory.grants().in(division);
        } catch (DirectoryException e) {
            boolean perhapsGone = tenants.bound().isLost(division) || tenants.isFormer(division);
            if (perhapsGone && e.failure() == Failure.NOT_FOUND) {
                return Listing.complete(List.of());
            }
            throw e;
        }
    }

    private void event(Step step, String what, long done, long total) {
        settings.progress().on(new Progress.Event(step, what, done, total));
    }
}
