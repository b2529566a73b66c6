// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.Authority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reconciles all people: each identity, people who are gone from the source, and access without a known identity.
 * People who certainly need no change are screened out first. Used once.
 */
public final class Sweep {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final Reconciler reconciler;
    private final DirectorySnapshot snapshot;
    private final AccountIndex accounts;
    private final People people;
    private final LinkTable links;
    private final Correlator correlator;
    private final Succession succession;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final AllowedTenants allowed = new AllowedTenants();
    private final Map<IdentityId, Person> newLinks = new HashMap<>();
    private final Map<Situation, Integer> situations = new EnumMap<>(Situation.class);
    /** Accounts that were paired with no person but may belong to one, so they are not reported as unknown. */
    private final BitSet known = new BitSet();

    private final Set<IdentityId> undecided = new HashSet<>();
    private final Map<IdentityId, Finding> outside = new TreeMap<>();
    private final List<Finding> byAbsence = new ArrayList<>();
    private final BitSet reported = new BitSet();
    private final Map<Integer, Integer> newNames = new HashMap<>();
    private final Pairing pairing;
    private final boolean screened;
    private final SourceGroups groups;

    /** Prepares a sweep over the reads of both sides. */
    public Sweep(
            TenantMap tenants,
            Assigner assigner,
            People people,
            DirectorySnapshot snapshot,
            LinkTable links,
            SourceGroups groups) {
        this(tenants, assigner, people, snapshot, links, groups, true);
    }

    /** Prepares a sweep, with or without the screen. */
    Sweep(
            TenantMap tenants,
            Assigner assigner,
            People people,
            DirectorySnapshot snapshot,
            LinkTable links,
            SourceGroups groups,
            boolean screened) {
        this.groups = groups;
        this.screened = screened;
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.reconciler = new Reconciler(tenants, assigner, groups, snapshot);
        this.people = people;
        this.snapshot = snapshot;
        this.accounts = snapshot.accounts();
        this.links = links;
        this.correlator = new Correlator(accounts, links);
        this.succession = new Succession(tenants, assigner);
        this.pairing = new Pairing(people.size(), accounts.memberships.members());
    }

    /**
     * Reconciles.
     *
     * @param rejected the rows of the source that could not be read; the people that they name are not changed
     */
    public Reconciliation run(List<RejectedRow> rejected) {
        groups.again();
        Set<IdentityId> unreadable =
                rejected.stream().flatMap(r -> r.id().stream()).collect(Collectors.toSet());
        bound.tenants().forEach(t -> findings.addAll(t.findings()));
        findings.addAll(GroupFindings.of(bound, snapshot));
        tenants.formerTenants().forEach(t -> findings.add(Findings.orphanedTenant(t)));
        tenants.unclaimed().forEach(d -> findings.add(Findings.unclaimed(d)));
        findings.addAll(bound.accepted().troubles());
        findings.addAll(tenants.namesakes());
        tenants.sharedButOwned().forEach((division, tenant) -> findings.add(Findings.sharedButOwned(division, tenant)));
        findings.addAll(Unsaid.of(bound.policy(), people));
        differences.addAll(new StructureDiff(tenants).differences(snapshot));
        unreadable.forEach(this::leaveAlone);
        rejected.stream().flatMap(r -> r.userName().stream()).forEach(this::leaveNameAlone);
        people.contradicted.stream().forEach(this::contradicted);
        people.contestedNames.forEach(this::leaveNameAlone);
        correlate();
        List<SubjectId> holders = snapshot.holders().stream()
                .filter(holder -> !bound.ownsHolder(holder))
                .toList();
        Screened screen = new Screen(tenants, people, snapshot, pairing, holders).look(screened);
        BitSet suspects = screen.suspects();
        suspects.or(people.contradicted);
        count(Situation.LINKED, people.size() - suspects.cardinality());
        suspects.andNot(people.contradicted);
        suspects.stream().forEach(row -> person(row, screen));
        absent(unreadable, screen);
        screen.strangers().stream().filter(row -> !isKnown(row)).forEach(row -> strangeMember(row, screen));
        snapshot.fixed().forEach(account -> strangeOwner(account, screen));
        snapshot.everywhere().forEach(this::strangeWildcard);
        holders.forEach(this::strangeHolder);
        orphans();
        return new Reconciliation(
                differences, findings, byAbsence, newLinks, situationsByName(), allowed, undecided, outside);
    }

    private Map<String, Integer> situationsByName() {
        Map<String, Integer> byName = new TreeMap<>();
        situations.forEach((situation, count) -> byName.put(situation.name().toLowerCase(Locale.ROOT), count));
        return byName;
    }

