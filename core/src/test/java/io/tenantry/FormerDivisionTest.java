// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.TenantPolicy.State;
import io.tenantry.store.Pin;
import io.tenantry.store.StoreWrite;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A division that a tenant had before is still that tenant's, while people live there who were not moved to the one that
 * it has now.
 */
class FormerDivisionTest {
    private static final TenantId A = new TenantId("a");
    private static final String ANA = "ana@acme.example";
    private static final String ART = "art@acme.example";
    private static final String BOB = "bob@acme.example";
    private static final Map<EntitlementKind, Authority> STAY = Map.of(EntitlementKind.ACCOUNTS, Authority.OBSERVE);
    private final World world = new World();

    /** How a person leaves. */
    private enum Leave {
        DISABLED,
        ABSENT,
        DISABLED_AND_ASKED_FOR_ALONE;

        void of(World world) {
            if (this == ABSENT) {
                world.remove("ana").run();
            } else if (this == DISABLED) {
                world.disable("ana").run();
            } else {
                world.disable("ana").provisioner().provision("ana", "test");
            }
        }
    }

    FormerDivisionTest() {
        world.person("ana", "Account-a")
                .person("art", "Account-a")
                .person("bob", "Account-b")
                .run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenantThatIsLeavingEmptiesIt(boolean alone) {
        stayBehind();
        edit(State.LEAVING, LeaverMode.DEACTIVATE);

        if (alone) {
            List.of("ana", "art").forEach(p -> world.provisioner().provision(p, "test"));
        } else {
            world.run();
        }

        isShutOutAtHome(ANA);
        isShutOutAtHome(ART);
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void tenantThatGetsAnotherOneAndIsLeavingInOneCommitEmptiesIt() {
        world.redivide("a", "Tenant_A.2");
        edit(State.LEAVING, LeaverMode.DEACTIVATE);

        world.run();

        isShutOutAtHome(ANA);
        isShutOutAtHome(ART);
        assertThat(world.reach(BOB)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
        Provisioner provisioner = world.provisioner();
        Plan offboarding = provisioner.planOffboarding(A);
        provisioner.apply(offboarding, Approval.of(offboarding, "test"));
        assertThat(provisioner.zeroAccess(A).isZero()).isTrue();
    }

    @Test
    void limitThatHoldsThePeopleOfALeavingTenantKeepsTheRolesOfItsGroupsThereToo() {
        world.redivide("a", "Tenant_A.2");
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 0, 0));
        edit(State.LEAVING, LeaverMode.DEACTIVATE);
        List<Grant> before = List.copyOf(world.directory.grants);

        world.run();

        assertThat(lives(ANA)).isEqualTo("Tenant_A");
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void tenantThatIsLeavingTakesARoleOfOnesOwnThereAndMovesWhoSharedItWithAnotherTenant() {
        stayBehind();
        world.grant(ANA, "Supervisor", former());
        world.store.commit(List.of(new StoreWrite.Keep(Pin.of(new TenantId("b"), "Tenant_A", former()))));
        edit(State.LEAVING, LeaverMode.DEACTIVATE);

        world.run();

        isShutOutAtHome(ANA);
    }

    @Test
    void whoLivesThereOrHasARoleOfOnesOwnThereKeepsTheLogInIfOnlyAnotherTenantIsLeaving() {
        stayBehind();
        world.person("ana", "Account-b").grant(BOB, "Agent", former());
        outOfAllGroups(ANA);
        TenantPolicy b = world.tenants.get(1);
        world.tenants = List.of(world.tenants.get(0), in(b, State.LEAVING, LeaverMode.DEACTIVATE));

        Plan plan = world.plan();
        world.run();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.PARKED)
                .hasSize(2);
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(lives(ANA)).isEqualTo("Tenant_A");
        assertThat(world.directory.byName(BOB).state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void whoMovesOutOfItLosesARoleInAllDivisions() {
        stayBehind();
        outOfAllGroups(ANA);
        world.person("ana", "Account-b").grant(ANA, "Agent", DivisionId.EVERYWHERE);

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void nobodyIsMovedOutOfItBecauseAnExportLostTheGroupOfTheTenant() {
        world.precedence = List.of(A, new TenantId("b"));
        world.person("ana", "Account-a", "Account-b").person("art", "Account-a", "Account-b");
        stayBehind();
        outOfAllGroups(ANA);
        outOfAllGroups(ART);

        Plan plan = world.person("ana", "Account-b").person("art", "Account-b").plan();

        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.NOT_DELIVERED);
        assertThat(plan.operations())
                .as(PlanText.of(plan))
                .noneMatch(o -> o.person().isPresent());
    }

    @ParameterizedTest
    @EnumSource(Leave.class)
    void leaverWhoLivesThereKeepsTheLogInIfTheTenantStrips(Leave leave) {
        stayBehind();
        edit(State.ACTIVE, LeaverMode.STRIP);

        leave.of(world);

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.members.values())
                .noneMatch(m -> m.contains(world.directory.byName(ANA).id()));
    }

    @Test
    void leaverWhoLivesThereStaysIfTheTenantLetsNoAccountGo() {
        stayBehind();
        world.govern("a", STAY, World.unlimited());

        world.disable("ana").run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.plan().findings())
                .anyMatch(f ->
                        f.code() == FindingCode.UNMANAGED_ACCESS && f.message().contains("deactivate"));
    }

    @Test
    void leaversWhoLiveThereCountAgainstTheLimitsOfTheTenant() {
        stayBehind();
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 1, 1));

