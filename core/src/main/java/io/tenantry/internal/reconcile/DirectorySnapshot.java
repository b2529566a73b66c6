// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.dense.MembersByGroup;
import io.tenantry.internal.dense.Memberships;
import io.tenantry.internal.reach.AccessFacts;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The result of a read of the organization: accounts, members of the policy's groups, grants in its divisions. One
 * thread fills it; after that it is only read.
 */
public final class DirectorySnapshot {
    private final AccountIndex accounts;
    private final Completeness accountsProof;
    /** The direct members of groups, by the ordinals of both. */
    private final Memberships members;

    private final Map<Integer, GroupId> groups = new TreeMap<>();
    private final Map<GroupId, Completeness> memberProofs = new HashMap<>();
    private final Map<GroupId, Integer> memberCounts = new HashMap<>();
    private final Map<AccountId, Set<GroupId>> fixed = new HashMap<>();
    /** All accounts in each group that no profile names and that leads to a tenant. */
    private final Map<GroupId, Listing<AccountId>> others = new TreeMap<>();

    private final Map<AccountId, Set<GroupId>> inOthers = new HashMap<>();

    /** The holders whose own access was read, because a listing that shows it is in doubt. */
    private final Set<SubjectId> alone = new HashSet<>();

    private final Map<AccountId, Set<GroupId>> inAlone = new HashMap<>();
    private final List<String> doubtsOutside = new ArrayList<>();
    private final List<String> doubtsOfRoles = new ArrayList<>();

    /** The rules by which groups that lead to a tenant take accounts. */
    private final List<GroupRule> rules = new ArrayList<>();

    private final List<String> doubtsOfRules = new ArrayList<>();

    private int withoutAnswer;

    /** The people whose account is uncertain, each with the reason. */
    private final Map<Person, String> doubtsOfOwners = new TreeMap<>();
    /** The accounts that may belong to one of them. */
    private final Set<AccountId> unowned = new HashSet<>();

    private final Map<DivisionId, Completeness> grantProofs = new HashMap<>();
    private final Map<DivisionId, Integer> grantCounts = new HashMap<>();
    private final Map<SubjectId, List<Grant>> grantsOf = new HashMap<>();
    private final List<Grant> everywhere = new ArrayList<>();
    /** The names of the holders that are OAuth clients. */
    private final Map<SubjectId, String> clients = new HashMap<>();

    private final Set<SubjectId> credentials = new HashSet<>();

    /** The groups that lead to a tenant and may take an account whose attributes are written. */
    private final Set<GroupId> admitting = new TreeSet<>();

    private final Map<GroupId, List<AccountId>> filled = new TreeMap<>();

    /** Creates a snapshot with the accounts that were read. */
    public DirectorySnapshot(AccountIndex accounts, Completeness accountsProof) {
        this.accounts = accounts;
        this.accountsProof = accountsProof;
        this.members = accounts.memberships.side();
    }

    /**
     * Creates a complete snapshot at once.
     *
     * @param members the direct members of each group that the policy owns
     * @param grants the grants in each division that a tenant owns, and under {@link DivisionId#EVERYWHERE} those in
     *     all divisions
     */
    public DirectorySnapshot(
            AccountIndex accounts,
            Completeness accountsProof,
            Map<GroupId, Listing<AccountId>> members,
            Map<DivisionId, Listing<Grant>> grants) {
        this(accounts, accountsProof);
        new TreeMap<>(members).forEach(this::members);
        new TreeMap<>(grants).forEach(this::grants);
    }

    /** Returns the groups of the policy whose rule, if they have one, was not read, because it took no account so far. */
    public Set<GroupId> withoutMembersByRule() {
        Set<GroupId> without = new TreeSet<>(groups.values());
        without.removeAll(perhapsByRule());
        return without;
    }

    /** Adds everybody in an accepted group that takes accounts by a rule. */
    public void filled(GroupId group, Listing<AccountId> everybody) {
        filled.put(group, everybody.entries());
    }

    /** Returns everybody in the accepted groups that were read because a rule may take more accounts than they accept. */
    public Map<GroupId, List<AccountId>> filled() {
        return Collections.unmodifiableMap(filled);
    }

    /** Adds a group whose rule may be about attributes. */
    public void admits(GroupId group) {
        admitting.add(group);
    }

