// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.TenantPolicy.State;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that is leaving gives access to nobody, and loses its people as an off-boarding would take them out. */
class LeavingTenantTest {
    private static final TenantId A = new TenantId("a");
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";
    private final World world = new World();

    LeavingTenantTest() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-b")
                .run();
    }

    @Test
    void whoMatchesItAloneIsShutOutAndMovedHome() {
        leaving("a");

        Plan plan = world.plan();
        world.run();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .containsExactly(
                        "deactivate account",
                        "leave group \"Tenant_A_Agents\"",
                        "leave group \"Tenant_A_Supervisors\"",
                        "move from division \"Tenant_A\" to \"Home\"");
        assertThat(world.reach(ANA)).isEmpty();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.reach(BOB)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void itsPeopleLoseTheirAccessWhereTheAuthorityRemoves(Authority authority) {
        leaving("a");
        world.govern("a", World.everything(authority), World.unlimited());
        leaving("a");

        world.run();

        assertThat(world.reach(ANA).isEmpty()).isEqualTo(authority.removes());
    }

    @Test
    void onePersonLosesTheSameAsInAPlanForEverybody() {
        leaving("a");

        world.provisioner().provision("ana", "test");

        assertThat(world.reach(ANA)).isEmpty();
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void whoMatchesAnotherTenantTooBelongsToTheOther() {
        leaving("a");
        world.person("ana", "Account-a", "Account-b");

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void nobodyJoinsItAndItsGroupsAreNotMadeAgain() {
        leaving("a");
        world.person("eve", "Account-a").remove("ana");
        world.run();
        world.directory.groups.remove(
                world.directory.named("Tenant_A_Supervisors").id());

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(world.directory.accounts.values())
                .noneMatch(a -> a.userName().startsWith("eve"));
    }

    @Test
    void accountStaysActiveIfTheTenantStripsItsLeavers() {
        leaving("a", LeaverMode.STRIP);

        world.run();

        assertThat(world.reach(ANA)).isEmpty();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void accessElsewhereStaysAndKeepsTheLogIn() {
        leaving("a");
        world.member(ANA, "Tenant_B_Agents");
        assertThat(world.plan().findings()).extracting(Finding::code).contains(FindingCode.PARKED);

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accessInATenantThatLeftThePolicyKeepsTheLogInAndIsReported(boolean lives) {
        if (lives) {
            world.state(ANA, AccountState.ACTIVE, world.division("Tenant_B").id());
        } else {
            world.grant(ANA, "Agent", world.division("Tenant_B").id());
        }
        world.tenants = world.tenants.subList(0, 1);
        leaving("a");
        assertThat(parked()).anyMatch("identity ana"::equals);

        world.run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(parked()).anyMatch("identity ana"::equals);
    }

    @Test
    void ownerOfAGroupOfAnotherTenantIsReportedAndKeepsTheLogIn() {
        world.directory.ruled.put(
                world.directory.named("Tenant_B_Agents").id(),
                Set.of(world.directory.byName(ANA).id()));
        leaving("a");
        assertThat(parked()).contains("identity ana");

        world.run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(parked()).contains("identity ana");
    }

    private List<String> parked() {
        return world.plan().findings().stream()
                .filter(f -> f.code() == FindingCode.PARKED)
                .map(Finding::subject)
                .toList();
    }

    @Test
    void formerGroupOfAnotherTenantWithoutRolesDoesNotKeepTheLogIn() {
        Group former = world.directory.named("Tenant_B_Agents");
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(A) ? t : grouped(t, "Tenant_B_Team"))
                .toList();
        world.hash += "'";
        world.run();
        world.member(ANA, former.name());
        leaving("a");

        world.run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    private static TenantPolicy grouped(TenantPolicy t, String group) {
        AccessProfile agents = new AccessProfile(
                "agent", Optional.empty(), group, t.profiles().get(0).roles());
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), List.of(agents), t.governance());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acceptedRoleElsewhereAndRoleInASharedDivisionKeepTheLogIn(boolean alone) {
        world.person("amy", "Account-a").person("art", "Account-a").run();
        world.sharedDivisions = List.of(new DivisionRef("BPO Internal", Optional.empty(), false));
        world.grant(ANA, "Supervisor", DivisionId.EVERYWHERE)
                .grant(
                        "amy@acme.example",
                        "Agent",
                        world.directory.division("BPO Internal").id())
                .grant("art@acme.example", "Agent", MemoryDirectory.HOME.id());
        world.accepted = List.of(anaIsSupervisorEverywhere());
        leaving("a");

        if (alone) {
            List.of("ana", "amy", "art").forEach(p -> world.provisioner().provision(p, "test"));
        } else {
            world.run();
        }

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.byName("amy@acme.example").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.byName("art@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.directory.accounts.values())
                .extracting(Account::division)
                .doesNotContain(world.division("Tenant_A").id());
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    private static AcceptedAccess anaIsSupervisorEverywhere() {
        return new AcceptedAccess(
                new Holder(Kind.ACCOUNT, ANA, Optional.empty()),
                Set.of("Supervisor"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "runs the platform",
                "ciso",
                Optional.empty());
    }

    @Test
    void jointAgentKeepsTheOtherTenants() {
        JointAgent joint = new JointAgent(
                "ana", List.of(A, new TenantId("b")), new TenantId("b"), "queue", "cto", LocalDate.of(2027, 3, 31));
        world.jointAgents = List.of(joint);
        world.run();
        leaving("a");

        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void limitsHoldUntilAnOffboardingWasAppliedAndCountAgainOnceTheTenantIsActive() {
        world.persons(20, "Account-a").run();
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 3, 10);
        leaving("a");

        assertThat(world.plan().holds()).extracting(h -> h.code().key()).contains("limit-accounts");

        Provisioner provisioner = world.provisioner();
        Plan offboarding = provisioner.planOffboarding(A);
        provisioner.apply(offboarding, Approval.of(offboarding, "test"));
        comeBack(8);

        assertThat(world.plan().holds()).as(PlanText.of(world.plan())).isEmpty();
        assertThat(world.plan().operations()).isNotEmpty();

        become(State.ACTIVE);
        world.run();
        become(State.LEAVING);

        assertThat(world.plan().holds()).extracting(h -> h.code().key()).contains("limit-accounts");
    }

    @Test
    void limitsCountAgainInTheFirstPlanAfterTheTenantIsActive() {
        world.persons(20, "Account-a").run();
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 3, 10);
        leaving("a");
        Provisioner provisioner = world.provisioner();
        Plan offboarding = provisioner.planOffboarding(A);
        provisioner.apply(offboarding, Approval.of(offboarding, "test"));
        comeBack(8);
        become(State.ACTIVE);
        world.persons(8, "Account-b");

        assertThat(world.plan().holds()).extracting(h -> h.code().key()).contains("limit-accounts");
    }

    @Test
    void personWhoIsShutOutAndMovedCountsAsOneAccount() {
        world.persons(20, "Account-a").run();
        world.limits = World.limit(EntitlementKind.ACCOUNTS, 21, 100);
        leaving("a");

        assertThat(world.plan().holds()).as(PlanText.of(world.plan())).isEmpty();
    }

    @Test
    void tenantWithAZeroProofIsNoTenantAnyMoreOnceThePolicyDropsIt() {
        leaving("a");
        Provisioner provisioner = world.provisioner();
        Plan offboarding = provisioner.planOffboarding(A);
        provisioner.apply(offboarding, Approval.of(offboarding, "test"));
        assertThat(provisioner.zeroAccess(A).isZero()).isTrue();
        world.plan();
        world.tenants = List.of(world.tenants.get(1));
        world.remove("ana");

        assertThat(world.plan().findings())
                .as(PlanText.of(world.plan()))
                .extracting(Finding::code)
                .containsExactly(FindingCode.UNCLAIMED_DIVISION);
    }

    // People are put back by hand, as an administrator would who does not know that the client is leaving.
    private void comeBack(int people) {
        for (int i = 0; i < people; i++) {
            world.state(
                    "p" + i + "@acme.example",
                    AccountState.ACTIVE,
                    world.division("Tenant_A").id());
        }
    }

    private void leaving(String tenant) {
        leaving(tenant, LeaverMode.DEACTIVATE);
    }

    private void leaving(String tenant, LeaverMode mode) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().value().equals(tenant) ? in(State.LEAVING, mode, t) : t)
                .toList();
        world.hash += "'";
    }

    private void become(State state) {
        world.tenants = world.tenants.stream()
                .map(t -> t.id().equals(A) ? in(state, LeaverMode.DEACTIVATE, t) : t)
                .toList();
        world.hash += "'";
    }

    private TenantPolicy in(State state, LeaverMode mode, TenantPolicy t) {
        Governance governance = new Governance(mode, t.governance().authority(), world.limits);
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), t.profiles(), state, governance);
    }
}
