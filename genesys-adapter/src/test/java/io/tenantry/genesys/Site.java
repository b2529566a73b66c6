// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Settling;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.SubjectId;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.User;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
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
import io.tenantry.store.AuditTrail;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A BPO over the wire: tenants 0, 1, 2 … with some groups each, a source that tests change, and the real adapter to a
 * fake.
 */
final class Site implements AutoCloseable {
    final FakeGenesysCloud fake;
    final MemorySource source = MemorySource.named("site");
    final MemoryStore store;
    final Role agent;
    final List<String> divisionIds = new ArrayList<>();
    List<TenantPolicy> tenants = new ArrayList<>();
    List<JointAgent> jointAgents = List.of();
    String[] emptyGroups = {};
    List<AcceptedAccess> accepted = List.of();
    List<DivisionRef> sharedDivisions = List.of();
    private final String organization;
    private Settling settling = new Settling(3, Duration.ofSeconds(1));

    /**
     * Builds the site. With one group a tenant, all its people are in it; with more, the people of the source group of
     * its name.
     */
    Site(FakeGenesysCloud fake, int tenantCount, int groupsEach) {
        this.fake = fake;
        this.store = new MemoryStore(fake.clock());
        this.agent = fake.createRole("Agent", "conversation:call:add");
        for (int t = 0; t < tenantCount; t++) {
            divisionIds.add(fake.createDivision(division(t)).id());
            tenants.add(tenant(t, groupsEach));
        }
        organization = Reach.MEMORY.to(fake).build().organization().shortName();
    }

    static Site of(int tenants, int groupsEach) {
        return new Site(FakeGenesysCloud.create(), tenants, groupsEach);
    }

    static String division(int tenant) {
        return "Division " + tenant;
    }

    static String group(int tenant, int group) {
        return "Group " + tenant + " " + group;
    }

    static String account(int tenant) {
        return "Account-" + tenant;
    }

    static String skill(int tenant, int group) {
        return "Skill-" + tenant + "-" + group;
    }

    /** Returns which tenant this is the id of. */
    static int number(TenantId tenant) {
        return Integer.parseInt(tenant.value().substring(1));
    }

