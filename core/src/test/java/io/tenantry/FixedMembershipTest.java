// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import io.tenantry.plan.Plan;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * People who are in a group of their old tenant as an owner or by a rule: no write takes them out, and all roles of the
 * group are theirs.
 */
class FixedMembershipTest {
    private static final String ANA = "ana@acme.example";
    private static final GroupId AGENTS_OF_A = new GroupId("grp-Tenant_A_Agents");
    private final World world = new World();
    private AccountId ana = new AccountId("none");

    @BeforeEach
    void isToMove() {
        world.person("ana", "Account-a").person("bea", "Account-b").run();
        ana = world.directory.byName(ANA).id();
        world.directory.ruled.put(AGENTS_OF_A, Set.of(ana));
        world.person("ana", "Account-b");
    }

    @Test
    void moverGainsNothingElsewhereInARunForEverybody() {
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());
        Plan plan = world.plan();

        assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.MEMBER_BY_RULE);
        assertThat(plan.batches()).isEmpty();
        world.run();
        gainedNothing();
        movesOnceTheRuleIsChanged();
    }

    @Test
    void moverWhoIsInTheGroupDirectlyTooLosesThatAndGainsNothing() {
        world.run();

        assertThat(world.directory.members.get(AGENTS_OF_A)).doesNotContain(ana);
        gainedNothing();
        movesOnceTheRuleIsChanged();
    }

    /** Many who leave one group are confirmed by a read of the group, not of each account. */
    @Test
    void moverAmongOthersWhoIsInTheGroupDirectlyTooGainsNothing() {
        world.person("cyd", "Account-a").person("dan", "Account-a").person("eve", "Account-a");
        world.directory.ruled.clear();
        world.person("ana", "Account-a").run();
        world.directory.ruled.put(AGENTS_OF_A, Set.of(ana));

        world.person("ana", "Account-b").person("cyd", "Account-b").person("dan", "Account-b");
        world.run();

        assertThat(world.directory.members.get(AGENTS_OF_A)).doesNotContain(ana);
        gainedNothing();
        assertThat(world.reach("dan@acme.example")).containsExactly("Tenant_B");
        movesOnceTheRuleIsChanged();
    }

    @Test
    void moverGainsNothingElsewhereInARunForOnePerson() {
        assertThat(world.provisioner().provision("ana", "test").report().counts())
                .containsEntry(Status.PENDING, 1)
                .doesNotContainKey(Status.APPLIED);

        gainedNothing();
        movesOnceTheRuleIsChanged();
    }

    @Test
    void whoeverComesBackGainsNothingElsewhere() {
        world.directory.hidesDeleted = true;
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());

        world.run();

        assertThat(world.directory.groupsOf(ANA)).doesNotContain("Tenant_B_Agents");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void groupOfTheOwnTenantIsNoHindrance() {
        world.person("ana", "Account-a", "Supervisors-a");

        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).contains("Tenant_A_Supervisors");
    }

    private void gainedNothing() {
        assertThat(world.directory.groupsOf(ANA)).doesNotContain("Tenant_B_Agents");
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
    }

    private void movesOnceTheRuleIsChanged() {
        world.directory.ruled.clear();
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
    }
}
