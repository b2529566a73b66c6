// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Removal;
import io.tenantry.store.Trails;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deleted accounts of people who come back, when no listing shows what those accounts are still in. */
class RestoreTest {
    private static final String ANA = "ana@acme.example";
    private static final String LOOK = "leave each of 3 foreign groups that it comes back in";

    private final World world = new World();

    @Test
    void accountComesBackInItsNewTenantAloneInOneRun() {
        deletedFromTenantA();
        world.person("ana", "Account-b");
        world.directory.after = write -> assertThat(world.reach(ANA)).as(write).hasSizeLessThan(2);

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes)
                .containsExactly(
                        "restore acc-1",
                        "remove 1 from grp-Tenant_A_Agents",
                        "remove 1 from grp-Tenant_A_Supervisors",
                        "move 1 to Tenant_B",
                        "update acc-1",
                        "add 1 to grp-Tenant_B_Agents");
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void shortenedAnswerAboutWhoIsBackIsCheckedAgainstTheRolesThatStillCome() {
        deletedFromTenantA();
        world.person("ana", "Account-b");
        world.directory.lag = 1;
        world.directory.after = write -> {
            if (write.startsWith("remove")) {
                world.directory.forgetful = 1;
            }
            assertThat(world.reach(ANA)).as(write).hasSizeLessThan(2);
        };

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void planSaysWhatWillBeLookedForAndWhyAndLoadsBack() {
        deletedFromTenantA();
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> Wording.of(o.change())))
                .containsExactly(
                        "restore deleted account",
                        LOOK,
                        "move from division \"Home\" to \"Tenant_B\"",
                        "update log-in on",
                        "join group \"Tenant_B_Agents\"");
        assertThat(look(plan).reason().rule())
                .isEqualTo("memberships survive a deletion unseen, but tenant b: in source group \"Account-b\"");
        assertThat(PlanText.of(plan)).contains(LOOK, "1 restored account to look at");
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void whatItCameBackInIsCountedForTheTenantAndInTheRecord() {
        deletedFromTenantA();
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(outcome(report).detail()).isEqualTo("left \"Tenant_A_Agents\", \"Tenant_A_Supervisors\"");
        assertThat(Trails.all(world.store))
                .extracting(AuditTrail.Row::fact)
                .filteredOn(f -> f.run().equals(report.run()))
                .extracting(f -> f.tenant() + " " + f.what())
                .contains(
                        "b leave groups the account came back in",
                        "a take away: member of group \"Tenant_A_Agents\"",
                        "a take away: member of group \"Tenant_A_Supervisors\"");
        assertThat(world.store.removals(World.NOW))
                .extracting(Removal::tenant, Removal::kind, Removal::count)
                .containsOnly(tuple(new TenantId("a"), LimitKind.MEMBERSHIPS, 1))
                .hasSize(2);
    }

    @Test
    void readsAreAsPlannedAndNothingIsWrittenWhereNothingCameBack() {
        deletedFromTenantA();
        world.directory.members.values().forEach(m -> m.clear());
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply();

        assertThat(outcome(report).detail()).isEqualTo("it came back in none");
        assertThat(report.reads()).isEqualTo(planned.plan().cost().reads());
        assertThat(world.directory.writes).noneMatch(w -> w.startsWith("remove"));
    }

