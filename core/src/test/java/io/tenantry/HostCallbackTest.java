// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Settling;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host gives to a run throws anything at any of its calls: the run ends with the report of what was sent. */
@NullUnmarked
class HostCallbackTest {
    private static final Flow FLOW = Flow.UNPLACED_PEOPLE_AND_STRUCTURE;

    /** Something of the host's that a run calls. */
    enum Callback {
        LISTENER,
        STOP,
        SLEEPER,
        READ,
        WRITE,
        ANSWER,
        STORE
    }

    @ParameterizedTest
    @EnumSource
    void runEndsWithTheReportOfWhatItSent(Callback callback) {
        World undisturbed = new Run(callback, Integer.MAX_VALUE).world;
        new Run(callback, Integer.MAX_VALUE, undisturbed).go();
        Set<String> told = CrashTest.told(undisturbed);
        int calls = 0;
        for (int at = 1; ; at++) {
            Run run = new Run(callback, at);
            Optional<ApplyReport> report = run.go();
            if (run.reached < at) {
                break;
            }
            calls++;
            String where = callback + " threw at its call " + at;
            World world = run.world;
            int sent = world.directory.writes.size();
            assertThat(report.map(ApplyReport::writes).orElse(0))
                    .as("%s: calls in the report", where)
                    .isGreaterThanOrEqualTo(sent);
            world.isolated(where);
            run.finishes(where);
            assertThat(CrashTest.told(world))
                    .as("%s: the trail has no gap", where)
                    .containsAll(told);
        }
        System.out.printf("%s threw at each of %d calls%n", callback, calls);
        assertThat(calls).isGreaterThan(1);
    }

    /** One run in which a callback throws at one of its calls. */
    private static final class Run {
        private final Callback callback;
        private final int at;
        private final World world;
        private int reached;

        Run(Callback callback, int at) {
            this(callback, at, new World());
            FLOW.before(world);
            world.settling(new Settling(3, Duration.ofSeconds(1)), pause -> called(Callback.SLEEPER));
            world.directory.lag = callback == Callback.SLEEPER ? 1 : 0;
            world.directory.writes.clear();
        }

        Run(Callback callback, int at, World world) {
            this.callback = callback;
            this.at = at;
            this.world = world;
        }

        /** Throws an exception or an error, in turns. */
        private void called(Callback by) {
            if (by == callback && ++reached == at) {
                if (at % 2 == 0) {
                    throw new HostException();
                }
                throw new HostError();
            }
        }

        Optional<ApplyReport> go() {
            Plan plan = FLOW.plan(world.provisioner());
            world.directory.before = write -> called(Callback.WRITE);
            world.directory.after = write -> {
                world.isolated(write);
                called(Callback.ANSWER);
            };
            Provisioner provisioner = world.builder(
                            world.directory, new Recorded(world.store, point -> called(Callback.STORE)))
                    .progress(event -> called(Callback.LISTENER))
                    .build();
            world.directory.beforeRead = () -> called(Callback.READ);
            BooleanSupplier stop = () -> {
                called(Callback.STOP);
                return false;
            };
            try {
                return Optional.of(provisioner.apply(plan, Approval.of(plan, "test"), stop));
            } catch (HostException | HostError e) {
                assertThat(world.directory.writes).as("sent without a report").isEmpty();
                return Optional.empty();
            } finally {
                world.directory.before = write -> {};
                world.directory.after = write -> {};
                world.directory.beforeRead = () -> {};
            }
        }

        void finishes(String where) {
            world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
            if (callback == Callback.STORE) {
                // A lease that was not given back ends by itself.
                world.leasesBy(world.clock);
            }
            world.directory.after = write -> world.isolated(where + ", then " + write);
            ApplyReport next = world.run();
            assertThat(next.isClean()).as("%s: %s", where, next.troubles()).isTrue();
            Plan left = FLOW.plan(world.provisioner());
            assertThat(left.isEmpty()).as("%s: %s", where, PlanText.of(left)).isTrue();
            assertThat(world.store.open()).as(where).isEmpty();
            assertThat(world.store.notes().openGains()).as(where).isEmpty();
            world.doubled(where);
        }
    }

    private static final class HostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HostException() {
            super("thrown by the host", null, false, false);
        }
    }

    private static final class HostError extends Error {
        private static final long serialVersionUID = 1;

        HostError() {
            super("thrown by the host", null, false, false);
        }
    }
}
