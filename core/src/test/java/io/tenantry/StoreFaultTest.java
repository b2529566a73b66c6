// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.StoreException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store fails at every point of a run, before or after it did what it was asked for: at each of its calls in memory,
 * at each connection, statement and commit in a database.
 */
@NullUnmarked
class StoreFaultTest {
    private static final Flow FLOW = Flow.PEOPLE_AND_STRUCTURE;

    /** How the store fails, once or from some point on. */
    enum Fault {
        LOST_ONCE(true, "08006", 0),
        LOST(false, "08006", 0),
        FULL(false, "53100", 13);

        private final boolean once;
        private final String state;
        private final int code;

        Fault(boolean once, String state, int code) {
            this.once = once;
            this.state = state;
            this.code = code;
        }

        boolean isAt(int reached, int at) {
            return once ? reached == at : reached >= at;
        }

        SQLException thrown(Medium.Kind kind) {
            return new SQLException("injected " + name(), kind == Medium.Kind.SQLITE ? null : state, code);
        }
    }

    private static Stream<Arguments> faultsOnEachMedium() {
        return Medium.Kind.all().flatMap(kind -> Stream.of(Fault.values()).map(fault -> Arguments.of(fault, kind)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("faultsOnEachMedium")
    void runEndsWithAReportAndTheNextOneFinishes(Fault fault, Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            int points = new Failing(medium, fault, kind).run(at -> false);
            assertThat(points).isGreaterThan(40);
            // A connection costs a server many times what the rest of a point costs.
            int step = kind == Medium.Kind.POSTGRES ? 7 : 1;
            for (int at = 1; at <= points; at += step) {
                int wanted = at;
                String where = fault + " on " + kind + " at " + at;
                Failing failing = new Failing(medium, fault, kind);
                failing.run(reached -> fault.isAt(reached, wanted));
                failing.next(where);
            }
            System.out.printf("%s on %s: failed at each %s of %d points%n", fault, kind, step, points);
        }
    }

    /** A world whose store fails. */
    private static final class Failing {
        private final Medium medium;
        private final Medium.Kind kind;
        private final Fault fault;
        private final World world;
        private int reached;
        private boolean paused = true;

        Failing(Medium medium, Fault fault, Medium.Kind kind) {
            this.medium = medium;
            this.fault = fault;
            this.kind = kind;
            this.world = medium.world(FLOW::before);
        }

        /** Runs with a store that fails at these points, and returns how many it passed. */
        int run(IntPredicate fails) {
            medium.open(world, point -> {
                if (!paused && fails.test(++reached)) {
                    throw fault.thrown(kind);
                }
            });
            Plan plan = FLOW.plan(world.provisioner());
            paused = false;
            world.directory.before = this::requireIntention;
            world.directory.after = write -> world.isolated(fault + ", " + write);
            Optional<ApplyReport> report = apply(plan);
            report.ifPresent(r -> assertThat(r.outcomes().stream().filter(o -> o.status() == Status.APPLIED))
                    .hasSizeLessThanOrEqualTo((int) plan.operations().count()));
            if (report.isEmpty()) {
                assertThat(world.directory.writes)
                        .as("nothing was sent without a report")
                        .isEmpty();
            }
            return reached;
        }

        // The first call of a run that is not known to have ended is the one that is being made.
        private void requireIntention(String write) {
            paused = true;
            assertThat(world.store.open())
                    .as("%s was intended", write)
                    .anyMatch(c -> c.outcome().isEmpty());
            paused = false;
        }

        private Optional<ApplyReport> apply(Plan plan) {
            try {
                return Optional.of(world.provisioner().apply(plan, Approval.of(plan, "test")));
            } catch (StoreException e) {
                return Optional.empty();
            }
        }

        /** Runs again with the store of a new process. */
        void next(String where) {
            medium.die(world);
            world.directory.before = write -> {};
            world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
            medium.open(world, point -> {});
            Provisioner provisioner = world.provisioner();
            Plan plan = FLOW.plan(provisioner);
            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
            assertThat(report.isClean()).as("%s: %s", where, report.troubles()).isTrue();
            Plan left = FLOW.plan(world.provisioner());
            assertThat(left.isEmpty()).as("%s: %s", where, PlanText.of(left)).isTrue();
            assertThat(world.store.open()).as(where).isEmpty();
            world.doubled(where);
        }
    }
}
