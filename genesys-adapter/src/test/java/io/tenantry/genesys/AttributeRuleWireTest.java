// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.fixtures.org.GroupRule;
import io.tenantry.identity.Identity;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rule of a group over an attribute, as the service shows it: there is a rule, and not what it is about. */
class AttributeRuleWireTest {
    private final Site site = Site.of(2, 1);
    private final String auto = site.fake.createGroup("Auto").id();

    AttributeRuleWireTest() {
        site.put("u1", Site.account(0)).put("u2", Site.account(1)).run();
        site.fake.grant(auto, site.agent.id(), site.divisionIds.get(1));
        site.fake.rule(auto, GroupRule.where("title", "Lead"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aTitleThatWouldLetAPersonIntoASecondTenantIsNotWritten() {
        lead("u1", 0);
        lead("u2", 1);

        Plan plan = site.provisioner().plan();
        site.run();

        assertThat(plan.holds()).extracting(h -> h.code()).containsExactly(HoldCode.GROUP_REACHES_ELSEWHERE);
        assertThat(site.groups("u1")).containsExactly(Site.group(0, 0));
        assertThat(site.groups("u2")).containsExactly("Auto", Site.group(1, 0));
    }

    @Test
    void aNewAccountIsNotCreatedIntoASecondTenant() {
        lead("u3", 0);

        site.run();

        assertThat(site.fake.usersByEmail("u3@acme.example")).isEmpty();
    }

    @Test
    void theRuleOfAPolicyGroupCountsToo() {
        site.fake.rule(auto, GroupRule.where("title", "Nobody"));
        site.fake.rule(site.inGroup(1, 0).id(), GroupRule.where("title", "Lead"));
        lead("u1", 0);

        site.run();

        assertThat(site.groups("u1")).containsExactly(Site.group(0, 0));
    }

    @Test
    void onePersonAloneIsHeldToo() {
        lead("u1", 0);

        Plan plan = site.provisioner().provision("u1", "test").explanation().plan();

        assertThat(plan.holds()).extracting(h -> h.code()).containsExactly(HoldCode.GROUP_REACHES_ELSEWHERE);
        assertThat(site.groups("u1")).containsExactly(Site.group(0, 0));
    }

    @Test
    void aRuleThatNeedsASkillBesidesHoldsToo() {
        site.fake.rule(auto, GroupRule.whereSkill("Spanish").and("title", "Lead"));
        lead("u1", 0);

        Plan plan = site.provisioner().plan();

        assertThat(plan.holds()).extracting(h -> h.code()).containsExactly(HoldCode.GROUP_REACHES_ELSEWHERE);
    }

    @Test
    void aRuleThatAHandMakesAfterThePlanIsFoundAfterTheWriteAndTheTitleIsTakenBack() {
        site.fake.rule(auto, GroupRule.where("title", "Nobody"));
        site.fake.change("no rule", org -> org.withoutRule(auto));
        lead("u1", 0);
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        site.fake.rule(auto, GroupRule.where("title", "Lead"));

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.outcomes())
                .filteredOn(o -> o.status() == Outcome.Status.CROSSED)
                .singleElement()
                .satisfies(o ->
                        assertThat(o.detail()).contains("\"Auto\"").contains("taken back: update displayName, title"));
        assertThat(site.groups("u1")).containsExactly(Site.group(0, 0));
    }

    private void lead(String id, int tenant) {
        site.put(Identity.of(id, id + "@acme.example", id, List.of(Site.account(tenant)), Map.of("jobTitle", "Lead")));
    }
}
