// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Organization;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void joinerGetsAnAccountInTheDivisionAndTheGroupsOfTheTenant() {
        world.person("ana", "Account-a", "Supervisors-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents", "Tenant_A_Supervisors");
        assertThat(world.directory.grants)
                .extracting(g -> g.role().value() + " " + g.division().value())
                .containsExactlyInAnyOrder(
                        "role-Agent div-Tenant_A",
                        "role-Supervisor div-Tenant_A",
                        "role-Agent div-Tenant_B",
                        "role-Supervisor div-Tenant_B");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void moverWhoseJoinFailsIsNotPutBackIntoTheOldGroups() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.person("ana", "Account-b");
        world.directory.before = write -> {
            if (write.startsWith("add 1 to grp-Tenant_B")) {
                throw new DirectoryException(Failure.REJECTED, "no " + write, null);
            }
        };

        assertThat(world.run().isClean()).isFalse();

        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_B").id());
        world.directory.before = write -> {};
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
    }

    @Test
    void whoeverIsSuspendedLosesAllAccessAndGetsItBackInTheSameTenant() {
        world.person("ana", "Account-a", "Supervisors-a").run();

        world.disable("ana").run();

        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(world.person("ana", "Account-a", "Supervisors-a").run().isClean())
                .isTrue();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents", "Tenant_A_Supervisors");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void moverReachesAtMostOneTenantAfterEveryWrite() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.directory.after = write -> assertThat(world.reach(ANA)).as(write).hasSizeLessThan(2);
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void leaverLosesTheLogInFirstAndThenAllAccess() {
        world.person("ana", "Account-a").run();
        world.directory.writes.clear();
        world.disable("ana");

        world.run();

        assertThat(world.directory.writes).containsExactly("update acc-1", "remove 1 from grp-Tenant_A_Agents");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void whoeverVanishesFromACompleteSourceIsALeaver() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.remove("ana");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> o.reason().rule()).distinct())
                .containsExactly("no longer in the identity source");
        world.run();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void rehireIntoAnotherTenantIsCleanedBeforeTheLogInReturns() {
        world.person("ana", "Account-a").run();
        world.state(ANA, AccountState.INACTIVE, world.division("Tenant_A").id());
        world.directory.writes.clear();
        world.person("ana", "Account-b");

        world.run();

        assertThat(world.directory.writes)
                .containsExactly(
                        "remove 1 from grp-Tenant_A_Agents",
                        "move 1 to Tenant_B",
                        "update acc-1",
                        "add 1 to grp-Tenant_B_Agents");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void deletedAccountOfThePersonIsRestoredAndPlaced() {
        world.person("ana", "Account-a").run();
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void attributeThatBecomesEmptyIsClearedAndOneForCreationIsLeft() {
        world.with(Identity.of("ana", ANA, "Ana", List.of("Account-a"), Map.of("jobTitle", "Lead", "employeeId", "17")))
                .run();
        world.with(Identity.of("ana", ANA, "Ana Maria", List.of("Account-a"), Map.of()));

        world.run();

        var account = world.directory.byName(ANA);
        assertThat(account.displayName()).isEqualTo("Ana Maria");
        assertThat(account.attributes())
                .containsEntry(AccountAttribute.TITLE, "")
                .containsEntry(AccountAttribute.EMPLOYEE_NUMBER, "17");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void personInTwoTenantsIsParkedAndLosesNothing() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-a", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.findings()).extracting(Finding::code).containsExactly(FindingCode.PARKED);
    }

    @Test
    void wildcardGrantByHandIsReportedAndNotObeyed() {
        world.person("ana", "Account-a").run();
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE);

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.ROLE_EVERYWHERE);
        world.person("ana", "Account-b");
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void foreignRoleOfATenantsGroupIsRevoked() {
        world.person("ana", "Account-a").run();
        world.directory.grants.add(new Grant(
                SubjectId.of(world.directory.named("Tenant_A_Agents").id()),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void planLoadsBackFromJsonToAnEqualPlan() {
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("cat")
                .run();
        world.person("ana", "Account-b").disable("bob").person("dan", "Account-a", "Supervisors-a");
        Plan plan = world.plan();

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThat(plan.fingerprint()).isEqualTo(world.plan().fingerprint());
    }

    @Test
    void onePersonTravelsTheSameRoad() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");

        Provisioned joined = world.provisioner().provision("ANA@acme.example", "test");

        assertThat(joined.report().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        world.person("ana", "Account-b");
        Provisioned moved = world.provisioner().provision("ana", "test");
        assertThat(moved.report().count(Status.APPLIED)).isEqualTo(3);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(moved.explanation().text())
                .contains("IMPORT", "SCOPE", "CORRELATE", "RESOLVE", "DIFF", "GUARD", "APPLY");
    }

    @Test
    void onePersonKnowsTheOrganizationByItsHomeDivisionAndDoesNotAskAgain() {
        world.person("ana", "Account-a").run();
        world.directory.reading = () -> {
            throw new AssertionError("the organization was asked which one it is");
        };

        assertThat(world.provisioner().explain("ana").plan().organization()).isEqualTo("org-1");
    }

    @Test
    void otherOrganizationIsNotTakenForTheOneThatWasSeenBefore() {
        world.person("ana", "Account-a").run();
        DivisionId pinned = world.store
                .notes()
                .pins()
                .division(new TenantId("a"), "Tenant_A")
                .orElseThrow();
        world.directory.organization = new Organization("org-2", "Other", "other");
        world.directory.divisions.remove(MemoryDirectory.HOME.id());
        Division home = new Division(new DivisionId("home of another"), "Home", true);
        world.directory.divisions.put(home.id(), home);

        assertThatThrownBy(() -> world.provisioner().explain("ana"))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("org-2");
        assertThat(world.store.notes().pins().division(new TenantId("a"), "Tenant_A"))
                .contains(pinned);
    }

    @Test
    void organizationThatThePolicyDoesNotMeanIsAskedWhichOneItIs() {
        world.person("ana", "Account-a").run();
        world.store.commit(List.of(new StoreWrite.Keep(new Baseline.HomeDivision(
                MemoryDirectory.HOME.id(), new Organization("org-1", "Renamed", "renamed")))));

        assertThat(world.provisioner().explain("ana").plan().organization()).isEqualTo("org-1");
        assertThat(world.store.notes().organization(MemoryDirectory.HOME.id()))
                .contains(new Organization("org-1", "Acme BPO", "acme-bpo"));
    }

    @Test
    void onePersonBringsAlongWhatTheTenantLacks() {
        world.person("ana", "Account-a", "Supervisors-a");

        Provisioned joined = world.provisioner().provision("ana", "test");

        assertThat(joined.report().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(joined.explanation().text()).contains("create group \"Tenant_A_Agents\"");
        assertThat(world.plan().operations().map(o -> o.change().toString()))
                .allMatch(change -> change.contains("Tenant_B"));
    }

    @Test
    void nobodyGainsASecondTenantAloneWhileAGroupOfTheFirstReachesAThird() {
        world.third();
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory.grants.add(new Grant(
                SubjectId.of(world.directory.named("Tenant_A_Agents").id()),
                new RoleId("role-Agent"),
                world.division("Tenant_C").id()));
        List<TenantId> both = List.of(new TenantId("a"), new TenantId("b"));
        world.jointAgents =
                List.of(new JointAgent("ana", both, both.get(1), "queue", "cto", LocalDate.parse("2030-01-01")));
        world.directory.after = write -> {
            if (world.reach(ANA).contains("Tenant_B")) {
                assertThat(world.reach(ANA)).as(write).doesNotContain("Tenant_C");
            }
        };

        assertThat(world.provisioner().provision("ana", "test").report().isClean())
                .isTrue();

        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
    }
}