    // Linked people come first, in a loop that makes no calls and so keeps its data in registers.
    private void correlate() {
        int[] rest = new int[people.size()];
        int count = 0;
        for (int row = 0; row < people.size(); row++) {
            int linked = people.contradicted.get(row) ? AccountIndex.NONE : links.accountOf(row);
            if (linked >= 0) {
                pairing.pair(row, linked);
            } else {
                rest[count++] = row;
            }
        }
        Arrays.stream(rest, 0, count).forEach(this::unlinked);
    }

    private void unlinked(int row) {
        pairing.unlinked.set(row);
        int account = people.contradicted.get(row) ? AccountIndex.NONE : account(row);
        if (account >= 0) {
            pairing.pair(row, account);
        }
    }

    private boolean isKnown(int account) {
        return pairing.personOf(account) >= 0 || known.get(account);
    }

    private void contradicted(int row) {
        Identity identity = people.get(row);
        leaveAlone(identity);
        if (links.accountOf(row) >= 0) {
            known.set(links.accountOf(row));
        }
        undecided.add(identity.id());
        findings.add(Findings.contradiction(identity.id()));
    }

    // Nothing is decided about these people, so their possible accounts must not be reported as unknown.
    private void leaveAlone(Identity identity) {
        possible(identity).forEach(a -> known.set(accounts.row(a.id())));
    }

    // Another person with the user name of a leaver does not keep the leaver's account open.
    private void leaveClaimed(Identity identity) {
        possible(identity)
                .filter(a -> !links.isAbandoned(accounts.row(a.id())) || succession.isPossible(a, identity))
                .forEach(a -> known.set(accounts.row(a.id())));
    }

    private Stream<Account> possible(Identity identity) {
        return Stream.of(
                        accounts.withExternalId(identity.id().value()),
                        accounts.withUserName(identity.userName()),
                        correlator.lookalikes(identity))
                .flatMap(List::stream);
    }

    private void leaveNameAlone(String userName) {
        accounts.withUserName(userName).forEach(a -> known.set(accounts.row(a.id())));
    }

    private void leaveAlone(IdentityId identity) {
        accounts.withExternalId(identity.value()).forEach(a -> known.set(accounts.row(a.id())));
    }

    // Finds the most frequent answers by ints alone, and uses the correlator for all others.
    private int account(int row) {
        int carrier = accounts.onlyWithExternalId(people.ids.get(row));
        if (carrier >= 0 && !links.isClaimedFrom(carrier, row)) {
            return carrier;
        }
        if (carrier == AccountIndex.NONE && !accounts.isNamed(people.foldedNames.get(row))) {
            return unmatched(row);
        }
        Identity identity = people.get(row);
        Correlation correlation = correlator.correlate(identity);
        if (correlation.situation() == Situation.UNMATCHED) {
            return unmatched(row);
        }
        if (correlation.situation() == Situation.DISPUTED) {
            leaveClaimed(identity);
        }
        return correlation.account().map(a -> accounts.row(a.id())).orElse(AccountIndex.NONE);
    }

    private int unmatched(int row) {
        newNames.merge(people.foldedNames.get(row), 1, Integer::sum);
        return AccountIndex.NONE;
    }

    private void person(int row, Screened screen) {
        Identity identity = people.get(row);
        int account = pairing.accountOf(row);
        if (pairing.isContested(row)) {
            count(Situation.DISPUTED, 1);
            undecided.add(identity.id());
            findings.add(Findings.claimedTwice(identity, accounts.get(account)));
            return;
        }
        Correlation correlation = pairing.unlinked.get(row)
                ? correlator.correlate(identity)
                : correlator.linked(accounts.get(account), identity);
        if (correlation.situation() == Situation.DISPUTED) {
            leaveClaimed(identity);
        }
        if (correlation.situation() == Situation.UNMATCHED
                && newNames.getOrDefault(people.foldedNames.get(row), 0) > 1) {
            count(Situation.DISPUTED, 1);
            undecided.add(identity.id());
            findings.add(Findings.nameTwice(identity));
            return;
        }
        count(correlation.situation(), 1);
        PersonResult result =
                reconciler.reconcile(identity, correlation, a -> snapshot.observed(a, screen.groupsOf(account)));
        differences.addAll(result.differences());
        result.tell(findings, outside);
        result.undecided().ifPresent(undecided::add);
        allowed.add(result);
        if (correlation.account().isPresent()) {
            reported.set(account);
            if (pairing.unlinked.get(row)) {
                newLinks.put(
                        identity.id(),
                        new Person(Optional.of(identity.id()), Optional.of(accounts.id(account)), identity.userName()));
            }
        }
    }

    private void count(Situation situation, int more) {
        if (more > 0) {
            situations.merge(situation, more, Integer::sum);
        }
    }

