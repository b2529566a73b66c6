// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Settling;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.Division;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Plan;
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
import io.tenantry.store.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** A small BPO for tests: two tenants, a source that tests change, and an organization with divisions and roles in place. */
@NullUnmarked
public final class World {
    public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    public final MemoryDirectory directory = new MemoryDirectory();
    public final MemoryStore store = new MemoryStore(Clock.fixed(NOW, ZoneOffset.UTC));
    public final Map<IdentityId, Identity> people = new LinkedHashMap<>();
    public final List<RejectedRow> rejected = new ArrayList<>();
    public Completeness doubt = Completeness.complete(0, 0);
    public Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    public Map<EntitlementKind, Limit> limits = unlimited();
    public Map<EntitlementKind, Authority> authority = Map.of();
    public List<JointAgent> jointAgents = List.of();
    public List<TenantId> precedence = List.of();
    public Set<String> protectedPeople = Set.of();
    public List<TenantPolicy> tenants;

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
                        new AccessProfile("agent", Optional.empty(), division + "_Agents", Set.of("Agent")),
                        new AccessProfile(
                                "supervisor",
                                Optional.of(new Condition.SourceGroup("Supervisors-" + id)),
                                division + "_Supervisors",
                                Set.of("Supervisor"))),
                new Governance(LeaverMode.DEACTIVATE, authority, limits));
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
                new Governance(LeaverMode.DEACTIVATE, authority, limits),
                List.of(
                        new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS),
                        new AttributeRule(
                                AccountAttribute.EMPLOYEE_NUMBER, "employeeId", AttributeRule.Strength.ON_CREATE)),
                tenants,
                precedence,
                jointAgents,
                protectedPeople,
                "policy-hash");
    }

    public World person(String id, String... groups) {
        return with(Identity.of(
                id, id + "@acme.example", "Name " + id, Arrays.asList(groups), Map.of("jobTitle", "Agent")));
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
                pages.accept(new IdentityPage(List.copyOf(people.values()), rejected));
                return Completeness.complete(people.size(), 1).and(doubt);
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

    public Provisioner provisioner() {
        return Provisioner.builder()
                .policy(policy())
                .source(source())
                .directory(directory)
                .store(store)
                .clock(clock)
                .sleeper(duration -> {})
                .settling(new Settling(2, Duration.ofSeconds(1)))
                .build();
    }

    public Plan plan() {
        return provisioner().plan();
    }

    public ApplyReport run() {
        Provisioner provisioner = provisioner();
        Plan plan = provisioner.plan();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    public Division division(String name) {
        return directory.divisions.values().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the tenants' divisions in which a person has any entitlement now: by living there, by grant, or by group. */
    public Set<String> reach(String userName) {
        Set<String> reach = new TreeSet<>();
        var account = directory.byName(userName);
        SubjectId self = SubjectId.of(account.id());
        reach.add(directory.divisions.get(account.division()).name());
        directory.grants.stream()
                .filter(g -> g.subject().equals(self)
                        || directory.members.entrySet().stream()
                                .anyMatch(m -> SubjectId.of(m.getKey()).equals(g.subject())
                                        && m.getValue().contains(account.id())))
                .forEach(g -> reach.add(
                        g.division().isEverywhere()
                                ? "*"
                                : directory.divisions.get(g.division()).name()));
        directory.groupsOf(userName).forEach(g -> reach.add(g.substring(0, "Tenant_X".length())));
        reach.remove("Home");
        return reach;
    }
}
