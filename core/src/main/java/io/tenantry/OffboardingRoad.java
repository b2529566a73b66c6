// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.Fold;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.proving.OrganizationAccess;
import io.tenantry.internal.proving.Prover;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.Truth;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Links;
import io.tenantry.store.Notes;
import io.tenantry.store.Pins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans the off-boarding of a tenant: removes all access to it, of people, groups and other holders. Used once. */
final class OffboardingRoad {
    private final Settings settings;
    private final TenantPolicy tenant;
    private final Moment now;
    private final WritesSeen seen;
    private final OrganizationAccess access;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<AccountId, IdentityId> identities = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Boolean> people = new HashMap<>();
    private final Set<AccountId> members = new HashSet<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Fingerprint print = new Fingerprint();
    private boolean wholeSource = true;

    OffboardingRoad(Settings settings, TenantId id) {
        this.settings = settings;
        this.now = Moment.of(settings.clock());
        this.tenant = settings.policy()
                .tenant(id)
                .orElseThrow(() -> new IllegalArgumentException("the policy has no tenant " + id
                        + ": off-board it while the policy still names it, and remove it after that"));
        this.seen = WritesSeen.in(settings.store());
        this.access = new AccessReader(settings.directory(), settings.clock(), settings.progress())
                .read(alone(settings.policy()), known(), this::tenantAlone, t -> List.of());
        access.accounts().forEach(a -> accounts.put(a.id(), a));
        access.groups().forEach(g -> groups.put(g.id().value(), g));
        settings.store().links((identity, account) -> identities.put(account, identity));
    }

    /**
     * Returns the facts of earlier runs, of the groups that plans used only those of this tenant that the policy does not
     * give to another one now: their members are that tenant's people.
     */
    private Notes known() {
        Notes known = settings.store().notes();
        Set<GroupId> own = new HashSet<>(known.given().getOrDefault(tenant.id(), Set.of()));
        known.pins().groups().forEach((other, groups) -> {
            if (!other.equals(tenant.id()) && settings.policy().tenant(other).isPresent()) {
                own.removeAll(groups);
            }
        });
        return known.withGiven(tenant.id(), own);
    }

    private TenantMap tenantAlone(BoundPolicy bound) {
        return new TenantMap(bound, settings.store().notes(), Set.of(tenant.id()), now.day(), List.of());
    }

    /**
     * Returns the policy with only this tenant, so that no other tenant is read. The divisions of others count as shared:
     * this tenant may have had them before.
     */
    private OrganizationPolicy alone(OrganizationPolicy p) {
        Pins pins = settings.store().notes().pins();
        List<DivisionRef> others = new ArrayList<>(p.sharedDivisions());
        for (TenantPolicy t : p.tenants()) {
            String name = t.division().name();
            if (!t.id().equals(tenant.id())) {
                others.add(new DivisionRef(name, t.division().id().or(() -> pins.division(t.id(), name)), false));
            }
        }
        return new OrganizationPolicy(
                p.organization(),
                p.defaults(),
                p.attributes(),
                List.of(tenant),
                List.of(),
                p.jointAgents(),
                p.protectedPeople(),
                others,
                p.accepted(),
                p.outside(),
                p.hash());
    }

    /** Returns what is left of a tenant's access; reads twice if a run was under way. */
    static ZeroAccess zero(Settings settings, TenantId tenant) {
        OffboardingRoad first = new OffboardingRoad(settings, tenant);
        if (!first.isOverlapped()) {
            return first.zero(Optional.empty());
        }
        OffboardingRoad second = new OffboardingRoad(settings, tenant);
        return second.zero(second.isOverlapped() ? Optional.of(first.proof()) : Optional.empty());
    }

    private boolean isOverlapped() {
        return seen.isOver(settings.store(), access.organization().id());
    }

    private IsolationProof proof() {
        return Prover.prove(access, Links.of(settings.store()), now.day(), Map.of());
    }

    private ZeroAccess zero(Optional<IsolationProof> overlapped) {
        IsolationProof proof = proof();
        ZeroAccess zero =
                ZeroAccess.of(overlapped.map(o -> Prover.mixed(o, proof)).orElse(proof), tenant.id());
        if (zero.isZero()) {
            settings.earlierRuns().rememberZero(tenant.id(), now.instant());
        }
        return zero;
    }

