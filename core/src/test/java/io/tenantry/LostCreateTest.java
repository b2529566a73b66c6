// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.Links;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** An account that a run has not seen made is looked up, and taken for its own only if it is. */
class LostCreateTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @Test
    void createWhoseAnswerWasLostIsLookedUpAndNotSentAgain() {
        lose("create account");
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.writes.stream().filter(w -> w.startsWith("create account")))
                .hasSize(1);
        assertThat(Links.of(world.store).account(new IdentityId("ana"))).isPresent();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void createThatNeverArrivedStaysUnknownAndTheNextRunMakesIt() {
        world.directory.failing("create account", Failure.OUTCOME_UNKNOWN);
        world.person("ana", "Account-a");

        ApplyReport report = world.run();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.UNKNOWN, Status.SKIPPED);
        assertThat(world.store.open()).hasSize(1);
        world.directory.before = write -> {};
        world.clock = Clock.fixed(World.NOW.plusSeconds(60), ZoneOffset.UTC);
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.store.open()).as("taken up by the later plan").isEmpty();
    }

    @Test
    void accountThatSomebodyElseMadeMeanwhileIsNotTakenOver() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.person("ana", "Account-b");
        world.provisioner().provision("ana", "somebody faster");
        world.directory.after = w -> assertThat(world.reach(ANA)).as(w).hasSizeLessThan(2);

        ApplyReport report = stale.apply();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.SKIPPED, Status.SKIPPED);
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void accountThatSomebodyElseMadeMeanwhileIsLeftToTheNextPlanEvenInTheSameTenant() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.provisioner().provision("ana", "somebody faster");

        ApplyReport report = stale.apply();

        assertThat(report.troubles()).extracting(Outcome::status).containsExactly(Status.SKIPPED, Status.SKIPPED);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void lostCreateOfSomebodyWhoLivesElsewhereByThenIsNotTakenForOurs() {
        world.person("eve", "Account-a").run();
        world.person("ana", "Account-a");
        World.Planned stale = world.planned();
        world.person("ana", "Account-b");
        world.provisioner().provision("ana", "somebody faster");
        world.directory.failing("create account", Failure.OUTCOME_UNKNOWN);

        stale.apply();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    private void lose(String call) {
        world.directory.after = write -> {
            if (write.startsWith(call)) {
                throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "time-out after " + write, null);
            }
        };
    }
}
