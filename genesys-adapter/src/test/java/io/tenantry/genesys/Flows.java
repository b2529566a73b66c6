// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioned;
import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.ExternalId;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every flow through the engine, the real adapter and the fake; each second plan is empty. */
abstract class Flows {
    private static final String POLICY = """
            apiVersion: tenantry/v1
            organization: ORGANIZATION
            defaults:
              limits:
                accounts: { max: 1000, percent: 99 }
                memberships: { max: 1000, percent: 99 }
                grants: { max: 1000, percent: 99 }
            attributes:
              title: { from: jobTitle }
              department: { from: department }
              employeeNumber: { from: employeeId, strength: on-create }
            tenants:
              - id: retail
                name: Retail
                division: { name: Tenant_A }
                match: { sourceGroup: Account-A }
                profiles:
                  - { id: agent, genesysGroup: Tenant_A_Agents, roles: [Agent] }
                  - id: supervisor
                    when: { sourceGroup: Account-A-Supervisors }
                    genesysGroup: Tenant_A_Supervisors
                    roles: [Supervisor]
              - id: health
                name: Health
                division: { name: Tenant_B }
                match: { sourceGroup: Account-B }
                profiles:
                  - { id: agent, genesysGroup: Tenant_B_Agents, roles: [Agent] }
            """;

    final FakeGenesysCloud fake;
    private final Reach reach;
    private final MemorySource source = MemorySource.of();
    private final String divisionA;
    private final String divisionB;
    private final String agent;
    private MemoryStore store;

    /** Begins with an organization that is reached this way, and answers open questions like this. */
    Flows(Reach reach, List<Quirk> answers) {
        this.reach = reach;
        fake = FakeGenesysCloud.builder().with(answers.toArray(Quirk[]::new)).build();
        divisionA = fake.createDivision("Tenant_A").id();
        divisionB = fake.createDivision("Tenant_B").id();
        agent = fake.createRole("Agent", "conversation:call:add").id();
        String supervisor =
                fake.createRole("Supervisor", "conversation:call:monitor").id();
        if (answers.contains(Quirk.GrantorRights.MUST_HOLD_THE_ROLE)) {
            fake.grant(fake.rootClient().id(), agent, "*");
            fake.grant(fake.rootClient().id(), supervisor, "*");
        }
        store = new MemoryStore(fake.clock());
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void joiner() {
        put("ana", "Account-A", "Account-A-Supervisors");

        run();

        assertThat(user("ana").divisionId()).isEqualTo(divisionA);
        assertThat(user("ana").attribute("title")).contains("Agent");
        assertThat(groups("ana")).containsExactly("Tenant_A_Agents", "Tenant_A_Supervisors");
        assertNothingLeft();
    }

    @Test
    void mover() {
        put("ana", "Account-A", "Account-A-Supervisors");
        run();
        fake.grant(user("ana").id(), agent, divisionA);
        put("ana", "Account-B");

        run();

        assertThat(user("ana").divisionId()).isEqualTo(divisionB);
        assertThat(groups("ana")).containsExactly("Tenant_B_Agents");
        assertThat(fake.grants(user("ana").id()))
                .as("the direct grant left behind in the old tenant")
                .noneMatch(g -> g.divisionId().equals(divisionA));
        assertNothingLeft();
    }

    @Test
    void leaverAndRehireIntoAnotherTenant() {
        put("ana", "Account-A");
        run();
        String id = user("ana").id();
        disable("ana");

        run();

        assertThat(user("ana").state()).isEqualTo(UserState.INACTIVE);
        assertThat(groups("ana")).isEmpty();
        assertNothingLeft();
        put("ana", "Account-B");
        run();
        assertThat(user("ana").id()).isEqualTo(id);
        assertThat(user("ana").state()).isEqualTo(UserState.ACTIVE);
        assertThat(user("ana").divisionId()).isEqualTo(divisionB);
        assertThat(groups("ana")).containsExactly("Tenant_B_Agents");
        assertNothingLeft();
    }

    @Test
    void deletedAccountIsRestored() {
        put("ana", "Account-A");
        run();
        User before = user("ana");
        fake.change("delete", org -> org.with(before.withState(UserState.DELETED)));

        run();

        assertThat(user("ana").id()).isEqualTo(before.id());
        assertThat(user("ana").state()).isEqualTo(UserState.ACTIVE);
        assertThat(user("ana").divisionId()).isEqualTo(divisionA);
        assertThat(groups("ana")).containsExactly("Tenant_A_Agents");
        assertNothingLeft();
    }

    @Test
    void attributeChangeAndAttributeCleared() {
        put("ana", "Account-A");
        run();
        source.put(Identity.of(
                "ana", "ana@acme.example", "Ana Maria", List.of("Account-A"), Map.of("department", "Voice")));

        run();

        assertThat(user("ana").name()).isEqualTo("Ana Maria");
        assertThat(user("ana").attribute("department")).contains("Voice");
        assertThat(user("ana").attribute("title").filter(t -> !t.isEmpty())).isEmpty();
        assertNothingLeft();
    }

    @Test
    void parkedPersonKeepsEverything() {
        put("ana", "Account-A");
        run();
        put("ana", "Account-A", "Account-B");

        Plan plan = provisioner().plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.PARKED);
    }

