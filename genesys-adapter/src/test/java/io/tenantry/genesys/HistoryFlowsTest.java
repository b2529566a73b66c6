// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioned;
import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each flow over the fake's whole history: no account reaches two tenants in any snapshot, and a second run writes
 * nothing.
 */
class HistoryFlowsTest {
    private final Site site = Site.of(3, 2);
    private final Watch watch = new Watch(site);

    @BeforeEach
    void settle() {
        site.put("ana", in(0, 0, 1)).put("bob", in(1, 0)).put("cyd", in(2, 0));
        assertThat(site.run().isClean()).isTrue();
        // What was accepted shows only a while later, in every flow.
        site.fake.set(Quirk.MembershipWrites.LATER);
        site.fake.lag(Lag.MEMBERSHIPS, Duration.ofMillis(1_500));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void joiner() {
        site.put("dan", in(1, 0, 1));

        run();

        assertEnd("dan", 1, 0, 1);
    }

    @Test
    void mover() {
        grant("ana", 0);
        site.put("ana", in(1, 1));

        run();

        assertEnd("ana", 1, 1);
    }

    @Test
    void moverAlone() {
        grant("ana", 0);
        site.put("ana", in(1, 1));

        provision("ana");

        assertEnd("ana", 1, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moverWhomARuleKeepsInAGroupGainsNothing(boolean alone) {
        String ana = site.user("ana").id();
        String group = site.inGroup(0, 0).id();
        site.fake.change("rule", o -> o.withoutMembers(group, List.of(ana)).withRuleMembers(group, List.of(ana)));
        site.put("ana", in(1, 0));

        if (alone) {
            site.provisioner().provision("ana", "test");
        } else {
            site.run();
        }

        site.fake.advance(Duration.ofMinutes(1));
        assertThat(site.groups("ana")).doesNotContain(Site.group(1, 0));
        assertThat(site.user("ana").divisionId()).isEqualTo(site.divisionIds.get(0));
        watch.look("a mover that a rule keeps");
        site.fake.change("no rule", o -> o.withRuleMembers(group, List.of()));
        run();
        assertEnd("ana", 1, 0);
    }

    @Test
    void leaverAndRehireIntoAnotherTenant() {
        grant("ana", 0);
        site.disable("ana");
        run();
        assertThat(site.user("ana").state()).isEqualTo(UserState.INACTIVE);
        assertThat(site.groups("ana")).isEmpty();
        site.put("ana", in(2, 0));

        run();

        assertEnd("ana", 2, 0);
    }

    @Test
    void suspensionByHandAndReturn() {
        site.fake.change("suspend", o -> o.with(site.user("ana").withState(UserState.INACTIVE)));
        site.put("ana", in(1, 0));

        run();

        assertEnd("ana", 1, 0);
    }

    @Test
    void attributeChange() {
        site.put(Identity.of("ana", "ana@acme.example", "Ana Maria", List.of(in(0, 0, 1)), Map.of("jobTitle", "Lead")));

        run();

        assertThat(site.user("ana").attribute("title")).contains("Lead");
        assertEnd("ana", 0, 0, 1);
    }

    @Test
    void addressesSwappedByTwoMovers() {
        String ana = site.user("ana").id();
        site.put(Identity.of("ana", "bob@acme.example", "Ana", List.of(in(1, 0)), Map.of()));
        site.put(Identity.of("bob", "ana@acme.example", "Bob", List.of(in(0, 0)), Map.of()));

        run();

        assertThat(site.user("bob").id()).isEqualTo(ana);
        assertEnd("bob", 1, 0);
        assertEnd("ana", 0, 0);
    }

    @Test
    void addressChanged() {
        site.put(Identity.of("ana", "ana.new@acme.example", "Ana", List.of(in(2, 1)), Map.of("jobTitle", "Agent")));

        run();

        assertEnd("ana.new", 2, 1);
    }

    @Test
    void jointAgentEnds() {
        site.put("ana", Site.account(0), Site.skill(0, 0), Site.skill(0, 1), Site.skill(1, 0));
        site.jointAgents = List.of(joint(LocalDate.parse("2026-01-01")));
        run();
        assertThat(site.groups("ana")).contains(Site.group(0, 0), Site.group(1, 0));
        site.fake.advance(Duration.ofDays(2));

        run();

        assertEnd("ana", 0, 0, 1);
    }

    @Test
    void driftByHand() {
        grant("ana", 1);
        site.fake.grant(site.user("bob").id(), site.agent.id(), "*");
        site.fake.addMembers(site.inGroup(0, 0).id(), site.user("cyd").id());
        site.fake.removeMembers(site.inGroup(0, 1).id(), site.user("ana").id());
        site.fake.grant(site.inGroup(2, 0).id(), site.agent.id(), site.divisionIds.get(0));

        run();

        assertEnd("ana", 0, 0, 1);
        assertEnd("bob", 1, 0);
        assertEnd("cyd", 2, 0);
    }

    @Test
    void offboardingOfATenant() {
        grant("cyd", 0);
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.planOffboarding(new TenantId("t0"));

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(provisioner.zeroAccess(new TenantId("t0")).isZero()).isTrue();
        watch.look("off-boarding");
        watch.isolated("off-boarding");
    }

    @Test
    void accountDeletedWhileAMemberComesBackIntoAnotherTenant() {
        delete("ana");
        site.put("ana", in(1, 0));

        run();

        assertEnd("ana", 1, 0);
    }

    @Test
    void accountDeletedWhileAMemberComesBackIntoAnotherTenantAlone() {
        delete("ana");
        site.put("ana", in(1, 0));

        provision("ana");

        assertEnd("ana", 1, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void accountThatComesBackInAGroupWithoutRolesOfADroppedTenantGainsNothing(boolean alone) {
        delete("ana");
        site.deleteDivision(0);
        site.tenants = site.tenants.subList(1, 3);
        site.put("ana", in(1, 0));

        ApplyReport report = alone ? site.provisioner().provision("ana", "test").report() : site.run();

        watch.look("restored");
        assertThat(report.isClean()).isFalse();
        assertThat(site.groups("ana")).containsExactly(Site.group(0, 0), Site.group(0, 1));
        assertThat(site.provisioner().plan().batches()).isEmpty();
    }

    @Test
    void accountThatIsBackAndThatScimDoesNotShowYet() {
        site.fake.lag(Lag.READS, Duration.ofMillis(1_500));
        delete("ana");
        site.fake.advance(Duration.ofMinutes(1));
        site.put("ana", in(1, 0));

        run();

        site.fake.advance(Duration.ofMinutes(1));
        assertEnd("ana", 1, 0);
    }

    @Test
    void moverOutOfADeletedDivision() {
        site.deleteDivision(0);
        site.put("ana", in(1, 0));

        run();

        assertEnd("ana", 1, 0);
    }

    @Test
    void moverIntoADeletedDivisionLosesWhatTheOldTenantGave() {
        grant("ana", 0);
        site.deleteDivision(2);
        site.put("ana", in(2, 0));

        run();

        assertThat(site.groups("ana")).isEmpty();
        assertThat(site.fake.grants(site.user("ana").id()))
                .noneMatch(g -> g.roleId().equals(site.agent.id()));
        assertThat(site.user("ana").divisionId()).isEqualTo(site.divisionIds.get(0));
        assertThat(site.provisioner().plan().isEmpty()).isTrue();
    }

    @Test
    void accountDeletedWhileAMemberComesBackAlone() {
        delete("ana");
        site.put("ana", in(0, 0, 1));

        provision("ana");

        assertEnd("ana", 0, 0, 1);
    }

    @Test
    void newGroupIsKnownUnderAChangedName() {
        try (Site fresh = Site.of(2, 2)) {
            Watch over = new Watch(fresh);
            fresh.put("ana", in(0, 0));
            fresh.run();
            fresh.fake.change("rename", o -> o.with(fresh.inGroup(0, 0).withName("Voice agents")));
            fresh.put("ana", in(1, 0));

            assertThat(fresh.run().isClean()).isTrue();

            assertThat(fresh.groups("ana")).containsExactly(Site.group(1, 0));
            over.look("after the rename");
            over.isolated("after the rename");
        }
    }

    @Test
    void noAccountIsAddedToAGroupThatReachesAnotherTenant() {
        site.fake.grant(site.inGroup(1, 0).id(), site.agent.id(), site.divisionIds.get(2));
        site.put("ana", in(1, 0));

        Provisioned provisioned = site.provisioner().provision("ana", "test");

        assertThat(provisioned.report().isClean()).isTrue();
        assertEnd("ana", 1, 0);
    }

    private static String[] in(int tenant, int... groups) {
        String[] all = new String[groups.length + 1];
        all[groups.length] = Site.account(tenant);
        for (int i = 0; i < groups.length; i++) {
            all[i] = Site.skill(tenant, groups[i]);
        }
        return all;
    }

    private static JointAgent joint(LocalDate until) {
        List<TenantId> tenants = List.of(new TenantId("t0"), new TenantId("t1"));
        return new JointAgent("ana", tenants, new TenantId("t0"), "shared queue", "cto", until);
    }

    private void grant(String id, int tenant) {
        site.fake.grant(site.user(id).id(), site.agent.id(), site.divisionIds.get(tenant));
    }

    private void delete(String id) {
        User user = site.user(id);
        site.fake.change(
                "delete",
                o -> o.with(user.withState(UserState.DELETED)
                                .withDivision(o.home().id()))
                        .withGrants(user.id(), List.of()));
    }

    private void run() {
        ApplyReport report = site.run();
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        watch.look("run");
        watch.isolated("run");
    }

    private void provision(String id) {
        Provisioned provisioned = site.provisioner().provision(id, "test");
        assertThat(provisioned.report().isClean())
                .as("%s", provisioned.report().troubles())
                .isTrue();
        watch.look("provision");
    }

    private void assertEnd(String name, int tenant, int... groups) {
        User user = site.user(name);
        assertThat(user.state()).isEqualTo(UserState.ACTIVE);
        assertThat(watch.reach(site.fake.org(), user.id())).containsExactly(site.divisionIds.get(tenant));
        String[] names = new String[groups.length];
        for (int i = 0; i < groups.length; i++) {
            names[i] = Site.group(tenant, groups[i]);
        }
        assertThat(site.groups(name)).containsExactlyInAnyOrder(names);
        Plan plan = site.provisioner().plan();
        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
    }
}
