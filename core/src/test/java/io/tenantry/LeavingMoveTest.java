// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.store.Links;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A person who keeps access to one tenant is moved into another only if that one is reached anyway. */
@NullUnmarked
class LeavingMoveTest {
    private static final DivisionId A = new DivisionId("div-Tenant_A");
    private final World world = new World();
    private final GroupId everybody = new GroupId("grp-Everybody");

    /** Ana was put into tenant c, which the policy has dropped since without an off-boarding; now she is in tenant a. */
    LeavingMoveTest() {
        world.third();
        world.person("ana", "Account-c").person("bob", "Account-b").run();
        world.tenants = world.tenants.subList(0, 2);
        world.person("ana", "Account-a");
        world.directory.groups.put(everybody, new Group(everybody, "Everybody"));
        world.directory.members.put(everybody, new LinkedHashSet<>(Set.of(ana())));
        world.directory.grants.add(new Grant(SubjectId.of(everybody), new RoleId("role-Agent"), A));
    }

    @Test
    void moveWaitsIfTheRoleInTheNewDivisionIsAccepted() {
        world.accepted = List.of(everybodyIsAgent());

        assertThat(moves(world.plan())).isEmpty();
    }

    @Test
    void moveWaitsIfTheRoleIsAcceptedAndPeopleWereReadOneByOne() {
        world.accepted = List.of(everybodyIsAgent());
        world.directory.doubtful.add(DivisionId.EVERYWHERE);

        assertThat(moves(world.plan())).isEmpty();
    }

    @Test
    void moveWaitsIfTheRoleIsAcceptedAndOnlyARunSeesTheOldGroup() {
        world.directory.members.get(new GroupId("grp-Tenant_C_Agents")).clear();
        world.state("ana@acme.example", AccountState.ACTIVE, MemoryDirectory.HOME.id());
        world.accepted = List.of(everybodyIsAgent());
        Plan plan = world.plan();
        assertThat(moves(plan)).as(PlanText.of(plan)).hasSize(1);
        world.directory.members.get(new GroupId("grp-Tenant_C_Agents")).add(ana());

        world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(world.directory.accounts.get(ana()).division()).isEqualTo(MemoryDirectory.HOME.id());
    }

    @Test
    void moveGoesOnIfTheRoleIsNotAcceptedBecauseItOnlyTakesAway() {
        Plan plan = world.plan();

        assertThat(moves(plan)).as(PlanText.of(plan)).hasSize(1);
    }

    private static List<Object> moves(Plan plan) {
        return plan.operations()
                .filter(o -> o.change().movesFrom().isPresent())
                .<Object>map(o -> o)
                .toList();
    }

    private AccountId ana() {
        return Links.of(world.store).account(new IdentityId("ana")).orElseThrow();
    }

    private static AcceptedAccess everybodyIsAgent() {
        return new AcceptedAccess(
                new Holder(Kind.GROUP, "Everybody", Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "default access",
                "ciso",
                Optional.empty());
    }
}