    Plan plan() {
        BoundTenant bound = access.bound().tenant(tenant.id()).orElseThrow();
        findings.addAll(bound.findings());
        // Any doubt counts as a doubt about the accounts, so that the guards hold the whole plan.
        Completeness proof = new Completeness(accounts.size(), 1, access.doubts());
        DirectorySnapshot snapshot = new DirectorySnapshot(new AccountIndex(access.accounts()), proof);
        access.grants().forEach(snapshot::grants);
        SourceRead source = readSource();
        bound.groups().forEach(group -> members(group, snapshot));
        residents();
        access.grants().forEach((division, listing) -> {
            if (!division.isEverywhere()) {
                listing.entries().forEach(this::grant);
            }
        });
        Reading reading = new Reading(
                Scope.EXPLICIT, source, access.organization().id(), access.tenants(), snapshot, print.text());
        return settings.planning(now).plan(reading, Reconciliation.of(differences, findings));
    }

    private SourceRead readSource() {
        List<RejectedRow> rejected = new ArrayList<>();
        Completeness read = settings.source().read(page -> {
            page.identities().forEach(this::person);
            rejected.addAll(page.rejected());
        });
        List<String> doubts =
                Stream.concat(read.doubts().stream(), read.cautions().stream()).toList();
        wholeSource = doubts.isEmpty() && rejected.isEmpty();
        if (!doubts.isEmpty()) {
            findings.add(new Finding(
                    FindingCode.SOURCE_IN_DOUBT,
                    Finding.Severity.WARNING,
                    Optional.empty(),
                    "source",
                    "the identity source was not read completely: " + String.join("; ", doubts),
                    "accounts that no row names keep the log-in; correct the source and plan again"));
        }
        return SourceRead.partial(rejected, "off-boarding of tenant " + tenant.id());
    }

    private void residents() {
        Optional<Division> home =
                access.coverage().outside().stream().filter(Division::home).findFirst();
        if (home.isEmpty()) {
            finding(
                    FindingCode.NO_HOME_DIVISION,
                    "tenant " + tenant.id(),
                    "",
                    "the Home division was not found",
                    "move its people out");
        }
        for (Account account : access.accounts()) {
            if (access.tenants().of(account.division()).isEmpty()
                    || account.state() == AccountState.DELETED
                    || isKept(account)) {
                continue;
            }
            print.add(account.id().value(), account.state().name());
            boolean deactivates = tenant.governance().leaver() == LeaverMode.DEACTIVATE;
            if (deactivates && account.state() == AccountState.ACTIVE && leaves(account)) {
                add(account.id(), new Change.Deactivate());
            }
            Division from = access.bound().division(account.division());
            home.ifPresent(h -> add(
                    account.id(), new Change.MoveDivision(from, new DivisionTarget(h.name(), Optional.of(h.id())))));
        }
    }

    // Keeps whether only this tenant matches a person of the source, by id and by user name.
    private void person(Identity identity) {
        boolean stays = identity.state() != Identity.State.DISABLED && mayStay(identity);
        if (stays || tenant.match().test(identity) == Truth.TRUE) {
            people.merge(identity.id().value(), !stays, Boolean::logicalAnd);
            people.merge(Fold.of(identity.userName()), !stays, Boolean::logicalAnd);
        }
    }

    private boolean mayStay(Identity identity) {
        Set<TenantId> joint = new HashSet<>();
        for (JointAgent line : access.tenants().jointAgents()) {
            boolean named = line.isFor(identity.id()) || Fold.same(line.identity(), identity.userName());
            if (named && line.isInForce(now.day())) {
                joint.addAll(line.tenants());
            }
        }
        for (TenantPolicy t : settings.policy().tenants()) {
            if (!t.id().equals(tenant.id())
                    && !t.isLeaving()
                    && (joint.contains(t.id()) || t.match().test(identity) != Truth.FALSE)) {
                return true;
            }
        }
        return false;
    }

    // An account that no rule and no group names for this tenant only lives in its division. Where the source lacks
    // rows, another tenant may have the account.
    private boolean leaves(Account account) {
        IdentityId linked = identities.get(account.id());
        Boolean leaves = people.get(linked == null ? account.externalId().orElse("") : linked.value());
        if (leaves == null) {
            leaves = people.get(Fold.of(account.userName()));
        }
        return leaves == null ? wholeSource && members.contains(account.id()) : leaves;
    }

