// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A plan says which groups of the policy do not serve as they should. */
class GroupFindingsTest {
    private final World world = new World();
    private final Group agents;

    GroupFindingsTest() {
        world.person("ana", "Account-a").run();
        agents = world.directory.named("Tenant_A_Agents");
    }

    @Test
    void groupWhoseRolesAreOffIsAttention() {
        world.directory.groups.put(agents.id(), new Group(agents.id(), agents.name(), OptionalLong.empty(), false));

        Plan plan = world.plan();

        assertThat(of(plan, FindingCode.GROUP_WITHOUT_ROLES))
                .containsExactly("group \"Tenant_A_Agents\" (grp-Tenant_A_Agents)");
        assertThat(plan.attention()).containsKey(Attention.UNDECIDED);
    }

    @Test
    void groupOfMoreThanAThousandIsAFindingAndNoAttention() {
        members(1_001);

        Plan plan = world.plan();

        assertThat(of(plan, FindingCode.LARGE_GROUP))
                .containsExactly("group \"Tenant_A_Agents\" (grp-Tenant_A_Agents)");
        assertThat(plan.findings().stream().filter(f -> f.code() == FindingCode.LARGE_GROUP))
                .allMatch(f -> f.message().contains("has 1001 members"));
    }

    @Test
    void groupOfAThousandWithItsRolesOnIsNone() {
        members(1_000);

        Plan plan = world.plan();

        assertThat(of(plan, FindingCode.LARGE_GROUP)).isEmpty();
        assertThat(of(plan, FindingCode.GROUP_WITHOUT_ROLES)).isEmpty();
    }

    @Test
    void groupOfNobodyThatTakesAccountsByARuleIsAFindingWithTheRuleAndTheAttributesThatThePolicyWrites() {
        Group side = new Group(new GroupId("grp-Side"), "Side door");
        world.directory.groups.put(side.id(), side);
        world.directory.members.put(side.id(), new LinkedHashSet<>());
        world.directory.rules.put(side.id(), "title is Agent");
        world.directory.grants.add(new Grant(
                SubjectId.of(side.id()),
                new RoleId("role-Agent"),
                world.division("Tenant_A").id()));

        Plan plan = world.plan();

        assertThat(plan.findings().stream().filter(f -> f.code() == FindingCode.GROUP_BY_RULE))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.subject()).isEqualTo("group \"Side door\" (grp-Side)");
                    assertThat(f.message())
                            .isEqualTo("takes accounts by a rule: title is Agent; the policy writes employeeNumber,"
                                    + " title, which the rule may be about");
                });
    }

    @Test
    void groupOfThePolicyIntoWhichARuleTookAnAccountIsAFinding() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.directory.ruled.put(agents.id(), Set.of(new AccountId("acc-eve")));
        world.directory.rules.put(agents.id(), "");

        Plan plan = world.plan();

        assertThat(of(plan, FindingCode.GROUP_BY_RULE))
                .containsExactly("group \"Tenant_A_Agents\" (grp-Tenant_A_Agents)");
    }

    @Test
    void groupOfThePolicyWithAnOwnerAndWithoutARuleIsNone() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.directory.ruled.put(agents.id(), Set.of(new AccountId("acc-eve")));

        assertThat(of(world.plan(), FindingCode.GROUP_BY_RULE)).isEmpty();
    }

    @Test
    void ruleThatTheServiceDoesNotShowIsInDoubtAndHoldsNobody() {
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.directory.ruled.put(agents.id(), Set.of(new AccountId("acc-eve")));
        RefusedListings refusing = new RefusedListings(world.directory);
        refusing.troubles.put(
                RefusedListings.Read.of("groups", "rule", agents.id()), RefusedListings.Trouble.FORBIDDEN);
        world.person("bob", "Account-a");

        Plan plan = world.provisioner(refusing, world.store).plan();

        assertThat(of(plan, FindingCode.LISTING_IN_DOUBT)).containsExactly("rules of groups");
        assertThat(plan.holds()).isEmpty();
    }

    private void members(int many) {
        world.directory.members.put(
                agents.id(),
                IntStream.rangeClosed(1, many)
                        .mapToObj(i -> i == many
                                ? world.directory.byName("ana@acme.example").id()
                                : new AccountId("x" + i))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static Stream<String> of(Plan plan, FindingCode code) {
        return plan.findings().stream().filter(f -> f.code() == code).map(Finding::subject);
    }
}