    /** Returns the groups that lead to a tenant and whose rule may be about attributes. */
    public Set<GroupId> admitting() {
        return Collections.unmodifiableSet(admitting);
    }

    /** Says how many groups, any of which may take accounts by a rule, no run has asked for one. */
    public void withoutAnswer(int groups) {
        withoutAnswer = groups;
    }

    /** Returns how many groups no run has asked for a rule. */
    public int withoutAnswer() {
        return withoutAnswer;
    }

    /** Adds the direct members of a group that the policy owns. */
    public void members(GroupId group, Listing<AccountId> listing) {
        members.ofGroup(
                group.value(), listing.entries().stream().map(AccountId::value).toList());
        groups.put(accounts.memberships.group(group.value()), group);
        memberProofs.put(group, listing.completeness());
        memberCounts.put(group, listing.entries().size());
    }

    /** Adds all accounts in a group, direct members included: the others are owners or members by a rule. */
    public void everybody(GroupId group, Listing<AccountId> direct, Listing<AccountId> all) {
        Set<AccountId> known = new HashSet<>(direct.entries());
        all.entries().stream()
                .filter(a -> !known.contains(a))
                .forEach(a -> fixed.computeIfAbsent(a, k -> new TreeSet<>()).add(group));
        doubt(group, all.completeness());
    }

    /**
     * Adds all accounts in a group that no profile names and that leads to a tenant.
     *
     * @param reaches whether an account reaches anything through the group
     */
    public void others(GroupId group, Listing<AccountId> everybody, Predicate<AccountId> reaches) {
        others.put(group, everybody);
        everybody.entries().stream()
                .filter(reaches)
                .forEach(a -> inOthers.computeIfAbsent(a, k -> new TreeSet<>()).add(group));
    }

    /** Adds a role of a group that the read of one of its members showed. */
    public void inherited(Grant grant) {
        List<Grant> held = grantsOf.computeIfAbsent(grant.subject(), k -> new ArrayList<>(2));
        if (!held.contains(grant)) {
            held.add(grant);
        }
    }

    /**
     * Adds the access of one account or group as a read of it alone showed it. A role that comes from a group shows that
     * the account is in that group.
     *
     * @param in the groups of the account, as far as they were read
     */
    public void alone(SubjectId holder, Collection<Grant> held, Collection<GroupId> in) {
        alone.add(holder);
        held.forEach(this::inherited);
        Set<GroupId> groupsIn = inAlone.computeIfAbsent(new AccountId(holder.value()), k -> new TreeSet<>(in));
        held.stream()
                .map(Grant::subject)
                .filter(subject -> !subject.equals(holder))
                .forEach(subject -> groupsIn.add(new GroupId(subject.value())));
    }

    /** Returns whether the access of this account or group was read alone, so that no listing has to show it. */
    public boolean isReadAlone(SubjectId holder) {
        return alone.contains(holder);
    }

    /** Adds what is uncertain about a group that the policy owns. */
    public void doubt(GroupId group, Completeness proof) {
        memberProofs.merge(group, proof, Completeness::and);
    }

    /** Adds why access outside the policy may not have been seen. */
    public void doubtOutside(List<String> doubts) {
        doubtsOutside.addAll(doubts);
    }

    /** Adds why roles of the organization may not have been seen, so that the meaning of some names is unknown. */
    public void doubtRoles(List<String> doubts) {
        doubtsOfRoles.addAll(doubts);
    }

    /** Adds the rule by which a group that leads to a tenant takes accounts. */
    public void rule(GroupRule rule) {
        rules.add(rule);
    }

    /** Adds why a rule of a group is not known. */
    public void doubtRule(String doubt) {
        doubtsOfRules.add(doubt);
    }

    /** Returns why rules of groups are not known. */
    public List<String> doubtsOfRules() {
        return Collections.unmodifiableList(doubtsOfRules);
    }

    /** Returns the rules by which groups that lead to a tenant take accounts. */
    public List<GroupRule> rules() {
        return Collections.unmodifiableList(rules);
    }

    /**
     * Returns the groups that lead to a tenant and may take accounts by a rule, in order: those that no profile names, and
     * those of the policy with more accounts than direct members.
     */
    public Set<GroupId> perhapsByRule() {
        Set<GroupId> groups = new TreeSet<>(others.keySet());
        fixed.values().forEach(groups::addAll);
        return groups;
    }

