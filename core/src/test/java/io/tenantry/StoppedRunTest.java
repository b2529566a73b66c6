// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run stops between two writes, for its host or for the service, and says what it left. */
class StoppedRunTest {
    private final World world = new World();

    @Test
    void stopTakesEffectBetweenTwoCalls() {
        world.person("ana", "Account-a").person("bob", "Account-a");
        int writes = world.plan().cost().writes();
        for (int calls = 0; calls <= writes; calls++) {
            World fresh = new World();
            fresh.person("ana", "Account-a").person("bob", "Account-a");
            World.Planned same = fresh.planned();
            int most = calls;

            ApplyReport report = same.apply(() -> fresh.directory.writes.size() >= most);

            assertThat(fresh.directory.writes).hasSize(calls);
            assertThat(report.stopped()).isEqualTo(calls < writes || report.stopped());
            fresh.clock = Clock.offset(fresh.clock, Duration.ofSeconds(1));
            assertThat(fresh.run().isClean()).isTrue();
            assertThat(fresh.plan().isEmpty()).isTrue();
        }
    }

    @Test
    void stopIsHeardBetweenTheSingleCallsOfARefusedBatchToo() {
        world.persons(20, "Account-a").run();
        world.persons(20, "Account-a", "Supervisors-a");
        world.directory.refused.add(world.directory.byName("p19@acme.example").id());
        world.directory.writes.clear();
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply(() -> world.directory.writes.size() >= 3);

        assertThat(world.directory.writes).hasSize(3);
        assertThat(report.stopped()).isTrue();
        assertThat(report.count(Status.SKIPPED)).isEqualTo(17);
    }

    @Test
    void whatAStoppedRunDidNotConfirmIsPending() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.directory.writes.clear();
        world.disable("ana");
        World.Planned planned = world.planned();

        ApplyReport report = planned.apply(() -> world.directory.writes.size() >= 2);

        assertThat(report.outcomes())
                .extracting(Outcome::status)
                .containsExactly(Status.APPLIED, Status.PENDING, Status.SKIPPED);
    }

    @Test
    void serviceThatAnswersNothingIsLeftAloneAfterFiveCalls() {
        world.persons(20, "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            calls.incrementAndGet();
            throw new DirectoryException(Failure.RETRY_LATER, "503", null);
        };

        ApplyReport report = world.run();

        assertThat(calls).hasValue(5);
        assertThat(report.stopped()).isTrue();
    }

    @Test
    void serviceThatAsksToWaitIsNotAskedAgain() {
        world.person("ana", "Account-a").person("bob", "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            calls.incrementAndGet();
            throw new DirectoryException(Failure.RETRY_LATER, "429", Duration.ofMinutes(1), null);
        };

        world.run();

        assertThat(calls).hasValue(1);
    }

    @Test
    void runThatTheServiceAsksToWaitIsDeferred() {
        world.person("ana", "Account-a").person("bob", "Account-a").person("eve", "Account-a");
        AtomicInteger calls = new AtomicInteger();
        world.directory.before = write -> {
            if (calls.incrementAndGet() == 2) {
                throw new DirectoryException(Failure.RETRY_LATER, "429", Duration.ofHours(1), null);
            }
        };

        ApplyReport report = world.run();

        Instant until = World.NOW.plus(Duration.ofHours(1));
        assertThat(report.deferredUntil()).contains(until);
        assertThat(report.stopped()).isTrue();
        assertThat(report.outcomes())
                .filteredOn(o -> o.status() == Status.SKIPPED)
                .isNotEmpty()
                .extracting(Outcome::detail)
                .containsOnly("the run was stopped: deferred, because the service asks for a pause until " + until
                        + ": plan again after that");
    }

    @Test
    void runThatTheHostStopsIsNotDeferred() {
        World.Planned planned = world.person("ana", "Account-a").planned();

        ApplyReport report = planned.apply(() -> true);

        assertThat(report.stopped()).isTrue();
        assertThat(report.deferredUntil()).isEmpty();
    }
}
