// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.Provisioner;
import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.junit.FakeGenesys;
import io.tenantry.fixtures.org.Organization;
import io.tenantry.fixtures.org.User;
import io.tenantry.identity.Identity;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.store.MemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two organizations, such as production and a copy of it for tests: what was planned for one is never done in the other. */
class TwoOrganizationsTest {
    private static final String POLICY = """
            apiVersion: tenantry/v1
            organization: fakebpo
            tenants:
              - id: retail
                name: Retail
                division: { name: Tenant_A }
                match: { sourceGroup: Account-A }
                profiles:
                  - { id: agent, genesysGroup: Tenant_A_Agents, roles: [Agent] }
            """;

    private final MemorySource source = MemorySource.of(
            Identity.of("ana", "ana@acme.example", "Ana", List.of("Account-A"), Map.of("jobTitle", "Agent")));

    @ParameterizedTest
    @EnumSource
    void aPlanOfOneIsRefusedByTheOtherThoughTheyAreAlike(Reach reach) {
        try (FakeGenesysCloud one = tenant(FakeGenesysCloud.create());
                FakeGenesysCloud copy = tenant(FakeGenesysCloud.builder()
                        .organization(new Organization("5e1f0000-0000-4000-8000-000000000002", "Fake BPO"))
                        .build())) {
            Plan plan = PlanJson.read(PlanJson.write(provisioner(reach, one).plan()));
            Provisioner other = provisioner(reach, copy);

            assertThatExceptionOfType(PlanRefusedException.class)
                    .isThrownBy(() -> other.apply(plan, Approval.of(plan, "test")))
                    .withMessage("the plan was made for another organization than that of the credential: "
                            + Organization.DEFAULT.id() + ", not 5e1f0000-0000-4000-8000-000000000002")
                    .matches(e -> e.reason() == PlanRefusedException.Cause.OTHER_ORGANIZATION);
            assertThat(copy.recorder().writes()).isEmpty();

            Provisioner own = provisioner(reach, one);
            assertThat(own.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
            assertThat(one.org().users()).extracting(User::email).containsExactly("ana@acme.example");
        }
    }

    @Test
    @FakeGenesys(divisions = "Tenant_A", roles = "Agent")
    void aPolicyOfOneIsRefusedByTheOther(
            FakeGenesysCloud one, @FakeGenesys(organization = "Other BPO") FakeGenesysCloud other) {
        assertThat(provisioner(Reach.MEMORY, one).plan().isEmpty()).isFalse();

        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(provisioner(Reach.MEMORY, other)::plan)
                .withMessageStartingWith(
                        "the policy is for organization \"fakebpo\" and the credential belongs to" + " \"otherbpo\"");
        assertThat(other.recorder().writes()).isEmpty();
    }

    @Test
    @FakeGenesys(organization = "fake bpo", divisions = "Tenant_A", roles = "Agent")
    void aPolicyThatWritesTheDisplayNameIsRefusedSinceACopyMayHaveTheSame(FakeGenesysCloud one) {
        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(provisioner(Reach.MEMORY, one, POLICY.replace("fakebpo", "fake bpo"))::plan)
                .withMessageStartingWith(
                        "the policy is for organization \"fake bpo\" and the credential belongs to \"fakebpo\"");
    }

    private static FakeGenesysCloud tenant(FakeGenesysCloud fake) {
        fake.createDivision("Tenant_A");
        fake.createRole("Agent");
        return fake;
    }

    private Provisioner provisioner(Reach reach, FakeGenesysCloud fake) {
        return provisioner(reach, fake, POLICY);
    }

    private Provisioner provisioner(Reach reach, FakeGenesysCloud fake, String policy) {
        return Provisioner.builder()
                .policy(PolicyLoader.read(policy, PolicyFormat.YAML, "policy.yaml")
                        .orThrow())
                .source(source)
                .directory(reach.to(fake).build())
                .store(new MemoryStore(fake.clock()))
                .clock(fake.clock())
                .sleeper(fake::advance)
                .build();
    }
}