    /**
     * Adds the people whose account is uncertain.
     *
     * @param people each with the reason
     * @param unowned the accounts without a known person that may belong to one of them
     */
    public void doubtOwners(Map<Person, String> people, Collection<AccountId> unowned) {
        doubtsOfOwners.putAll(people);
        this.unowned.addAll(unowned);
    }

    /** Returns the people whose account is uncertain, each with the reason. */
    public Map<Person, String> doubtsOfOwners() {
        return Collections.unmodifiableMap(doubtsOfOwners);
    }

    /** Returns whether it is uncertain which account belongs to a person, or whose an account without a person is. */
    public boolean doubtsOwner(Person person) {
        return person.identity().isPresent()
                ? doubtsOfOwners.containsKey(person)
                : person.account().filter(unowned::contains).isPresent();
    }

    /** Adds the grants in a division that a tenant owns, or in all divisions at once. */
    public void grants(DivisionId division, Listing<Grant> listing) {
        grantProofs.put(division, listing.completeness());
        grantCounts.put(division, listing.entries().size());
        for (Grant grant : listing.entries()) {
            grantsOf.computeIfAbsent(grant.subject(), k -> new ArrayList<>(2)).add(grant);
            if (grant.division().isEverywhere()) {
                everywhere.add(grant);
            }
        }
    }

    /** Returns how many pages the listings came in. */
    public int pages() {
        return Stream.of(
                        Stream.of(accountsProof),
                        memberProofs.values().stream(),
                        grantProofs.values().stream(),
                        others.values().stream().map(Listing::completeness))
                .flatMap(proofs -> proofs)
                .mapToInt(Completeness::pages)
                .sum();
    }

    /** Returns the accounts. */
    public AccountIndex accounts() {
        return accounts;
    }

    /** Returns whether all accounts were read. */
    public Completeness accountsProof() {
        return accountsProof;
    }

    /** Returns whether all members of a group were read; a group that was not read is in doubt. */
    public Completeness membersProof(GroupId group) {
        Completeness proof = memberProofs.get(group);
        return proof != null ? proof : Completeness.doubtful(0, 0, "group " + group + " was not read");
    }

    /** Returns whether all grants in a division were read; a division that was not read is in doubt. */
    public Completeness grantsProof(DivisionId division) {
        Completeness proof = grantProofs.get(division);
        return proof != null
                ? proof
                : Completeness.doubtful(0, 0, "the grants in division " + division + " were not read");
    }

    /** Returns the access that the read showed for an account. */
    public Observed observed(Account account) {
        int row = accounts.row(account.id());
        return observed(account, row < 0 ? Set.of() : groupsOf(row));
    }

    /** Returns the access that the read showed for an account which is known to be in these groups. */
    Observed observed(Account account, Set<GroupId> in) {
        return new Observed(
                account,
                in,
                grantsOf(SubjectId.of(account.id())),
                fixed.getOrDefault(account.id(), Set.of()),
                inOthers.getOrDefault(account.id(), Set.of()));
    }

    /** Returns the accounts that are in a group of the policy as an owner or by a rule. */
    Set<AccountId> fixed() {
        return Collections.unmodifiableSet(fixed.keySet());
    }

    /**
     * Returns the accounts that may reach another tenant than that in whose division they live: those with roles of
     * their own, in groups that no profile names, in groups of another tenant, or in wide groups.
     *
     * @param wide whether a group of the policy leads to more than its own tenant
     */
    public Set<AccountId> perhapsBeyond(BoundPolicy bound, Predicate<GroupId> wide) {
        Set<AccountId> found = new TreeSet<>(fixed.keySet());
        found.addAll(inOthers.keySet());
        found.addAll(inAlone.keySet());
        found.removeIf(account -> isGroupOrClient(SubjectId.of(account), bound));
        grantsOf.keySet().stream()
                .filter(holder -> !isGroupOrClient(holder, bound))
                .forEach(holder -> found.add(new AccountId(holder.value())));
        groups.forEach((ordinal, group) -> {
            int own = wide.test(group) ? AccountIndex.NONE : divisionOf(group, bound);
            visit(ordinal, (rows, from, to) -> {
                for (int i = from; i < to; i++) {
                    if (rows[i] >= accounts.size() || accounts.divisions.get(rows[i]) != own) {
                        found.add(accounts.id(rows[i]));
                    }
                }
            });
        });
        return found;
    }

