// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.apply.Settling;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.host.Sleeper;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
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
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/**
 * A small BPO for tests: two tenants, a source that tests change, and an organization with divisions and roles in
 * place.
 */
@NullUnmarked
public final class World {
    public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    public final MemoryDirectory directory = new MemoryDirectory();
    private Clock leaseClock = Clock.fixed(NOW, ZoneOffset.UTC);
    public ProvisioningStore store = new MemoryStore(new LateClock());
    public final Map<IdentityId, Identity> people = new LinkedHashMap<>();
    /** Rows that the source gives in addition. */
    public final List<Identity> extra = new ArrayList<>();

    public final List<RejectedRow> rejected = new ArrayList<>();
    public Completeness doubt = Completeness.complete(0, 0);
    public Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    public Map<EntitlementKind, Limit> limits = unlimited();
    public Limit names = new Limit(1_000_000, 100);
    public Map<EntitlementKind, Authority> authority = Map.of();
    public List<JointAgent> jointAgents = List.of();
    public List<TenantId> precedence = List.of();
    /** Source groups that are declared to be empty, so that several people at once may leave one. */
    public Set<String> emptyGroups = Set.of();

    public Set<String> protectedPeople = Set.of();
    public List<DivisionRef> sharedDivisions = List.of();
    public List<AcceptedAccess> accepted = List.of();
    public Optional<Condition> outside = Optional.empty();
    public List<TenantPolicy> tenants;
    public List<AttributeRule> attributes = List.of(
            new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS),
            new AttributeRule(AccountAttribute.EMPLOYEE_NUMBER, "employeeId", AttributeRule.Strength.ON_CREATE));
    public String hash = "policy-hash";
    private Settling settling = new Settling(2, Duration.ofSeconds(1));
    private Sleeper sleeper = duration -> {};
    /** Whether agents may have a role that changes people's access. */
    public boolean privileged;

    public ApprovalGate gate = ApprovalGate.OPEN;
    public QuarantineRule quarantine = QuarantineRule.defaults();

    public World() {
        directory.role("Agent");
        directory.role("Supervisor");
        directory.division("Tenant_A");
        directory.division("Tenant_B");
        tenants = List.of(tenant("a", "Tenant_A"), tenant("b", "Tenant_B"));
    }

    public TenantPolicy tenant(String id, String division) {
        return new TenantPolicy(
                new TenantId(id),
                "Tenant " + id,
                new DivisionRef(division, Optional.empty(), false),
                new Condition.SourceGroup("Account-" + id),
                List.of(
                        new AccessProfile("agent", Optional.empty(), division + "_Agents", Set.of("Agent"), privileged),
                        new AccessProfile(
                                "supervisor",
                                Optional.of(new Condition.SourceGroup("Supervisors-" + id)),
                                division + "_Supervisors",
                                Set.of("Supervisor"))),
                governance(authority, limits));
    }

    /** Returns a governance with the limit on names of this world. */
    public Governance governance(Map<EntitlementKind, Authority> over, Map<EntitlementKind, Limit> within) {
        Map<LimitKind, Limit> all = new EnumMap<>(LimitKind.class);
        within.forEach((kind, limit) -> all.put(LimitKind.of(kind), limit));
        all.put(LimitKind.NAMES, names);
        return new Governance(LeaverMode.DEACTIVATE, over, all, Governance.DEFAULT_WINDOW);
    }

    /** Replaces the governance of one tenant. */
    public World govern(String tenant, Map<EntitlementKind, Authority> over, Map<EntitlementKind, Limit> within) {
        tenants = tenants.stream()
                .map(t -> !t.id().value().equals(tenant)
                        ? t
                        : new TenantPolicy(
                                t.id(), t.name(), t.division(), t.match(), t.profiles(), governance(over, within)))
                .toList();
        return this;
    }

    /** Gives a tenant another division, to which its people are still to be moved. */
    public World redivide(String tenant, String division) {
        directory.division(division);
        DivisionRef another = new DivisionRef(division, Optional.empty(), false);
        tenants = tenants.stream()
                .map(t -> !t.id().value().equals(tenant)
                        ? t
                        : new TenantPolicy(t.id(), t.name(), another, t.match(), t.profiles(), t.governance()))
                .toList();
        return this;
    }

    public static Map<EntitlementKind, Authority> everything(Authority authority) {
        Map<EntitlementKind, Authority> all = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            all.put(kind, authority);
        }
        return all;
    }

    public static Map<EntitlementKind, Limit> limit(EntitlementKind kind, int max, int percent) {
        Map<EntitlementKind, Limit> limits = unlimited();
        limits.put(kind, new Limit(max, percent));
        return limits;
    }

    /** Gives an account a role by hand. */
    public World grant(String userName, String role, DivisionId division) {
        return grant(SubjectId.of(directory.byName(userName).id()), role, division);
    }

    /** Gives a group role {@code Agent} in a division. */
    public World grant(Group group, String division) {
        return grant(SubjectId.of(group.id()), "Agent", division(division).id());
    }

    /** Gives a holder of any kind a role. */
    public World grant(SubjectId holder, String role, DivisionId division) {
        directory.grants.add(new Grant(holder, new RoleId("role-" + role), division));
        return this;
    }

    /** Takes all its roles from a group by hand. */
    public World revoke(String group) {
        SubjectId holder = SubjectId.of(directory.named(group).id());
        directory.grants.removeIf(g -> g.subject().equals(holder));
        return this;
    }

    /** Makes a group without roles, which no policy names, of these members. */
    public Group group(String name, String... members) {
        Group group = new Group(new GroupId("grp-" + name), name);
        directory.groups.put(group.id(), group);
        directory.members.put(group.id(), new LinkedHashSet<>());
        for (String member : members) {
            member(member, name);
        }
        return group;
    }

    /** Puts an account into a group by hand. */
    public World member(String userName, String group) {
        directory
                .members
                .get(directory.named(group).id())
                .add(directory.byName(userName).id());
        return this;
    }

    /** Puts an account into every group and the division of a tenant by hand, as a run would have done. */
    public void settled(Identity identity, String division) {
        AccountId id = new AccountId("account of " + identity.id());
        Account bare = directory.account(id.value(), identity.userName(), division(division));
        Map<AccountAttribute, String> attributes = new EnumMap<>(bare.attributes());
        attributes.put(AccountAttribute.TITLE, identity.attribute("jobTitle").orElse(""));
        directory.accounts.put(
                id,
                new Account(
                        id,
                        AccountState.ACTIVE,
                        identity.userName(),
                        identity.displayName(),
                        Optional.of(identity.id().value()),
                        bare.division(),
                        attributes));
        store.commit(List.of(new StoreWrite.Link(identity.id(), id)));
        directory.groups.values().stream()
                .filter(g -> g.name().startsWith(division + "_"))
                .forEach(g -> directory.members.get(g.id()).add(id));
    }

    /** Says what an account looks like now, in another state. */
    public World state(String userName, AccountState state, DivisionId division) {
        Account a = directory.byName(userName);
        directory.accounts.put(
                a.id(),
                new Account(a.id(), state, a.userName(), a.displayName(), a.externalId(), division, a.attributes()));
        return this;
    }

    /** Says that an account carries the id of an identity. */
    public World carries(String userName, String id) {
        Account a = directory.byName(userName);
        directory.accounts.put(
                a.id(),
                new Account(
                        a.id(),
                        a.state(),
                        a.userName(),
                        a.displayName(),
                        Optional.of(id),
                        a.division(),
                        a.attributes()));
        return this;
    }

    /** Declares one person a joint agent of these tenants, at home in the first. */
    public World joint(String identity, LocalDate until, String... of) {
        List<TenantId> ids = Arrays.stream(of).map(TenantId::new).toList();
        jointAgents = List.of(new JointAgent(identity, ids, ids.get(0), "shared queue", "cto", until));
        return this;
    }

    /** Adds tenant {@code c} to the two that are there, and its division. */
    public World third() {
        directory.division("Tenant_C");
        tenants = List.of(tenants.get(0), tenants.get(1), tenant("c", "Tenant_C"));
        return this;
    }

    /** A tenant of many groups, in all of which all its people are. */
    public TenantPolicy wide(String id, String division, int groups) {
        List<AccessProfile> profiles = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            profiles.add(new AccessProfile("p" + i, Optional.empty(), division + "_" + i, Set.of("Agent")));
        }
        TenantPolicy t = tenant(id, division);
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    /** A tenant whose division is created if it is missing. */
    public TenantPolicy creating(String id, String division) {
        TenantPolicy t = tenant(id, division);
        return new TenantPolicy(
                t.id(),
                t.name(),
                new DivisionRef(division, Optional.empty(), true),
                t.match(),
                t.profiles(),
                t.governance());
    }

    /** Fails if an account other than that of a declared joint agent reaches two tenants now. */
    public void isolated(String when) {
        for (Account account : directory.accounts.values()) {
            boolean joint = jointAgents.stream().anyMatch(j -> j.identity().equals(account.userName()));
            if (!joint && account.state() != AccountState.DELETED) {
                assertThat(reach(account.userName()))
                        .as("%s: what %s reaches", when, account.userName())
                        .hasSizeLessThan(2);
            }
        }
    }

    /** Fails if an identity or a user name has two accounts, or a name two groups or divisions. */
    public void doubled(String when) {
        assertThat(directory.accounts.values().stream().flatMap(a -> a.externalId().stream()))
                .as(when)
                .doesNotHaveDuplicates();
        assertThat(directory.groups.values()).extracting(Group::name).as(when).doesNotHaveDuplicates();
        assertThat(directory.divisions.values())
                .extracting(Division::name)
                .as(when)
                .doesNotHaveDuplicates();
    }

    /** Fails if a person gained access after one of their operations failed, or if the failure stopped a removal. */
    public void nothingGivenAfterATrouble(ApplyReport report, String when) {
        Map<String, Phase> troubled = new HashMap<>();
        for (Outcome outcome : report.outcomes()) {
            Phase phase = outcome.operation().change().phase();
            String person = outcome.operation().person().map(Person::key).orElse("");
            Phase before = troubled.get(person);
            if (outcome.operation().change().removes()) {
                assertThat(outcome.status())
                        .as("%s: %s", when, outcome)
                        .matches(s -> s != Outcome.Status.SKIPPED || report.stopped());
            } else if (!person.isEmpty() && before != null && before != phase && phase != Phase.REVOKE) {
                assertThat(outcome.status()).as("%s: %s", when, outcome).isEqualTo(Outcome.Status.SKIPPED);
            }
            if (outcome.status() != Outcome.Status.APPLIED && outcome.status() != Outcome.Status.HELD) {
                troubled.putIfAbsent(person, phase);
            }
        }
    }

    public static Map<EntitlementKind, Limit> unlimited() {
        Map<EntitlementKind, Limit> limits = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            limits.put(kind, new Limit(1_000_000, 100));
        }
        return limits;
    }

    public OrganizationPolicy policy() {
        return new OrganizationPolicy(
                "acme-bpo",
                governance(authority, limits),
                attributes,
                tenants,
                precedence,
                jointAgents,
                protectedPeople,
                sharedDivisions,
                accepted,
                outside,
                hash);
    }

    /** Returns which tenants what an organization shows leads to, as earlier runs in this store left it. */
    public TenantMap tenants(BoundPolicy bound) {
        return new TenantMap(
                bound,
                store.notes(),
                store.notes().pins().divisions().keySet(),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                List.of());
    }

    public World person(String id, String... groups) {
        return with(Identity.of(
                id, id + "@acme.example", "Name " + id, Arrays.asList(groups), Map.of("jobTitle", "Agent")));
    }

    /** Puts so many people, {@code p0} and on, into these source groups. */
    public World persons(int count, String... groups) {
        for (int i = 0; i < count; i++) {
            person("p" + i, groups);
        }
        return this;
    }

    public World with(Identity identity) {
        people.put(identity.id(), identity);
        return this;
    }

    public World disable(String id) {
        Identity i = people.get(new IdentityId(id));
        return with(new Identity(
                i.id(), i.userName(), i.displayName(), false, i.sourceGroups(), i.attributes(), i.origin()));
    }

    public World remove(String id) {
        people.remove(new IdentityId(id));
        return this;
    }

    public IdentitySource source() {
        return new IdentitySource() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                List<Identity> all = new ArrayList<>(people.values());
                all.addAll(extra);
                pages.accept(new IdentityPage(all, rejected));
                return Completeness.complete(all.size(), 1).and(doubt);
            }

            @Override
            public Optional<Identity> find(String idOrUserName) {
                return people.values().stream()
                        .filter(i -> i.id().value().equals(idOrUserName)
                                || i.userName().equalsIgnoreCase(idOrUserName))
                        .findFirst();
            }
        };
    }

    /** Says by which clock leases expire from now on. */
    public World leasesBy(Clock value) {
        leaseClock = value;
        return this;
    }

    private final class LateClock extends Clock {
        @Override
        public Instant instant() {
            return leaseClock.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Says how long to look for what was accepted, and who hears of each pause. */
    public World settling(Settling value, Consumer<Duration> pauses) {
        settling = value;
        sleeper = pauses::accept;
        return this;
    }

    public Provisioner provisioner() {
        return provisioner(store);
    }

    public Provisioner provisioner(ProvisioningStore store) {
        return provisioner(directory, store);
    }

    public Provisioner provisioner(Directory directory, ProvisioningStore store) {
        return builder(directory, store).build();
    }

    public Provisioner.Builder builder(Directory directory, ProvisioningStore store) {
        return Provisioner.builder()
                .policy(policy())
                .source(source())
                .directory(directory)
                .store(store)
                .clock(clock)
                .sleeper(sleeper)
                .settling(settling)
                .approvalGate(gate)
                .emptyGroups(emptyGroups.toArray(String[]::new))
                .quarantine(quarantine);
    }

    public Plan plan() {
        return provisioner().plan();
    }

    /** A plan that was made and not applied yet, so that something may happen in between. */
    public record Planned(Provisioner provisioner, Plan plan) {
        public ApplyReport apply() {
            return apply(() -> false);
        }

        public ApplyReport apply(BooleanSupplier stop) {
            return provisioner.apply(plan, Approval.of(plan, "test"), stop);
        }
    }

    public Planned planned() {
        return planned(store);
    }

    public Planned planned(ProvisioningStore by) {
        Provisioner provisioner = provisioner(by);
        return new Planned(provisioner, provisioner.plan());
    }

    public ApplyReport run() {
        return planned().apply();
    }

    public Division division(String name) {
        return directory.divisions.values().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns the tenants' divisions in which a person has any entitlement now: by living there, by grant, or by group.
     */
    public Set<String> reach(String userName) {
        return reach(directory.byName(userName).id());
    }

    /** Returns the tenants' divisions in which an account has any entitlement now. */
    public Set<String> reach(AccountId account) {
        Set<String> reach = new TreeSet<>();
        reach.add(directory
                .divisions
                .get(directory.accounts.get(account).division())
                .name());
        Set<SubjectId> subjects = new HashSet<>(List.of(SubjectId.of(account)));
        directory.members.forEach((group, members) -> {
            if (members.contains(account)) {
                subjects.add(SubjectId.of(group));
                reach.add(directory.groups.get(group).name().substring(0, "Tenant_X".length()));
            }
        });
        for (Grant grant : directory.grants) {
            if (subjects.contains(grant.subject())) {
                reach.add(
                        grant.division().isEverywhere()
                                ? "*"
                                : directory.divisions.get(grant.division()).name());
            }
        }
        reach.remove("Home");
        return reach;
    }
}
