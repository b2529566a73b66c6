// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.plan.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run over the wire leaves undone where going on makes no sense, and how many calls it takes to see that. */
class RunEndsEarlyTest {
    private static final int JOINERS = 8;
    private final Site site = Site.of(2, 1);

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void divisionThatIsGoneEndsTheJoinersOfItsTenantAfterTheFirst() {
        site.run();
        joiners(0);
        joiners(1);
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        site.deleteDivision(0);
        site.fake.recorder().clear();

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.count(Status.FAILED)).isEqualTo(1);
        assertThat(report.count(Status.SKIPPED)).isEqualTo(2 * JOINERS - 1);
        assertThat(report.count(Status.APPLIED)).isEqualTo(2 * JOINERS);
        assertThat(site.fake.org().users())
                .as("no account is left half made")
                .hasSize(JOINERS)
                .allMatch(u -> u.divisionId().equals(site.divisionIds.get(1)));
    }

    @Test
    void divisionThatIsGoneLeavesNoAccountInHomeWhereACreateCannotPlace() {
        site.run();
        joiners(0);
        joiners(1);
        Provisioner provisioner = site.provisioner(
                site.adapter().divisionWrites(DivisionWrites.PLATFORM_MOVE).build(), site.store);
        Plan plan = provisioner.plan();
        site.deleteDivision(0);

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.count(Status.SKIPPED)).as("create, move and join").isEqualTo(3 * JOINERS);
        assertThat(site.fake.org().users())
                .hasSize(JOINERS)
                .allMatch(u -> u.divisionId().equals(site.divisionIds.get(1)));
    }

    @Test
    void credentialThatIsRevokedEndsTheRunAfterOneRefusedLogIn() {
        site.run();
        joiners(0);
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        site.fake.revokeTokens(site.fake.rootClient());
        site.fake.faults().on("POST", "/oauth/token").always().answer(401);
        site.fake.recorder().clear();

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.stopped()).isTrue();
        assertThat(site.fake.recorder().count("POST", "/oauth/token"))
                .as("%s", site.calls())
                .isEqualTo(1);
        assertThat(report.count(Status.APPLIED)).isZero();
    }

    private void joiners(int tenant) {
        for (int i = 0; i < JOINERS; i++) {
            site.put("j" + tenant + i, Site.account(tenant));
        }
    }
}