        Plan plan = world.disable("ana").disable("art").plan();

        assertThat(plan.holds())
                .as(PlanText.of(plan))
                .anyMatch(h -> h.code() == HoldCode.LIMIT_ACCOUNTS && h.tenant().equals(Optional.of(A)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void roleOfOnesOwnThereIsLeftFromAnotherTenant(boolean alone) {
        stayBehind();
        world.grant(BOB, "Agent", former());

        if (alone) {
            world.provisioner().provision("bob", "test");
        } else {
            world.run();
        }

        assertThat(world.reach(BOB)).containsExactly("Tenant_B");
    }

    @Test
    void accountOfNobodyAndItsRoleThereAreReported() {
        stayBehind();
        world.directory.account("acc-eve", "eve@acme.example", world.division("Tenant_A"));
        world.grant("eve@acme.example", "Agent", former());

        Plan plan = world.plan();

        assertThat(plan.findings())
                .as(PlanText.of(plan))
                .filteredOn(f -> f.tenant().equals(Optional.of(A)))
                .extracting(Finding::code)
                .contains(FindingCode.ORPHAN_ACCOUNT, FindingCode.FOREIGN_GRANT);
    }

    private void isShutOutAtHome(String userName) {
        assertThat(lives(userName)).isEqualTo("Home");
        assertThat(world.reach(userName)).isEmpty();
        assertThat(world.directory.byName(userName).state()).isEqualTo(AccountState.INACTIVE);
    }

    private void outOfAllGroups(String userName) {
        AccountId account = world.directory.byName(userName).id();
        world.directory.members.values().forEach(members -> members.remove(account));
    }

    private String lives(String userName) {
        DivisionId division = world.directory.byName(userName).division();
        return Objects.requireNonNull(world.directory.divisions.get(division)).name();
    }

    private DivisionId former() {
        return world.division("Tenant_A").id();
    }

    /** Tenant a gets another division while its authority moves nobody. */
    private void stayBehind() {
        world.redivide("a", "Tenant_A.2").govern("a", STAY, World.unlimited()).run();
        world.govern("a", Map.of(), World.unlimited());
        assertThat(lives(ANA)).isEqualTo("Tenant_A");
    }

    private void edit(State state, LeaverMode mode) {
        world.tenants = List.of(in(world.tenants.get(0), state, mode), world.tenants.get(1));
    }

    private static TenantPolicy in(TenantPolicy t, State state, LeaverMode mode) {
        Governance g = t.governance();
        Governance governance = new Governance(mode, g.authority(), g.limits(), g.window());
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), t.profiles(), state, governance);
    }
}
