// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Entitlement;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Journal;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a run reads and knows between taking and giving: all that may lead elsewhere, and nothing beside it. */
class ReachGateFactsTest extends MoverAndHand {
    private static final String EVE = "eve@acme.example";

    @Test
    void moverWhomAnotherRunPutIntoAThirdTenantWithoutSeeingItGainsNothing() {
        World.Planned planned = world.planned();
        unseen(Optional.of(id(ANA)), new Entitlement.Membership(world.directory.named("Tenant_C_Agents")));

        ApplyReport report = planned.apply();

        assertThat(detail(report, MOVE))
                .isEqualTo("an earlier change is not confirmed yet, so the account may reach another tenant: member of"
                        + " group \"Tenant_C_Agents\", which is tenant c's for profile agent (tenant c); plan again,"
                        + " the next run takes it up");
    }

    @Test
    void nobodyJoinsAGroupToWhichAnotherRunGaveARoleElsewhereWithoutSeeingIt() {
        World.Planned planned = world.planned();
        unseenRole("Tenant_B_Agents", "Tenant_C");

        ApplyReport report = planned.apply();

        assertThat(detail(report, MOVE))
                .isEqualTo("a group that the account would join holds role \"Agent\" in division \"Tenant_C\""
                        + " (tenant c) by now; plan again");
    }

    @Test
    void groupToWhichAnotherRunGaveARoleElsewhereWithoutSeeingItGetsNone() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        unseenRole("Tenant_C_Agents", "Tenant_B");

        ApplyReport report = planned.apply();

        assertThat(detail(report, ROLE))
                .isEqualTo("the group holds role \"Agent\" in division \"Tenant_B\" (tenant b) by now; plan again");
    }

    @Test
    void moverWhomAHandPutIntoAGroupOfAnotherTenantThatGetsItsRoleInThisRunGainsNothing() {
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.member(ANA, "Tenant_C_Agents");

        ApplyReport report = planned.apply();

        assertThat(detail(report, MOVE)).startsWith("the account reaches another tenant by now: member of group");
    }

    @Test
    void groupWithAMemberWhomNoReadShowsAndWhoHasARoleElsewhereGetsNone() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        AccountId ghost = new AccountId("ghost");
        world.directory.members.put(world.directory.named("Tenant_C_Agents").id(), new LinkedHashSet<>(Set.of(ghost)));
        world.grant(SubjectId.of(ghost), "Agent", world.division("Tenant_B").id());

        ApplyReport report = planned.apply();

        assertThat(detail(report, ROLE)).startsWith("member ghost of the group: the account reaches another tenant");
    }

    @Test
    void moverWhoseOwnAccessIsShownInPartGainsNothing() {
        World.Planned planned = world.planned();
        world.directory.doubtful.add(SubjectId.of(id(ANA)));
        world.directory.doubtful.add(DivisionId.EVERYWHERE);

        ApplyReport report = planned.apply();

        assertThat(detail(report, MOVE))
                .isEqualTo("what the account reaches by now could not be read completely: not all roles shown");
    }

    @Test
    void groupOfAMoverWhoIsLeftOutIsNotRead() {
        World.Planned planned = world.planned();
        world.state(ANA, world.directory.byName(ANA).state(), MemoryDirectory.HOME.id());

        SubjectId group = SubjectId.of(world.directory.named("Tenant_B_Agents").id());
        assertThat(shown(planned)).doesNotContain(group);
    }

    @Test
    void moverWhoIsProvisionedAtOnceIsNotReadAgainBeforeTheGain() {
        List<Object> shown = new ArrayList<>();
        world.directory.shown = shown::add;
        world.directory.before = write -> {
            if (write.startsWith("remove")) {
                shown.clear();
            } else {
                world.directory.shown = what -> {};
            }
        };

        world.provisioner().provision("ana", "test");

        SubjectId group = SubjectId.of(world.directory.named("Tenant_B_Agents").id());
        assertThat(shown).isNotEmpty().doesNotContain(group);
    }

    @Test
    void moverBesideAJoinerIsReadOnceBeforeTheGain() {
        world.grant(world.group("Side door"), "Tenant_C");
        int alone = readsOf(ANA, world.planned());
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b").person("eve", "Account-b");

        assertThat(readsOf(ANA, world.planned())).isEqualTo(alone);
    }

    @Test
    void newAccountWhoseGroupCouldNotBeMadeIsReadOnceAfterTheRun() {
        world.grant(world.group("Side door"), "Tenant_C");
        Group agents = world.directory.named("Tenant_B_Agents");
        world.remove("bob").remove("ana").person("eve", "Account-b");
        world.directory.delete(agents);
        World.Planned planned = world.planned();
        world.directory.failing("create group", Failure.REJECTED);

        List<Object> shown = shown(planned);

        SubjectId eve = SubjectId.of(id(EVE));
        assertThat(shown).filteredOn(eve::equals).hasSize(1);
    }

    @Test
    void newJointAgentWhoLivesInOneTenantMayGainInTheOther() {
        world.grant(world.group("Side door"), "Tenant_C");
        withoutProfiles();
        world.remove("ana");
        world.joint("eve", LocalDate.of(2027, 3, 31), "a", "b");
        world.person("eve");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach(EVE)).containsExactly("Tenant_A", "Tenant_B");
    }

    /** Leaves tenant {@code a} a division alone. */
    private void withoutProfiles() {
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), a.division(), a.match(), List.of(), a.governance()),
                world.tenants.get(1),
                world.tenants.get(2));
    }

    private int readsOf(String userName, World.Planned planned) {
        SubjectId holder = SubjectId.of(id(userName));
        return (int) shown(planned).stream().filter(holder::equals).count();
    }

    /** Returns what the reads of a run show, by subject or division. */
    private List<Object> shown(World.Planned planned) {
        List<Object> shown = new ArrayList<>();
        world.directory.shown = shown::add;
        planned.apply();
        world.directory.shown = what -> {};
        return shown;
    }

    private void unseenRole(String group, String division) {
        unseen(
                Optional.empty(),
                new Entitlement.GroupRole(
                        world.directory.named(group),
                        new Role(new RoleId("role-Agent"), "Agent", false, Set.of()),
                        world.division(division)));
    }

    /** Says that another run gave this a moment ago, and no read has shown it yet. */
    private void unseen(Optional<AccountId> account, Entitlement given) {
        world.store.commit(List.of(new StoreWrite.Keep(new Journal.Gain(
                "another run",
                1,
                new TenantId("c"),
                Optional.empty(),
                account,
                given,
                new TreeSet<>(Set.of(new TenantId("c"))),
                World.NOW,
                true))));
    }

    private static String detail(ApplyReport report, String what) {
        return report.outcomes().stream()
                .filter(o -> o.status() == Status.SKIPPED)
                .filter(o -> Wording.of(o.operation().change()).equals(what))
                .map(Outcome::detail)
                .findFirst()
                .orElse("");
    }

    private AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }
}