    private boolean isGroupOrClient(SubjectId holder, BoundPolicy bound) {
        return isGroup(new GroupId(holder.value()), bound) || clients.containsKey(holder);
    }

    /** Returns whether this is the id of a group: a listing shows it, or its members could be read. */
    public boolean isGroup(GroupId id, BoundPolicy bound) {
        Listing<AccountId> members = others.get(id);
        return bound.isGroup(id) || (members != null && members.completeness().pages() > 0);
    }

    private int divisionOf(GroupId group, BoundPolicy bound) {
        return bound.ownerOf(group)
                .flatMap(owner -> owner.tenant().division().id())
                .map(accounts::division)
                .orElse(AccountIndex.NONE);
    }

    /** Returns the grants that a subject holds itself. */
    public List<Grant> grantsOf(SubjectId subject) {
        return grantsOf.getOrDefault(subject, List.of());
    }

    /** Returns whether all grants were read, and none of them is held by this group. */
    public boolean holdsNothing(GroupId group) {
        return !doubtsGrants() && grantsOf(SubjectId.of(group)).isEmpty();
    }

    /** Returns all holders of grants. */
    public Set<SubjectId> holders() {
        return Collections.unmodifiableSet(grantsOf.keySet());
    }

    /** Adds the names of the holders that are OAuth clients, and those that are credentials of this run. */
    public void clients(Map<SubjectId, String> names, Collection<SubjectId> own) {
        clients.putAll(names);
        credentials.addAll(own);
    }

    /** Returns the name of a holder that is an OAuth client; empty if it is none or is unknown. */
    public Optional<String> client(SubjectId holder) {
        return Optional.ofNullable(clients.get(holder));
    }

    /** Returns whether a holder is a credential of this run. */
    public boolean isCredential(SubjectId holder) {
        return credentials.contains(holder);
    }

    /**
     * Returns whether a new account may reach a tenant without being given anything: through a group that takes members
     * by a rule, or by a role of a holder that may be everybody. A group that no profile names may have a rule.
     */
    public boolean mayTakeNewAccounts(BoundPolicy bound) {
        return !others.isEmpty() || !fixed.isEmpty() || holders().stream().anyMatch(h -> isUnknown(h, bound));
    }

    /** Returns, in order, the holders that no listing shows: each may be a group, or an account or a client. */
    public List<GroupId> perhapsGroups(BoundPolicy bound) {
        return holders().stream()
                .filter(holder -> isUnknown(holder, bound))
                .map(holder -> new GroupId(holder.value()))
                .sorted()
                .toList();
    }

    private boolean isUnknown(SubjectId holder, BoundPolicy bound) {
        return !isGroupOrClient(holder, bound)
                && !accounts.contains(new AccountId(holder.value()))
                && !credentials.contains(holder);
    }

    /** Returns the grants in all divisions at once. */
    List<Grant> everywhere() {
        return Collections.unmodifiableList(everywhere);
    }

    /** Returns how many direct members the read showed for a group. */
    public int memberCount(GroupId group) {
        return memberCounts.getOrDefault(group, 0);
    }

    /** Returns how many grants the read showed in a division. */
    public int grantCount(DivisionId division) {
        return grantCounts.getOrDefault(division, 0);
    }

    /** Returns all accounts in each group that no profile names and that leads to a tenant. */
    public Map<GroupId, Listing<AccountId>> others() {
        return Collections.unmodifiableMap(others);
    }

    /** Returns all accounts in a group of the policy: direct members, owners and members by a rule, in order. */
    public Set<AccountId> everybodyIn(GroupId group) {
        Set<AccountId> all = new TreeSet<>();
        fixed.forEach((account, in) -> {
            if (in.contains(group)) {
                all.add(account);
            }
        });
        groups.forEach((ordinal, of) -> {
            if (of.equals(group)) {
                visit(ordinal, (rows, from, to) -> {
                    for (int i = from; i < to; i++) {
                        all.add(accounts.id(rows[i]));
                    }
                });
            }
        });
        return all;
    }

