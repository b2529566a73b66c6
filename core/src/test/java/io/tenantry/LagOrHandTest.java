// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Settling;
import io.tenantry.change.Wording;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.policy.TenantPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run took a short time ago shows again: a read that lags, or a hand that put it back. No read tells which. */
class LagOrHandTest extends MoverAndHand {
    private static final String JOIN = "join group \"Tenant_B_Agents\"";

    @Test
    void moveThatShowedAndNoLongerShowsIsPendingAndCountsAsGiven() {
        World.Planned planned = world.planned();
        onJoin(() -> move("Tenant_A"));

        ApplyReport report = planned.apply();

        assertThat(troubles(report)).containsExactly("PENDING " + MOVE, "PENDING " + JOIN);
        assertThat(report.troubles().get(0).detail())
                .endsWith(
                        "so that the read may lag; nothing was left to take back; plan again, the next run takes it up");
        assertThat(world.store.notes().unseenGains())
                .extracting(g -> g.entitlement().place())
                .containsExactly(world.division("Tenant_B").id().value());
    }

    @Test
    void readThatCatchesUpWhileTheRunWaitsTakesNothingBack() {
        world.settling(new Settling(2, Duration.ofSeconds(1)), pause -> move("Tenant_B"));
        World.Planned planned = world.planned();
        onJoin(() -> move("Tenant_A"));

        assertThat(planned.apply().isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
    }

    /** In this tenant nobody joins a group, so what the run took is not stored yet as it judges. */
    @Test
    void moveThatNeverShowedStaysPendingAndBlamesNoHand() {
        TenantPolicy b = world.tenants.get(1);
        TenantPolicy alone = new TenantPolicy(
                b.id(), b.name(), b.division(), b.match(), b.profiles().subList(1, 2), b.governance());
        world.tenants = List.of(world.tenants.get(0), alone, world.tenants.get(2));
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("move")) {
                move("Tenant_A");
            }
        };

        ApplyReport report = planned.apply();

        assertThat(troubles(report)).containsExactly("PENDING " + MOVE);
        assertThat(report.troubles().get(0).detail()).startsWith("accepted, but not shown by 2 reads");
    }

    @Test
    void gainThatNoReadShowsIsTakenBackAndForgotten() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.directory.lag = 1_000;
            world.member(ANA, "Tenant_A_Agents");
        });

        ApplyReport report = planned.apply();

        assertThat(troubles(report)).containsExactly("PENDING " + MOVE, "PENDING " + JOIN);
        assertThat(report.troubles().get(1).detail()).contains("taken back: leave group \"Tenant_B_Agents\"");
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @Test
    void gainThatCannotBeTakenBackIsForAPersonToDecide() {
        World.Planned planned = world.planned();
        onJoin(() -> world.member(ANA, "Tenant_A_Agents"));
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                world.directory.before = later -> {
                    throw new DirectoryException(Failure.NOT_PERMITTED, "not now", null);
                };
            }
        };

        ApplyReport report = planned.apply();

        assertThat(troubles(report)).containsExactly("CROSSED " + MOVE, "CROSSED " + JOIN);
        assertThat(report.troubles()).allMatch(o -> o.detail().contains("not taken back, do it by hand: "));
    }

    /** What an earlier run gave to Bob was crossed, so this run has read the trail of tenant a before it takes there. */
    @Test
    void runBlamesNoHandForWhatItTookAfterItHadReadTheTrail() {
        world.person("ana", "Account-a").person("bob", "Account-b", "Supervisors-b");
        World.Planned killed = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                world.member("bob@acme.example", "Tenant_A_Agents");
                throw new Death();
            }
        };
        assertThat(catchThrowable(killed::apply)).isInstanceOf(Death.class);
        calm();
        world.person("ana", "Account-b").emptyGroups = Set.of("Account-a");
        onJoin(() -> world.member(ANA, "Tenant_A_Agents"));

        ApplyReport report = world.run();

        assertThat(crossed(report)).containsExactly("join group \"Tenant_B_Supervisors\"");
        assertThat(troubles(report)).contains("PENDING " + JOIN);
    }

    private static List<String> troubles(ApplyReport report) {
        return report.troubles().stream().map(LagOrHandTest::text).toList();
    }

    private static String text(Outcome outcome) {
        return outcome.status() + " " + Wording.of(outcome.operation().change());
    }
}
