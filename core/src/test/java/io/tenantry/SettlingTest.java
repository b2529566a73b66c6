// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.Settling;
import io.tenantry.directory.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run believes what it wrote when a complete read shows it, and waits for that until it gives the rest. */
class SettlingTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void membershipThatShowsLateIsWaitedForWithGrowingPauses() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        world.directory.lag = 3;
        List<Duration> waits = new ArrayList<>();

        ApplyReport report = world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add)
                .run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(waits)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
                .hasSize(6);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void removalThatNeverShowsIsPendingAndNothingIsGiven() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        world.directory.lag = 1_000;
        List<Duration> waits = new ArrayList<>();

        ApplyReport report = world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add)
                .run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
        assertThat(waits).hasSize(4);
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        world.directory.settleAll();
        world.directory.lag = 0;
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void manyGroupsThatShowLateAreWaitedForTogether() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-b", "Supervisors-b")
                .run();
        world.disable("ana").disable("bob");
        world.directory.lag = 2;
        List<Duration> waits = new ArrayList<>();

        world.settling(new Settling(5, Duration.ofSeconds(1)), waits::add).run();

        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void removalIsNotBelievedFromAnIncompleteRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.membersProof = c -> c.doubting("a page is missing");

        ApplyReport report = planned.apply();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
    }

    @Test
    void removalIsNotBelievedWhereThePersonsGroupsComeShortAndTheRolesCouldNotBeRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.lag = 1_000;
        world.directory.after = write -> {
            world.directory.forgetful = 1_000;
            world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        };

        ApplyReport report = planned.apply();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 2));
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
    }

    @Test
    void removalIsBelievedFromTheMembersOfTheGroupWhereTheRolesCouldNotBeRead() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        World.Planned planned = world.planned();
        world.directory.after = write -> world.directory.silent = Optional.of(Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void divisionThatWasWrittenAndIsNotThereIsRepairedByTheAuthorityOnRecord() {
        world.person("eve", "Account-a").run();
        world.directory.misplaces = true;
        world.directory.writes.clear();
        world.person("ana", "Account-a").person("bob", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes)
                .containsExactly(
                        "create account ana",
                        "create account bob",
                        "move 2 to Tenant_A",
                        "add 2 to grp-Tenant_A_Agents");
        assertThat(report.writes()).isEqualTo(4);
        assertThat(world.store.open()).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void divisionThatCannotBeRepairedIsPendingAndNothingIsGiven() {
        world.person("eve", "Account-a").run();
        world.directory.misplaces = true;
        world.directory.failing("move", Failure.NOT_PERMITTED);
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.counts()).isEqualTo(Map.of(Status.PENDING, 1, Status.SKIPPED, 1));
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }
}