    private void members(Group group, DirectorySnapshot snapshot) {
        Listing<AccountId> direct = settings.directory().groups().members(group.id());
        snapshot.members(group.id(), direct);
        members.addAll(direct.entries());
        Set<AccountId> removable = new HashSet<>(direct.entries());
        for (AccountId member : direct.entries()) {
            print.add(group.id().value(), member.value());
            if (!isKept(member)) {
                add(member, new Change.LeaveGroup(group));
            }
        }
        Listing<AccountId> everybody = access.members().get(group.id());
        (everybody == null ? List.<AccountId>of() : everybody.entries())
                .stream()
                        .filter(m -> !removable.contains(m))
                        .forEach(m -> finding(
                                FindingCode.MEMBER_BY_RULE,
                                "account " + m,
                                name(m),
                                "is in group \"" + group.name() + "\" as an owner or by a rule, which no write removes",
                                "change the owners or the rule of the group"));
    }

    private void grant(Grant grant) {
        String holder = grant.subject().value();
        print.add(holder, grant.role().value());
        Group group = groups.get(holder);
        if (group != null && hasKept(group)) {
            finding(
                    FindingCode.PROTECTED,
                    "group " + group.id(),
                    group.name(),
                    "keeps role \"" + access.bound().role(grant.role()).name()
                            + "\", because a protected account is in \"" + group.name() + "\"",
                    "take the account out by hand, then off-board again");
        } else if (group != null) {
            differences.add(
                    difference(Optional.empty(), access.bound().revocation(grant, SubjectKind.GROUP, group.name())));
        } else if (!accounts.containsKey(new AccountId(holder))) {
            other(grant);
        } else if (!isKept(new AccountId(holder))) {
            add(new AccountId(holder), access.bound().revocation(grant, SubjectKind.ACCOUNT, ""));
        }
    }

    private boolean hasKept(Group group) {
        Listing<AccountId> members = access.members().get(group.id());
        return members != null && members.entries().stream().anyMatch(this::isKept);
    }

    private void other(Grant grant) {
        String held = "holds role \"" + access.bound().role(grant.role()).name() + "\" in the tenant's division";
        String client = access.clients().get(grant.subject());
        finding(
                client == null ? FindingCode.UNKNOWN_HOLDER : FindingCode.UNACCEPTED_CLIENT,
                "subject " + grant.subject(),
                client == null ? "" : client,
                client == null
                        ? held + " and is neither an account nor a group"
                        : "client \"" + client + "\" (" + grant.subject() + ") " + held,
                access.own().isCredential(grant.subject())
                        ? "it is the credential of this run: revoke the role by hand at the end"
                        : "revoke it by hand");
    }

    private boolean isKept(AccountId id) {
        Account account = accounts.get(id);
        return account != null && isKept(account);
    }

    private boolean isKept(Account account) {
        boolean kept = access.bound().isProtected(account, Optional.ofNullable(identities.get(account.id())));
        if (kept) {
            finding(
                    FindingCode.PROTECTED,
                    "account " + account.id(),
                    account.userName(),
                    "is protected by the policy and keeps its access in the tenant",
                    "take it away by hand");
        }
        return kept;
    }

    private void finding(FindingCode code, String subject, String name, String message, String advice) {
        findings.add(new Finding(
                code, Finding.Severity.VIOLATION, Optional.of(tenant.id()), subject, message, advice, name));
    }

    private String name(AccountId id) {
        Account account = accounts.get(id);
        return account == null ? "" : account.userName();
    }

    private void add(AccountId id, Change change) {
        Person person = new Person(Optional.ofNullable(identities.get(id)), Optional.of(id), name(id));
        differences.add(difference(Optional.of(person), change));
    }

    // An explicit request needs an approval; the policy's authority and limits do not apply to it.
    private Difference difference(Optional<Person> person, Change change) {
        Reason reason = new Reason(
                "off-boarding of tenant " + tenant.id() + ", requested explicitly", "observed in the organization");
        return new Difference(tenant.id(), person, change, Authority.OBSERVE, reason);
    }
}
