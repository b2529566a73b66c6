// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.GroupRule;
import io.tenantry.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hand that is faster than the gain of a run, over the wire: the run takes back what it gave. */
class HandInARunTest {
    private final Site site = Site.of(3, 1);

    HandInARunTest() {
        site.put("ana", Site.account(0)).put("bob", Site.account(1)).run();
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The ways in which a hand opens the third tenant to a person. */
    enum Way {
        POLICY_GROUP {
            @Override
            void open(HandInARunTest test, String who) {
                test.fake().addMembers(test.site.inGroup(2, 0).id(), test.id(who));
            }
        },
        GROUP_OF_NOBODY {
            @Override
            void open(HandInARunTest test, String who) {
                test.fake().addMembers(test.sideDoor().id(), test.id(who));
            }
        },
        DIRECT_GRANT {
            @Override
            void open(HandInARunTest test, String who) {
                test.grant(test.id(who));
            }
        },
        OWNERSHIP {
            @Override
            void open(HandInARunTest test, String who) {
                Group door = test.sideDoor();
                test.fake().change("own", org -> org.with(door.withOwners(List.of(test.id(who)))));
            }
        },
        RULE {
            @Override
            void open(HandInARunTest test, String who) {
                test.fake().rule(test.sideDoor().id(), GroupRule.where("title", "Agent"));
            }
        },
        MOVE {
            @Override
            void open(HandInARunTest test, String who) {
                test.fake()
                        .change(
                                "move",
                                org -> org.with(test.site.user(who).withDivision(test.site.divisionIds.get(2))));
            }
        },
        ROLE_OF_THE_GROUP_ITSELF {
            @Override
            void open(HandInARunTest test, String who) {
                test.grant(test.site.inGroup(1, 0).id());
            }
        };

        abstract void open(HandInARunTest test, String who);
    }

    @ParameterizedTest
    @EnumSource
    void moverLosesWhatTheRunGave(Way way) {
        site.put("ana", Site.account(1));
        beforeTheJoin(() -> way.open(this, "ana"));

        ApplyReport report = site.run();

        assertThat(crossed(report)).contains("identity ana: join group \"" + Site.group(1, 0) + "\"");
        assertThat(site.groups("ana")).doesNotContain(Site.group(0, 0), Site.group(1, 0));
        assertThat(site.user("ana").divisionId()).isNotIn(site.divisionIds.get(0), site.divisionIds.get(1));
        assertThat(site.groups("bob")).contains(Site.group(1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void joinerWhoIsProvisionedAloneLosesWhatTheRunGave(Way way) {
        site.put("eve", Site.account(1));
        beforeTheJoin(() -> way.open(this, "eve"));

        ApplyReport report = site.provisioner().provision("eve", "test").report();

        assertThat(crossed(report)).contains("identity eve: join group \"" + Site.group(1, 0) + "\"");
        assertThat(site.groups("eve")).doesNotContain(Site.group(1, 0));
        assertThat(site.user("eve").divisionId()).isNotEqualTo(site.divisionIds.get(1));
    }

    @Test
    void joinerWhomANewRuleTakesIntoAnotherTenantIsCreatedAndJoinsNothing() {
        Group door = sideDoor();
        site.put("eve", Site.account(1));
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        fake().rule(door.id(), GroupRule.where("title", "Agent"));
        fake().recorder().clear();

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.outcomes().stream()
                        .filter(o -> o.status() == Status.SKIPPED)
                        .map(o -> Wording.of(o.operation().change())))
                .contains("join group \"" + Site.group(1, 0) + "\"");
        assertThat(site.calls())
                .noneMatch(call -> call.startsWith("POST /api/v2/groups/") && call.contains("/members"));
        assertThat(site.user("eve").divisionId()).isNotEqualTo(site.divisionIds.get(1));
    }

    private void beforeTheJoin(Runnable hand) {
        fake().faults()
                .on("POST", "/api/v2/groups/*/members")
                .nth(1)
                .running(hand)
                .pass();
    }

    private static List<String> crossed(ApplyReport report) {
        return report.outcomes().stream()
                .filter(o -> o.status() == Status.CROSSED)
                .map(Outcome::operation)
                .map(o -> o.person().orElseThrow() + ": " + Wording.of(o.change()))
                .toList();
    }

    private FakeGenesysCloud fake() {
        return site.fake;
    }

    private String id(String who) {
        return site.user(who).id();
    }

    private Group sideDoor() {
        Group door = fake().createGroup("Side door");
        grant(door.id());
        return door;
    }

    private void grant(String subject) {
        fake().grant(subject, site.agent.id(), site.divisionIds.get(2));
    }
}
