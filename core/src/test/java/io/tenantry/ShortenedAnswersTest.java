// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Answers about one person that are well formed and do not tell everything; what one person is in comes without a
 * total.
 */
class ShortenedAnswersTest {
    private static final String ANA = "ana@acme.example";
    private static final GroupId AGENTS_OF_A = new GroupId("grp-Tenant_A_Agents");
    private final World world = new World();

    @BeforeEach
    void isToMove() {
        world.person("ana", "Account-a").person("bea", "Account-b").run();
        world.person("ana", "Account-b");
    }

    @Test
    void groupThatAPersonWasNotToldToBeInButHasARoleThroughHoldsTheMoverOutOfIt() {
        world.directory.forgetful = 1;

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(codes(plan)).containsExactly("read-incomplete");
        assertThat(plan.batches()).isEmpty();
        movesOnceAllIsTold();
    }

    @Test
    void moverOfWhomNothingShowsIsLookedForInTheGroupsOfTheOldTenant() {
        world.directory.forgetful = 1;
        world.directory.roleless = 1;

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(codes(plan)).containsExactly("read-incomplete");
        assertThat(PlanText.of(plan)).contains("lists the account, but is missing from the account's own list");
        assertThat(plan.batches()).isEmpty();
        movesOnceAllIsTold();
    }

    @Test
    void moverOfWhomNothingShowsIsLookedForAmongTheRolesInTheOldDivision() {
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.directory.roleless = 1;

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(codes(plan)).containsExactly("read-incomplete");
        assertThat(PlanText.of(plan))
                .contains("lists a role of the account that is missing from the account's own list");
        assertThat(plan.batches()).isEmpty();
        movesOnceAllIsTold();
    }

    @Test
    void moverOfWhomNothingShowsIsLookedForInTheDivisionOfATenantThatLeftThePolicy() {
        world.tenants =
                world.tenants.stream().filter(t -> !t.id().value().equals("a")).toList();
        world.directory.forgetful = 1;
        world.directory.roleless = 1;

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(codes(plan)).containsExactly("read-incomplete");
        assertThat(PlanText.of(plan)).contains("lists the account, but is missing from the account's own list");
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void moverOfWhomNothingShowsIsLookedForInTheGroupsOfTheTenantThatHadTheOldDivisionBefore() {
        world.redivide("a", "Tenant_A.2");

        moverOfWhomNothingShowsIsLookedForInTheGroupsOfTheOldTenant();
    }

    @Test
    void moverOfWhomNothingShowsIsLookedForAmongTheOwnersOfTheOldTenantsGroups() {
        AccountId ana = world.directory.byName(ANA).id();
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());
        world.directory.ruled.put(AGENTS_OF_A, Set.of(ana));
        world.directory.forgetful = 1;
        world.directory.roleless = 1;

        Plan plan = world.provisioner().explain("ana").plan();

        assertThat(codes(plan)).containsExactly("read-incomplete");
        assertThat(plan.batches()).isEmpty();
    }

    @Test
    void moverWhoHasNothingInATenantThatLeftThePolicyIsNotMadeToWait() {
        world.tenants =
                world.tenants.stream().filter(t -> !t.id().value().equals("a")).toList();
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());

        assertThat(codes(world.provisioner().explain("ana").plan())).doesNotContain("read-incomplete");
    }

    @Test
    void moverWhoHasNothingIsNotMadeToWait() {
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());

        assertThat(world.provisioner().explain("ana").plan().holds()).isEmpty();
        movesOnceAllIsTold();
    }

    @Test
    void moverOfWhomNothingShowsWaitsWhileTheGroupsOfTheOldTenantCannotBeReadWhole() {
        world.directory.members.put(AGENTS_OF_A, new LinkedHashSet<>());
        world.directory.doubtful.add(AGENTS_OF_A);

        assertThat(codes(world.provisioner().explain("ana").plan())).containsExactly("read-incomplete");
        world.directory.doubtful.clear();
        movesOnceAllIsTold();
    }

    private void movesOnceAllIsTold() {
        assertThat(world.provisioner().provision("ana", "test").report().isClean())
                .isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    private static List<String> codes(Plan plan) {
        return plan.holds().stream().map(h -> h.code().key()).distinct().toList();
    }
}
