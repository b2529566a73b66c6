// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.Authority;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.Limit;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/**
 * A policy, people and an organization out of a seed. Most people are as the policy wants them, and the others are off
 * by one thing or two: what the screen has to tell apart. In every fourth world the members of a group were not read,
 * and now and then two people are linked to one account, or two profiles name one group.
 */
@NullUnmarked
final class RandomWorld {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final DivisionId HOME = new DivisionId("home");

    final Random random;
    final List<Identity> rows = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    final Map<GroupId, List<AccountId>> members = new TreeMap<>();
    final Map<DivisionId, List<Grant>> grants = new TreeMap<>();
    final Map<IdentityId, AccountId> links = new LinkedHashMap<>();
    final Set<IdentityId> unreadable = new HashSet<>();
    final OrganizationPolicy policy;
    final BoundPolicy boundPolicy;
    final TenantMap tenants;
    final Assigner assigner;

    /** Knows no joint agents and no protected people, as if those had been declared only now. */
    private final Assigner unexceptional;

    RandomWorld(long seed) {
        random = new Random(seed);
        policy = policy(1 + random.nextInt(4));
        boundPolicy = boundPolicy(policy);
        tenants = tenants(boundPolicy);
        assigner = new Assigner(tenants);
        OrganizationPolicy ordinary = new OrganizationPolicy(
                policy.organization(),
                policy.defaults(),
                policy.attributes(),
                policy.tenants(),
                policy.precedence(),
                List.of(),
                Set.of(),
                policy.hash());
        unexceptional = new Assigner(tenants(new BoundPolicy(ordinary, List.of(), List.of(), List.of())));
        boundPolicy.ownedGroups().forEach(g -> members.put(g, new ArrayList<>()));
        boundPolicy.ownedDivisions().forEach(d -> grants.put(d, new ArrayList<>()));
        grants.put(DivisionId.EVERYWHERE, new ArrayList<>());
        int size = 5 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            person(i);
        }
        for (int i = 0; i < random.nextInt(6); i++) {
            stranger(i);
        }
        roles();
        if (chance(25) && !members.isEmpty()) {
            members.remove(oneOf(List.copyOf(members.keySet())));
        }
        if (chance(25) && !links.isEmpty()) {
            links.put(oneOf(List.copyOf(links.keySet())), oneOf(List.copyOf(links.values())));
        }
        if (chance(25) && !accounts.isEmpty()) {
            contradiction(oneOf(accounts).userName());
        }
    }

    /** Knows whom the user name of a joint agent was found for first; that person may have another name by now. */
    private TenantMap tenants(BoundPolicy bound) {
        List<Note> found = new ArrayList<>();
        for (JointAgent line : bound.policy().jointAgents()) {
            String number = line.identity().replaceAll("\\D", "");
            if (line.identity().contains("@")) {
                found.add(Pin.of(line.identity(), new IdentityId((random.nextBoolean() ? "id-" : "Id-") + number)));
            }
        }
        return new TenantMap(bound, new Notes(found), Set.of(), TODAY, List.of());
    }

    /** Two contradicting rows of one person; only the user name may be right. */
    private void contradiction(String userName) {
        rows.add(Identity.of("twice", userName, "One", List.of("Account-0"), Map.of()));
        rows.add(Identity.of("twice", userName, "Other", List.of("Account-1"), Map.of()));
    }

    /** Runs the sweep over everything in an order of its own. */
    Reconciliation sweep(long order, boolean screened) {
        Random shuffle = new Random(order);
        Lexicon lexicon = new Lexicon();
        People people = new People(lexicon, policy.attributes());
        AccountIndex index = new AccountIndex(lexicon);
        shuffled(rows, shuffle).forEach(people::add);
        shuffled(accounts, shuffle).forEach(index::add);
        DirectorySnapshot snapshot = new DirectorySnapshot(index, Completeness.complete(accounts.size(), 1));
        shuffled(List.copyOf(members.keySet()), shuffle)
                .forEach(g -> snapshot.members(g, Listing.complete(shuffled(members.get(g), shuffle))));
        shuffled(List.copyOf(grants.keySet()), shuffle)
                .forEach(d -> snapshot.grants(d, Listing.complete(shuffled(grants.get(d), shuffle))));
        LinkTable table = new LinkTable(people, index);
        shuffled(List.copyOf(links.keySet()), shuffle).forEach(i -> table.add(i, links.get(i)));
        return new Sweep(
                        tenants,
                        assigner,
                        people,
                        snapshot,
                        table,
                        new SourceGroups(tenants.bound().policy(), "none", Notes.NONE, Set.of()),
                        screened)
                .run(unreadable.stream()
                        .map(id -> new RejectedRow("a row", Optional.of(id), "cut"))
                        .toList());
    }

    private static <T> List<T> shuffled(List<T> list, Random shuffle) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, shuffle);
        return copy;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private OrganizationPolicy policy(int tenants) {
        List<TenantPolicy> all = new ArrayList<>();
        List<TenantId> ids = new ArrayList<>();
        for (int t = 0; t < tenants; t++) {
            ids.add(new TenantId("t" + t));
            List<AccessProfile> profiles = new ArrayList<>();
            for (int p = 0; p < 1 + random.nextInt(3); p++) {
                Optional<Condition> when = chance(50) ? Optional.empty() : Optional.of(condition(t, 2));
                profiles.add(new AccessProfile("p" + p, when, "group-" + t + "-" + p, Set.of("Agent")));
            }
            Condition match = chance(60) ? new Condition.SourceGroup("Account-" + t) : condition(t, 3);
            DivisionRef division = new DivisionRef("division-" + t, Optional.empty(), false);
            all.add(new TenantPolicy(ids.get(t), "Tenant " + t, division, match, profiles, governance()));
        }
        List<JointAgent> joint = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            LocalDate until = TODAY.plusDays(random.nextInt(3) - 1);
            joint.add(new JointAgent(name(), ids, oneOf(ids), "covers both", "the board", until));
        }
        Set<String> protectedPeople = new TreeSet<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            protectedPeople.add(name());
        }
        List<AttributeRule> rules = List.of(
                new AttributeRule(AccountAttribute.TITLE, "title", AttributeRule.Strength.ALWAYS),
                new AttributeRule(AccountAttribute.DEPARTMENT, "team", AttributeRule.Strength.ON_CREATE));
        return new OrganizationPolicy(
                "org",
                governance(),
                rules.subList(0, random.nextInt(3)),
                all,
                chance(50) ? ids : List.of(),
                joint,
                protectedPeople,
                "hash");
    }

    /** Returns the id of an identity, of an account, or a user name, in one case or the other. */
    private String name() {
        String number = Integer.toString(random.nextInt(30));
        String name = oneOf(List.of("Id-" + number, "Acc-" + number, "User" + number + "@bpo.example"));
        return chance(50) ? name : name.toLowerCase(Locale.ROOT);
    }

    private Governance governance() {
        Map<EntitlementKind, Limit> limits = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            limits.put(kind, new Limit(1000, 100));
        }
        Map<EntitlementKind, Authority> authority = Map.of();
        return new Governance(oneOf(List.of(LeaverMode.values())), authority, limits);
    }

    Condition condition(int tenant, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 8);
        if (kind == 0) {
            return new Condition.SourceGroup(oneOf(List.of("Account-" + tenant, "Shift", "Nobody")));
        } else if (kind == 1) {
            return new Condition.In("title", new TreeSet<>(List.of(oneOf(TITLES), oneOf(TITLES))));
        } else if (kind == 2) {
            return new Condition.StartsWith("team", oneOf(List.of("", "Team", "Team-" + tenant, "X")));
        } else if (kind == 3) {
            return new Condition.Matches("team", "Team-[0-" + tenant + "]");
        } else if (kind == 4) {
            return new Condition.Present(oneOf(List.of("title", "team", "nothing")));
        } else if (kind == 5) {
            return new Condition.Not(condition(tenant, depth - 1));
        }
        List<Condition> of = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            of.add(condition(tenant, depth - 1));
        }
        return kind == 6 ? new Condition.Any(of) : new Condition.All(of);
    }

    private static final List<String> TITLES = List.of("Agent", "Lead", "", "\u540D", "agent");

    private BoundPolicy boundPolicy(OrganizationPolicy of) {
        Role role = new Role(new RoleId("role"), "Agent");
        List<Division> divisions = new ArrayList<>(List.of(new Division(HOME, "Home", true)));
        List<BoundTenant> bound = new ArrayList<>();
        for (TenantPolicy tenant : of.tenants()) {
            Division division = new Division(
                    new DivisionId("div-" + tenant.id()), tenant.division().name(), false);
            boolean there = chance(95);
            if (there) {
                divisions.add(division);
            }
            List<BoundProfile> profiles = new ArrayList<>();
            for (AccessProfile p : tenant.profiles()) {
                String name = chance(4) ? tenant.profiles().get(0).genesysGroup() : p.genesysGroup();
                Optional<GroupId> id = chance(95) ? Optional.of(new GroupId("id-" + name)) : Optional.empty();
                profiles.add(new BoundProfile(p, new GroupTarget(p.genesysGroup(), id), List.of(role)));
            }
            List<Finding> troubles = chance(95)
                    ? List.of()
                    : List.of(new Finding(
                            FindingCode.UNBOUND_GROUP, Finding.Severity.WARNING, Optional.empty(), "t", "m", "a"));
            Optional<DivisionId> id = there ? Optional.of(division.id()) : Optional.empty();
            bound.add(new BoundTenant(tenant, new DivisionTarget(division.name(), id), profiles, troubles));
        }
        return new BoundPolicy(of, bound, divisions, List.of(role));
    }

    Identity identity(int i) {
        List<String> groups = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            if (chance(i % 4 == t ? 85 : 5)) {
                groups.add("Account-" + t);
            }
        }
        if (chance(40)) {
            groups.add("Shift");
        }
        Map<String, String> attributes = new HashMap<>(Map.of("title", oneOf(TITLES)));
        if (chance(70)) {
            attributes.put("team", "Team-" + random.nextInt(5));
        }
        String id = (chance(50) ? "id-" : "Id-") + i;
        Identity plain = Identity.of(id, userName(i), "Person " + i % 30, groups, attributes);
        return new Identity(
                plain.id(),
                plain.userName(),
                chance(97) ? plain.displayName() : "",
                chance(2) ? Identity.State.UNKNOWN : Identity.State.of(chance(93)),
                plain.sourceGroups(),
                plain.attributes(),
                chance(80) ? Delivered.everything() : oneOf(DELIVERIES),
                oneOf(List.of("memory", "users.csv:" + i, "users.csv:", "a:b:0" + i, "")));
    }

    /**
     * What sources deliver that leave something unknown; the second leaves out what accounts get and rules name, the
     * last what no rule names.
     */
    private static final List<Delivered> DELIVERIES = List.of(
            Delivered.everything().sourceGroups(Delivered.Names.only(List.of("Account-0", "Shift"))),
            Delivered.everything().attributes(Delivered.Names.none()),
            Delivered.everything().attributes(Delivered.Names.allBut(List.of("title"))),
            Delivered.everything().attributes(Delivered.Names.allBut(List.of("shoeSize"))));

    private String userName(int i) {
        String name = "user" + (chance(3) ? 1 : i) + "@bpo.example";
        return chance(30) ? name.toUpperCase(Locale.ROOT) : chance(20) ? name.replace("s", "\u017F") : name;
    }

    private void person(int i) {
        Identity identity = identity(i);
        boolean vanished = chance(5);
        if (!vanished) {
            rows.add(identity);
            if (chance(10)) {
                rows.add(identity);
            }
            if (chance(4)) {
                Identity other = identity(i);
                rows.add(new Identity(
                        identity.id(),
                        other.userName(),
                        other.displayName(),
                        other.state(),
                        other.sourceGroups(),
                        other.attributes(),
                        other.delivered(),
                        other.origin()));
            }
        }
        if (chance(3)) {
            unreadable.add(identity.id());
        }
        if (chance(92)) {
            account(i, identity);
        }
        if (chance(3)) {
            links.putIfAbsent(identity.id(), new AccountId("vanished-" + i));
        }
    }

    private void account(int i, Identity identity) {
        AccountId id = new AccountId((chance(70) ? "acc-" : "Acc-") + i);
        Assignment assignment = (chance(75) ? assigner : unexceptional).assign(identity);
        DivisionId division = HOME;
        if (assignment instanceof Assignment.Assigned assigned) {
            division = boundPolicy
                    .tenant(assigned.home())
                    .orElseThrow()
                    .division()
                    .id()
                    .orElse(HOME);
            assigned.profiles()
                    .forEach((tenant, profiles) -> boundPolicy.tenant(tenant).orElseThrow().profiles().stream()
                            .filter(p -> profiles.contains(p.profile()))
                            .flatMap(p -> p.group().id().stream())
                            .forEach(g -> join(g, id)));
        }
        Map<AccountAttribute, String> attributes = new EnumMap<>(AccountAttribute.class);
        if (chance(90)) {
            String title = identity.attribute("title").orElse("");
            attributes.put(AccountAttribute.TITLE, chance(92) ? title : oneOf(TITLES));
        }
        if (chance(50)) {
            attributes.put(AccountAttribute.DEPARTMENT, "Team-" + random.nextInt(5));
        }
        Optional<String> external = chance(85)
                ? Optional.of(identity.id().value())
                : chance(50) ? Optional.empty() : Optional.of("Id-" + random.nextInt(40));
        accounts.add(new Account(
                id,
                chance(92) ? AccountState.ACTIVE : oneOf(List.of(AccountState.values())),
                chance(92) ? identity.userName() : "user" + random.nextInt(40) + "@bpo.example",
                chance(94) ? identity.displayName() : "Person",
                external,
                chance(93) ? division : oneOf(List.copyOf(grants.keySet())),
                attributes));
        if (chance(6)) {
            accounts.add(accounts.get(accounts.size() - 1));
        }
        if (chance(80)) {
            links.put(identity.id(), id);
        }
        disturb(id);
    }

    private void disturb(AccountId id) {
        List<GroupId> groups = List.copyOf(members.keySet());
        if (chance(8) && !groups.isEmpty()) {
            join(oneOf(groups), id);
        }
        if (chance(8) && !groups.isEmpty()) {
            members.get(oneOf(groups)).removeIf(id::equals);
        }
        if (chance(6)) {
            DivisionId division = oneOf(List.copyOf(grants.keySet()));
            grants.get(division).add(new Grant(SubjectId.of(id), new RoleId("role"), division));
        }
    }

    private void join(GroupId group, AccountId member) {
        members.get(group).add(member);
        if (chance(5)) {
            members.get(group).add(member);
        }
    }

    private void stranger(int i) {
        AccountId id = new AccountId("stranger-" + i);
        if (chance(60)) {
            accounts.add(new Account(
                    id,
                    oneOf(List.of(AccountState.values())),
                    "user" + (100 + i) + "@bpo.example",
                    "Stranger",
                    Optional.empty(),
                    oneOf(List.copyOf(grants.keySet())),
                    Map.of()));
        }
        for (int n = 0; n < 3; n++) {
            disturb(id);
        }
        if (chance(50) && !members.isEmpty()) {
            join(oneOf(List.copyOf(members.keySet())), id);
        }
    }

    private void roles() {
        for (BoundTenant tenant : boundPolicy.tenants()) {
            tenant.division()
                    .id()
                    .ifPresent(division -> tenant.profiles()
                            .forEach(p -> p.group()
                                    .id()
                                    .filter(g -> chance(90))
                                    .ifPresent(g -> grants.get(division)
                                            .add(new Grant(SubjectId.of(g), new RoleId("role"), division)))));
        }
    }
}
