// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A role in all divisions is found on every kind of holder, and taken from whom the policy lets it. */
class RoleEverywhereTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void wildcardIsFoundOnAPersonAGroupAStrangerAndAnOauthClient() {
        world.person("ana", "Account-a").person("out", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", MemoryDirectory.HOME);
        world.protectedPeople = Set.of("out");
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE)
                .grant("x@acme.example", "Agent", DivisionId.EVERYWHERE)
                .grant("out@acme.example", "Agent", DivisionId.EVERYWHERE);
        world.grant(new SubjectId("grp-Tenant_A_Agents"), "Agent", DivisionId.EVERYWHERE);
        world.grant(new SubjectId("some-other-group"), "Agent", DivisionId.EVERYWHERE);
        world.grant(new SubjectId("oauth-client"), "Agent", DivisionId.EVERYWHERE);

        Plan plan = world.plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.ROLE_EVERYWHERE)
                .allMatch(f -> f.severity() == Finding.Severity.VIOLATION)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(
                        "identity ana",
                        "identity out",
                        "subject stranger",
                        "subject grp-Tenant_A_Agents",
                        "subject some-other-group",
                        "subject oauth-client");
        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .as("only the tenant's own group may be changed")
                .containsExactly("revoke role \"Agent\" in all divisions from group \"Tenant_A_Agents\"");
    }

    @Test
    void wildcardOfSomebodyWhoseAccountIsDisputedOrGoneIsFoundToo() {
        world.person("ana", "Account-a").person("eve", "Account-a").run();
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE);
        world.remove("ana");

        Plan plan = world.plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.ROLE_EVERYWHERE)
                .hasSize(1);
    }

    @Test
    void moverLosesAWildcardEvenIfAnAdministratorMovedTheAccountAlready() {
        world.person("ana", "Account-a").run();
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_B").id());
        world.directory.members.values().forEach(Set::clear);
        world.grant(ANA, "Agent", world.division("Tenant_A").id()).grant(ANA, "Agent", DivisionId.EVERYWHERE);
        world.person("ana", "Account-b");

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }
}