    @Test
    void driftIsRepairedAndTheWildcardReported() {
        put("ana", "Account-A");
        put("bob", "Account-B");
        run();
        fake.removeMembers(groupId("Tenant_A_Agents"), user("ana").id());
        fake.addMembers(groupId("Tenant_A_Agents"), user("bob").id());
        fake.grant(user("bob").id(), agent, "*");

        Plan plan = provisioner().plan();
        run();

        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.ROLE_EVERYWHERE);
        assertThat(groups("ana")).containsExactly("Tenant_A_Agents");
        assertThat(groups("bob")).containsExactly("Tenant_B_Agents");
        assertNothingLeft();
    }

    @Test
    void asynchronousMembershipIsWaitedFor() {
        put("ana", "Account-A");
        run();
        fake.set(Quirk.MembershipWrites.LATER);
        fake.lag(Lag.MEMBERSHIPS, Duration.ofSeconds(5));
        put("ana", "Account-B");

        run();

        assertThat(groups("ana")).containsExactly("Tenant_B_Agents");
        assertNothingLeft();
    }

    @Test
    void adoptsAnAccountThatIsThereAlready() {
        User before = fake.createUser("Name ana", "Ana@acme.example");
        put("ana", "Account-A");

        run();

        assertThat(user("ana").id()).isEqualTo(before.id());
        assertThat(user("ana").externalIds()).extracting(ExternalId::value).containsExactly("ana");
        assertThat(groups("ana")).containsExactly("Tenant_A_Agents");
        assertNothingLeft();
    }

    @Test
    void whoWasRenamedIsFoundByTheExternalIdThoughTheStoreForgot() {
        put("ana", "Account-A");
        run();
        String account = user("ana").id();

        forget();
        rename("ana", "anna");
        run();
        assertThat(user("anna").id()).as("asked by her external id").isEqualTo(account);

        forget();
        rename("ana", "annette");
        put("bob", "Account-A");
        put("cat", "Account-B");
        run();
        assertThat(user("annette").id()).as("asked by her account").isEqualTo(account);
        assertThat(fake.org().users())
                .filteredOn(u -> u.email().startsWith("an"))
                .hasSize(1);
        assertNothingLeft();
    }

    private void forget() {
        store = new MemoryStore(fake.clock());
    }

    private void rename(String id, String name) {
        Identity i = source.find(id).orElseThrow();
        source.put(new Identity(
                i.id(),
                name + "@acme.example",
                i.displayName(),
                i.enabled(),
                i.sourceGroups(),
                i.attributes(),
                i.origin()));
    }

    @Test
    void onePersonNow() {
        put("bob", "Account-B");
        run();
        put("ana", "Account-A");

        Provisioned joined = provisioner().provision("ana", "test");
        put("ana", "Account-B");
        Provisioned moved = provisioner().provision("ana@ACME.example", "test");

        assertThat(joined.report().isClean())
                .as("%s", joined.report().troubles())
                .isTrue();
        assertThat(moved.report().isClean()).as("%s", moved.report().troubles()).isTrue();
        assertThat(groups("ana")).containsExactly("Tenant_B_Agents");
        assertNothingLeft();
    }

    final void put(String id, String... groups) {
        source.put(Identity.of(
                id,
                id + "@acme.example",
                "Name " + id,
                List.of(groups),
                Map.of("jobTitle", "Agent", "department", "Sales", "employeeId", "17")));
    }

    private void disable(String id) {
        Identity i = source.find(id).orElseThrow();
        source.put(new Identity(
                new IdentityId(id),
                i.userName(),
                i.displayName(),
                false,
                i.sourceGroups(),
                i.attributes(),
                i.origin()));
    }

    private User user(String id) {
        return fake.usersByEmail(id + "@acme.example").get(0);
    }

    final Set<String> groups(String id) {
        String user = user(id).id();
        Set<String> names = new TreeSet<>();
        fake.org().groups().forEach(g -> {
            if (fake.members(g.id()).contains(user)) {
                names.add(g.name());
            }
        });
        return names;
    }

    private String groupId(String name) {
        return fake.org().groups().stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    final Provisioner provisioner() {
        GenesysCloud genesys = reach.to(fake).build();
        OrganizationPolicy policy = PolicyLoader.read(
                        POLICY.replace("ORGANIZATION", genesys.organization().shortName()),
                        PolicyFormat.YAML,
                        "policy.yaml")
                .orThrow();
        return Provisioner.builder()
                .policy(policy)
                .source(source)
                .directory(genesys)
                .store(store)
                .clock(fake.clock())
                .sleeper(fake::advance)
                .build();
    }

    final void run() {
        Provisioner provisioner = provisioner();
        Plan plan = provisioner.plan();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(report.count(Status.HELD)).as(PlanText.of(plan)).isZero();
    }

    final void assertNothingLeft() {
        Plan second = provisioner().plan();
        assertThat(second.isEmpty()).as(PlanText.of(second)).isTrue();
    }
}