    /** Returns the groups of each of these accounts, by one pass over every listing; accounts without groups are absent. */
    public Map<AccountId, Set<GroupId>> groupsOf(Set<AccountId> wanted) {
        Map<AccountId, Set<GroupId>> found = new HashMap<>();
        BitSet rows = new BitSet();
        wanted.stream().mapToInt(accounts::row).filter(row -> row >= 0).forEach(rows::set);
        groups.forEach((ordinal, group) -> visit(ordinal, (of, from, to) -> {
            for (int i = from; i < to; i++) {
                if (rows.get(of[i])) {
                    found.computeIfAbsent(accounts.id(of[i]), k -> new TreeSet<>())
                            .add(group);
                }
            }
        }));
        wanted.forEach(a -> fixed.getOrDefault(a, Set.of())
                .forEach(g -> found.computeIfAbsent(a, k -> new TreeSet<>()).add(g)));
        others.forEach((group, listing) -> listing.entries().stream()
                .filter(wanted::contains)
                .forEach(a -> found.computeIfAbsent(a, k -> new TreeSet<>()).add(group)));
        inAlone.forEach((account, in) -> {
            if (wanted.contains(account)) {
                found.computeIfAbsent(account, k -> new TreeSet<>()).addAll(in);
            }
        });
        return found;
    }

    /** Returns the access that these listings show, of groups and of these accounts. */
    public AccessFacts facts(Set<AccountId> of) {
        Map<AccountId, Set<GroupId>> in = of.isEmpty() ? Map.of() : groupsOf(of);
        return new AccessFacts() {
            @Override
            public List<Grant> grants(SubjectId holder) {
                return grantsOf(holder);
            }

            @Override
            public Collection<GroupId> groups(AccountId account) {
                return in.getOrDefault(account, Set.of());
            }
        };
    }

    private void visit(int ordinal, MembersByGroup.Slices visitor) {
        members.ready();
        members.visit(ordinal, visitor);
    }

    /**
     * Returns why it is uncertain which access outside the policy people have: the doubts of the listings of groups that
     * no profile names, and of divisions that belonged to a tenant once.
     */
    public List<String> doubtsOutside(BoundPolicy bound) {
        Stream<Completeness> divisions = grantProofs.entrySet().stream()
                .filter(e ->
                        !e.getKey().isEverywhere() && bound.ownerOf(e.getKey()).isEmpty())
                .map(Map.Entry::getValue);
        return Stream.concat(
                        doubtsOutside.stream(),
                        Stream.concat(others.values().stream().map(Listing::completeness), divisions)
                                .flatMap(proof -> proof.doubts().stream()))
                .toList();
    }

    /** Returns why roles of the organization may not have been seen. */
    public List<String> doubtsOfRoles() {
        return Collections.unmodifiableList(doubtsOfRoles);
    }

    /** Returns why the access in a tenant is not fully known: the doubts of the listings that show it. */
    public List<String> doubts(BoundTenant tenant) {
        List<String> doubts = new ArrayList<>(0);
        tenant.division()
                .id()
                .or(tenant::lost)
                .ifPresent(d -> doubts.addAll(grantsProof(d).doubts()));
        for (BoundProfile profile : tenant.profiles()) {
            profile.group().id().ifPresent(g -> doubts.addAll(membersProof(g).doubts()));
        }
        tenant.former().forEach(g -> doubts.addAll(membersProof(g.id()).doubts()));
        return doubts;
    }

    /** Returns whether the grants in a division that leads to a tenant are in doubt. */
    public boolean doubtsGrants() {
        return grantProofs.values().stream().anyMatch(proof -> !proof.isComplete());
    }

    /** Returns whether the members of a group are in doubt, or the access outside the policy for another reason. */
    public boolean doubtsMembers() {
        return !doubtsOutside.isEmpty()
                || Stream.concat(
                                memberProofs.values().stream(),
                                others.values().stream().map(Listing::completeness))
                        .anyMatch(proof -> !proof.isComplete());
    }

    /** Returns the rows of the members of each group. */
    MembersByGroup membersByGroup() {
        return members;
    }

    /** Returns the group with this ordinal. */
    GroupId group(int ordinal) {
        return Objects.requireNonNull(groups.get(ordinal));
    }

    /**
     * Returns the groups whose listing shows this account, or this member that is not a known account; searches every
     * listing.
     */
    Set<GroupId> groupsOf(int row) {
        members.ready();
        Set<GroupId> found = new TreeSet<>();
        groups.forEach((ordinal, group) -> members.visit(ordinal, (of, from, to) -> {
            for (int i = from; i < to; i++) {
                if (of[i] == row) {
                    found.add(group);
                }
            }
        }));
        return found;
    }
}