    // Only people whom an earlier run linked can be leavers here: an account that was never linked is an orphan.
    private void absent(Set<IdentityId> unreadable, Screened screen) {
        Absence absence = new Absence(tenants);
        for (int row = 0; row < accounts.size(); row++) {
            if (!isKnown(row) && links.isAbandoned(row)) {
                known.set(row);
                if (!unreadable.contains(links.identityOf(row))) {
                    Observed observed = snapshot.observed(accounts.get(row), screen.groupsOf(row));
                    absence.judge(links.identityOf(row), observed, differences, findings)
                            .ifPresent(byAbsence::add);
                }
            }
        }
    }

    private void orphans() {
        for (int row = 0; row < accounts.size(); row++) {
            if (!isKnown(row) && accounts.isActive(row)) {
                Account account = accounts.get(row);
                tenants.owners(account.division())
                        .findFirst()
                        .ifPresent(t -> byAbsence.add(Findings.orphanAccount(t.id(), account)));
            }
        }
    }

    private void strangeMember(int row, Screened screen) {
        screen.groupsOf(row).forEach(group -> strangeMember(accounts.id(row), group));
    }

    // No write takes an owner, or a member by a rule, out of a group.
    private void strangeOwner(AccountId account, Screened screen) {
        int row = accounts.row(account);
        if (row >= 0 && !isKnown(row)) {
            Set<GroupId> groups =
                    new TreeSet<>(snapshot.observed(accounts.get(row), Set.of()).fixed());
            groups.removeAll(screen.groupsOf(row));
            groups.forEach(group -> reported(account, group));
        }
    }

    private BoundPolicy.OwnedGroup reported(AccountId account, GroupId group) {
        BoundPolicy.OwnedGroup owned = bound.ownerOf(group).orElseThrow();
        byAbsence.add(Findings.orphanMember(owned.tenant().id(), account, owned.group())
                .about(accounts.find(account).map(Account::userName).orElse("")));
        return owned;
    }

    private void strangeMember(AccountId account, GroupId group) {
        BoundPolicy.OwnedGroup owned = reported(account, group);
        take(account, owned.tenant(), new Change.LeaveGroup(owned.group()), "no identity is known for this member");
    }

    // Groups and clients are judged with what would be given to the people in them.
    private void strangeHolder(SubjectId holder) {
        if (accounts.row(new AccountId(holder.value())) < 0) {
            return;
        }
        snapshot.grantsOf(holder).stream()
                .filter(grant -> !grant.division().isEverywhere())
                .forEach(this::strangeGrantInDivision);
    }

    private void strangeWildcard(Grant grant) {
        int row = accounts.row(holder(grant));
        if (row < 0 ? bound.ownsHolder(grant.subject()) : !reported.get(row)) {
            findings.add(Findings.wildcard("subject " + grant.subject(), bound.role(grant.role()))
                    .about(name(grant, row)));
        }
    }

    private void strangeGrantInDivision(Grant grant) {
        int row = accounts.row(holder(grant));
        if (row >= 0 && isKnown(row)) {
            return;
        }
        // Access in a tenant that left the policy stays; the plan reports that tenant.
        tenants.owners(grant.division()).findFirst().ifPresent(tenant -> strangeGrant(grant, tenant, row));
    }

    private void strangeGrant(Grant grant, BoundTenant tenant, int row) {
        byAbsence.add(Findings.foreignGrant(
                        tenant.id(),
                        "subject " + grant.subject(),
                        bound.role(grant.role()),
                        bound.division(grant.division()))
                .about(name(grant, row)));
        if (row >= 0) {
            take(
                    holder(grant),
                    tenant,
                    bound.revocation(grant, SubjectKind.ACCOUNT, ""),
                    "no identity is known for this holder");
        }
    }

    private String name(Grant grant, int row) {
        return row >= 0
                ? accounts.get(row).userName()
                : bound.group(new GroupId(grant.subject().value())).name();
    }

    private static AccountId holder(Grant grant) {
        return new AccountId(grant.subject().value());
    }

    private void take(AccountId account, BoundTenant tenant, Change change, String rule) {
        Optional<Account> known = accounts.find(account);
        String userName = known.map(Account::userName).orElse("");
        boolean isProtected = known.map(a -> bound.isProtected(a, Optional.empty()))
                .orElseGet(() -> bound.policy().isProtected(account.value()));
        if (!isProtected) {
            differences.add(new Difference(
                    tenant.id(),
                    Optional.of(new Person(Optional.empty(), Optional.of(account), userName)),
                    change,
                    Authority.AUTHORITATIVE,
                    new Reason(rule, "observed in the organization", Reason.Basis.ABSENCE)));
        }
    }
}