    private static TenantPolicy tenant(int tenant, int groups) {
        List<AccessProfile> profiles = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Optional<Condition> when =
                    groups == 1 ? Optional.empty() : Optional.of(new Condition.SourceGroup(skill(tenant, g)));
            profiles.add(new AccessProfile("p" + g, when, group(tenant, g), Set.of("Agent")));
        }
        return new TenantPolicy(
                new TenantId("t" + tenant),
                "Tenant " + tenant,
                new DivisionRef(division(tenant), Optional.empty(), false),
                new Condition.SourceGroup(account(tenant)),
                profiles,
                governance());
    }

    /** Returns a governance in which everything is managed and nothing is limited. */
    static Governance governance() {
        Map<LimitKind, Limit> limits = new EnumMap<>(LimitKind.class);
        for (LimitKind kind : LimitKind.values()) {
            limits.put(kind, new Limit(1_000_000, 100));
        }
        Map<EntitlementKind, Authority> authority = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            authority.put(kind, Authority.AUTHORITATIVE);
        }
        return new Governance(LeaverMode.DEACTIVATE, authority, limits, Governance.DEFAULT_WINDOW);
    }

    OrganizationPolicy policy() {
        return new OrganizationPolicy(
                organization,
                governance(),
                List.of(new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS)),
                tenants,
                List.of(),
                jointAgents,
                Set.of(),
                sharedDivisions,
                accepted,
                Optional.empty(),
                "site");
    }

    /** Makes the policy accept the client with all permissions in all divisions that the fake was made with. */
    Site acceptRoot() {
        accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(
                        AcceptedAccess.Kind.CLIENT,
                        "root",
                        Optional.of(new SubjectId(fake.rootClient().id()))),
                Set.of("Master Admin"),
                AcceptedAccess.Extent.all(),
                OptionalInt.empty(),
                true,
                false,
                "sets the organization up",
                "cto",
                Optional.empty()));
        return this;
    }

    Site put(String id, String... sourceGroups) {
        return put(identity(id, sourceGroups));
    }

    Site put(Identity identity) {
        source.put(identity);
        return this;
    }

    static Identity identity(String id, String... sourceGroups) {
        return Identity.of(id, id + "@acme.example", "Name " + id, List.of(sourceGroups), Map.of("jobTitle", "Agent"));
    }

    Site disable(String id) {
        Identity i = source.find(id).orElseThrow();
        return put(new Identity(
                new IdentityId(id),
                i.userName(),
                i.displayName(),
                false,
                i.sourceGroups(),
                i.attributes(),
                i.origin()));
    }

    GenesysCloud.Builder adapter() {
        return Reach.MEMORY.to(fake);
    }

    Provisioner provisioner() {
        return provisioner(adapter().build(), store);
    }

    Provisioner provisioner(HttpClient wire, ProvisioningStore remembered) {
        return provisioner(adapter().httpClient(wire).build(), remembered);
    }

    Provisioner provisioner(GenesysCloud genesys, ProvisioningStore remembered) {
        return Provisioner.builder()
                .policy(policy())
                .source(source)
                .directory(genesys)
                .store(remembered)
                .clock(fake.clock())
                .sleeper(fake::advance)
                .settling(settling)
                .emptyGroups(emptyGroups)
                .build();
    }

    ApplyReport run() {
        return run(provisioner());
    }

    static ApplyReport run(Provisioner provisioner) {
        Plan plan = provisioner.plan();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    User user(String id) {
        return fake.usersByEmail(id + "@acme.example").get(0);
    }

    Division inDivision(int tenant) {
        return fake.org().division(divisionIds.get(tenant)).orElseThrow();
    }

    /**
     * Deletes a tenant's division as the service does: its accounts move to Home, and the grants in it disappear.
     */
    void deleteDivision(int tenant) {
        String id = divisionIds.get(tenant);
        fake.change("delete division", org -> {
            Org next = org;
            for (User user : org.usersIn(id)) {
                next = next.with(user.withDivision(org.home().id()));
            }
            for (Grant grant : org.grantsIn(id)) {
                next = next.without(grant);
            }
            return next.with(org.division(id).orElseThrow().withDeleted(true));
        });
    }

    Group inGroup(int tenant, int group) {
        return fake.org().groups().stream()
                .filter(g -> g.name().equals(group(tenant, group)))
                .findFirst()
                .orElseThrow();
    }

    Set<String> groups(String id) {
        Org org = fake.org();
        Set<String> names = new TreeSet<>();
        org.groupsOf(user(id).id()).forEach(g -> names.add(g.name()));
        return names;
    }

    /** Returns how many read calls were recorded, token calls apart. */
    long reads() {
        return fake.recorder().exchanges().stream()
                .filter(e -> !e.isWrite() && !isToken(e))
                .count();
    }

    /** Returns how many write calls were recorded, refused ones too. */
    long writes() {
        return fake.recorder().writes().size();
    }

    private static boolean isToken(Exchange exchange) {
        return exchange.path().startsWith("/oauth/");
    }

    /** Returns what was recorded, a line a call. */
    List<String> calls() {
        return fake.recorder().exchanges().stream()
                .map(e -> e.line() + " " + e.status())
                .toList();
    }

    /** Fails if anything that the runs left in the store or in the recorder holds a secret. */
    @Override
    public void close() {
        List<Object> left = new ArrayList<>(fake.recorder().exchanges());
        left.addAll(store.runs(1000));
        left.addAll(store.open());
        store.notes().pins().divisions().keySet().forEach(tenant -> left.addAll(AuditTrail.of(store, tenant)));
        left.addAll(store.notes().all());
        fake.close();
        assertThat(left)
                .noneMatch(o -> ExceptionWatch.SECRET.matcher(o.toString()).find());
    }
}