    @Test
    void whatShowedIsLeftAsShownAndConfirmedByTheSameRead() {
        deletedFromTenantA();
        world.directory.hidesDeleted = false;
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply();

        assertThat(planned.plan().operations().map(o -> Wording.of(o.change())))
                .contains("leave group \"Tenant_A_Agents\"", "leave group \"Tenant_A_Supervisors\"");
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(report.reads()).isEqualTo(planned.plan().cost().reads());
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void groupsOfItsOwnTenantThatAreNotForItAreLeftToo() {
        deletedFromTenantA();
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    @Test
    void groupsThatThePolicyDoesNotNameAreLeftAlone() {
        deletedFromTenantA();
        world.directory.groups().create("Everybody");
        world.member(ANA, "Everybody");
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Everybody", "Tenant_B_Agents");
    }

    @Test
    void whoeverMayNotBeTakenOutGoesNoFurtherAndTheNextPlanHolds() {
        world.govern("a", Map.of(EntitlementKind.MEMBERSHIPS, Authority.ADDITIVE), World.unlimited());
        deletedFromTenantA();
        world.person("ana", "Account-b");

        ApplyReport report = world.run();

        assertThat(outcome(report).status()).isEqualTo(Outcome.Status.SKIPPED);
        assertThat(outcome(report).detail()).contains("Tenant_A_Agents", "by hand");
        assertThat(world.directory.writes).containsExactly("restore acc-1");
        Plan next = world.plan();
        assertThat(next.isEmpty()).isFalse();
        assertThat(next.batches()).isEmpty();
        assertThat(next.holds()).extracting(h -> h.code()).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
    }

    @Test
    void whatOneReadDidNotShowIsSeenBeforeAnythingIsGiven() {
        deletedFromTenantA();
        world.person("ana", "Account-b");
        world.directory.after = write -> {
            if (write.startsWith("restore")) {
                world.directory.forgetful = 1;
            }
            assertThat(world.reach(ANA)).as(write).hasSizeLessThan(2);
        };

        ApplyReport report = world.run();

        assertThat(outcome(report).status()).isEqualTo(Outcome.Status.PENDING);
        assertThat(world.directory.writes).containsExactly("restore acc-1");
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void whoeverDoesNotTellWhatItCameBackInGoesNoFurther() {
        deletedFromTenantA();
        world.person("ana", "Account-b");
        world.directory.after =
                write -> world.directory.membersProof = proof -> proof.doubting("only half of it was read");

        ApplyReport report = world.run();

        assertThat(report.outcomes().get(0).status()).isEqualTo(Outcome.Status.PENDING);
        assertThat(outcome(report).status()).isEqualTo(Outcome.Status.SKIPPED);
        assertThat(world.directory.writes).containsExactly("restore acc-1");
    }

    @Test
    void whoComesBackWaitsForWhoeverTookTheNameMeanwhile() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        Account ana = world.directory.byName(ANA);
        Account bob = world.directory.byName("bob@acme.example");
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.accounts.put(
                bob.id(),
                new Account(
                        bob.id(),
                        AccountState.ACTIVE,
                        ANA,
                        bob.displayName(),
                        bob.externalId(),
                        bob.division(),
                        bob.attributes()));

        assertThat(world.plan()
                        .operations()
                        .filter(o -> o.change() instanceof Change.UpdateAccount)
                        .map(o -> o.person().flatMap(Person::account).orElseThrow()))
                .containsExactly(bob.id(), ana.id());
    }

    @Test
    void accountWithARoleOfItsOwnInAnotherTenantIsNotRestoredAndNothingElseIsDone() {
        deletedFromTenantA();
        world.grant(ANA, "Agent", world.division("Tenant_A").id());
        world.govern("a", Map.of(EntitlementKind.GRANTS, Authority.OBSERVE), World.unlimited());
        world.person("ana", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.held().map(o -> Wording.of(o.change()))).contains("restore deleted account", LOOK);
    }

    @Test
    void onePersonOnDemandComesBackInOneRunToo() {
        deletedFromTenantA();
        world.person("ana", "Account-b");

        ApplyReport report = world.provisioner().provision("ana", "test").report();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
        assertThat(world.plan().isEmpty()).as(PlanText.of(world.plan())).isTrue();
    }

    /**
     * Ana worked for tenant a, with two groups; then an administrator deleted her account, and no listing shows its
     * groups.
     */
    private void deletedFromTenantA() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bea", "Account-b")
                .run();
        world.directory.hidesDeleted = true;
        world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        world.directory.writes.clear();
    }

    private static Operation look(Plan plan) {
        return plan.operations()
                .filter(o -> Wording.of(o.change()).equals(LOOK))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(ApplyReport report) {
        List<Outcome> of = report.outcomes().stream()
                .filter(o -> Wording.of(o.operation().change()).startsWith("leave each of"))
                .toList();
        assertThat(of).hasSize(1);
        return of.get(0);
    }
}
