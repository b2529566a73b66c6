// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Listings that lag longer than a run waits: what a run gave and did not see may be there all the same, and what it took
 * and sees again may be lag.
 */
class LateListingTest {
    /** Longer than a run waits. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Site site = Site.of(2, 1);
    private final Watch watch = new Watch(site);

    LateListingTest() {
        site.put("ana", Site.account(1)).put("bob", Site.account(0)).run();
        site.fake.advance(Duration.ofHours(1));
    }

    @AfterEach
    void nobodyReachesTwoTenants() {
        watch.look("in the end");
        site.close();
    }

    @Test
    void moveThatNoListingShowsIsPendingAndNoHandIsBlamed() {
        site.fake.lag(Lag.LISTS, LONG);

        ApplyReport report = to(0);

        assertThat(statuses(report)).containsExactly(Status.APPLIED, Status.PENDING, Status.SKIPPED);
        assertThat(report.troubles().get(0).detail()).startsWith("accepted, but not shown by 3 reads");
    }

    @Test
    void gainOfTheFormerTenantWaitsUntilAReadShowsTheMove() {
        site.fake.lag(Lag.LISTS, LONG);
        to(0);
        site.put("ana", Site.account(1));

        Plan plan = site.provisioner().plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(plan.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(HoldCode.KEEPS_OLD_ACCESS);
            assertThat(hold.message())
                    .startsWith("an earlier change is not confirmed yet, so this may be true: the account: lives in"
                            + " division \"Division 0\" (tenant t0)");
            assertThat(hold.advice()).startsWith("plan again: the next run takes it up");
        });
        settled();
        assertLivesIn(1);
    }

    @Test
    void planThatWasMadeBeforeTheMoveGivesNothing() {
        String ana = site.user("ana").id();
        Group group = site.inGroup(1, 0);
        site.fake.change("hand", org -> org.withoutMembers(group.id(), List.of(ana)));
        Provisioner provisioner = site.provisioner();
        Plan old = provisioner.plan();
        site.fake.advance(Duration.ofMinutes(1));
        site.fake.lag(Lag.LISTS, LONG);
        to(0);

        ApplyReport report = provisioner.apply(old, Approval.of(old, "test"));

        assertThat(statuses(report)).containsExactly(Status.SKIPPED);
        assertThat(report.troubles().get(0).detail())
                .isEqualTo("an earlier change is not confirmed yet, so the account may reach another tenant: lives in"
                        + " division \"Division 0\" (tenant t0); plan again, the next run takes it up");
        assertThat(site.fake.org().isMember(group.id(), ana)).isFalse();
    }

    @Test
    void readThatLagsBehindARemovalOfAnEarlierRunBlamesNoHand() {
        site.fake.lag(Lag.READS, LONG);
        assertThat(statuses(to(0))).containsExactly(Status.PENDING, Status.SKIPPED, Status.SKIPPED);

        ApplyReport report = site.run();

        assertThat(statuses(report)).doesNotContain(Status.CROSSED);
        settled();
        assertLivesIn(0);
    }

    @Test
    void readThatLagsALittleLongerThanTheRunWaitsTakesNothingBack() {
        site.fake.lag(Lag.READS, Duration.ofSeconds(4));
        to(0);

        ApplyReport report = site.run();

        assertThat(statuses(report)).containsExactly(Status.APPLIED, Status.APPLIED, Status.PENDING);
        assertThat(site.groups("ana")).containsExactly(Site.group(0, 0));
        settled();
        assertLivesIn(0);
    }

    @ParameterizedTest
    @EnumSource
    void moverThereAndBackWithinTheLagNeverReachesBoth(Lag lag) {
        site.fake.set(Quirk.MembershipWrites.LATER);
        site.fake.lag(lag, LONG);

        for (int tenant : List.of(0, 1, 0, 1)) {
            assertThat(statuses(to(tenant))).doesNotContain(Status.CROSSED);
            watch.look(lag + " to " + tenant);
        }

        settled();
        assertLivesIn(1);
    }

    @ParameterizedTest
    @EnumSource
    void leaverLosesWhatShowsAtOnceAndTheRestLater(Lag lag) {
        site.fake.set(Quirk.MembershipWrites.LATER);
        site.fake.lag(lag, LONG);
        to(0);

        site.disable("ana");
        Plan plan = site.provisioner().plan();

        assertThat(plan.holds()).isEmpty();
        site.run();
        settled();
        assertThat(site.groups("ana")).isEmpty();
        assertThat(site.user("ana").state().name()).isEqualTo("INACTIVE");
    }

    @Test
    void aHandThatPutsBackWhatTheRunTookIsNotBlamedButTheRunTakesBackItsGain() {
        String ana = site.user("ana").id();
        site.fake
                .faults()
                .on("POST", "/api/v2/groups/*/members")
                .nth(1)
                .running(() -> site.fake.addMembers(site.inGroup(1, 0).id(), ana))
                .pass();

        ApplyReport report = to(0);

        assertThat(site.groups("ana")).containsExactly(Site.group(1, 0));
        assertThat(site.user("ana").divisionId()).isNotIn(site.divisionIds);
        assertThat(statuses(report)).containsExactly(Status.APPLIED, Status.PENDING, Status.PENDING);
        assertThat(report.troubles().get(0).detail())
                .contains("which a run took away a short time ago, so that the read may lag; taken back: ")
                .endsWith("; plan again, the next run takes it up");
        settled();
        assertLivesIn(0);
    }

    private ApplyReport to(int tenant) {
        site.put("ana", Site.account(tenant));
        return site.run();
    }

    private void settled() {
        site.fake.advance(Duration.ofMinutes(10));
        for (Lag lag : Lag.values()) {
            site.fake.lag(lag, Duration.ZERO);
        }
        assertThat(site.run().troubles()).isEmpty();
        assertThat(site.provisioner().plan().isEmpty()).isTrue();
        assertThat(site.store.notes().unseenGains()).isEmpty();
    }

    private void assertLivesIn(int tenant) {
        assertThat(site.user("ana").divisionId()).isEqualTo(site.divisionIds.get(tenant));
        assertThat(site.groups("ana")).containsExactly(Site.group(tenant, 0));
    }

    private static List<Status> statuses(ApplyReport report) {
        return report.outcomes().stream().map(Outcome::status).toList();
    }
}
