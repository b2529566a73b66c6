// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at every point of every flow; a fresh one over the same store goes on from there. */
class CrashTest {
    private static Stream<Arguments> flowsOnEachMedium() {
        return Medium.Kind.all().flatMap(kind -> Flow.on(kind).map(flow -> Arguments.of(flow, kind)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("flowsOnEachMedium")
    void freshProcessConvergesWhereverTheFirstOneDied(Flow flow, Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            World undisturbed = medium.world(flow::before);
            List<String> points = points(flow, medium, undisturbed);
            assertThat(points).hasSizeGreaterThan(30);
            assertThat(flow.plan(undisturbed.provisioner()).isEmpty()).isTrue();
            Set<String> told = told(undisturbed);
            String end = Picture.of(undisturbed);
            int[] deaths = deaths(kind, points);
            for (int at : deaths) {
                String where = flow + " on " + kind + ", died at " + at + ", " + points.get(at - 1);
                World world = dead(flow, medium, at, where);
                finishes(flow, medium, world, where);
                assertThat(Picture.of(world)).as(where).isEqualTo(end);
                assertThat(told(world)).as("%s: the trail has no gap", where).containsAll(told);
            }
            System.out.printf("%s on %s: died at %d of %d points%n", flow, kind, deaths.length, points.size());
        }
    }

    /** Returns the numbers of the points to die at. */
    static int[] deaths(Medium.Kind kind, List<String> points) {
        return IntStream.rangeClosed(1, points.size())
                .filter(at -> kind != Medium.Kind.POSTGRES || !isInsideStatements(points, at))
                .toArray();
    }

    // One statement of each transaction stands for the others where a run makes hundreds of round trips to a server.
    private static boolean isInsideStatements(List<String> points, int at) {
        return isStatement(points.get(at - 1)) && at < points.size() && isStatement(points.get(at));
    }

    private static boolean isStatement(String point) {
        return point.startsWith("before insert")
                || point.startsWith("before update")
                || point.startsWith("before delete");
    }

    @Test
    void diesBeforeAndAfterEachWriteAndEachRecord() {
        try (Medium medium = Medium.Kind.MEMORY.empty()) {
            Flow flow = Flow.PEOPLE_AND_STRUCTURE;
            assertThat(points(flow, medium, medium.world(flow::before)))
                    .contains(
                            "before commit begin, keep given, intend 1",
                            "commit begin, keep given, intend 1",
                            "before write create account joiner",
                            "write create account joiner",
                            "before commit conclude 6 DONE",
                            "commit conclude 6 DONE",
                            "before commit conclude 10 DONE, link joiner, mark, keep gain",
                            "before release");
        }
    }

    @Test
    void diesBetweenTheStatementsOfACommitAndAroundIt() {
        try (Medium medium = Medium.Kind.SQLITE.empty()) {
            Flow flow = Flow.PEOPLE_AND_STRUCTURE;
            assertThat(points(flow, medium, medium.world(flow::before)))
                    .containsSequence(
                            "before insert tenantry_run",
                            "before insert tenantry_note",
                            "before insert tenantry_call",
                            "before insert tenantry_removal",
                            "before COMMIT",
                            "COMMIT",
                            "before write update acc-1");
        }
    }

    /** Carries the flow out, and returns what it passes on its way. */
    static List<String> points(Flow flow, Medium medium, World world) {
        List<String> points = new ArrayList<>();
        run(flow, medium, world, points::add);
        return List.copyOf(points);
    }

    private static World dead(Flow flow, Medium medium, int at, String where) {
        World world = medium.world(flow::before);
        int[] reached = {0};
        assertThatExceptionOfType(Death.class)
                .as(where)
                .isThrownBy(() -> run(flow, medium, world, point -> {
                    // A dead process does nothing more, so neither may what it leaves behind while it falls.
                    if (++reached[0] >= at) {
                        throw new Death();
                    }
                }));
        medium.die(world);
        world.isolated(where);
        world.doubled(where);
        return world;
    }

    static void finishes(Flow flow, Medium medium, World world, String where) {
        world.directory.before = write -> {};
        world.directory.after = write -> world.isolated(where + ", then " + write);
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
        medium.open(world, point -> {});

        ApplyReport report = apply(world.provisioner(), flow);

        assertThat(report.isClean()).as("%s: %s", where, report.troubles()).isTrue();
        Plan next = flow.plan(world.provisioner());
        assertThat(next.isEmpty()).as("%s: %s", where, PlanText.of(next)).isTrue();
        assertThat(world.store.open()).as(where).isEmpty();
        assertThat(world.store.notes().openGains()).as(where).isEmpty();
        world.doubled(where);
    }

    /** Returns what the trails say has happened or may have happened, and to whom; checks their chains. */
    static Set<String> told(World world) {
        Set<String> told = new TreeSet<>();
        for (TenantId tenant : world.store.notes().pins().divisions().keySet()) {
            List<AuditTrail.Row> rows = AuditTrail.of(world.store, tenant);
            assertThat(AuditChain.check(rows, AuditChain.START, AuditChain.head(rows, AuditChain.START))
                            .findings())
                    .isEmpty();
            // An account that is back already leaves its groups one by one.
            rows.stream()
                    .filter(r -> r.fact().kind() != AuditTrail.Kind.LEAVE_SURVIVING)
                    .forEach(r -> told.add(tenant + ": " + r.fact().what() + " for "
                            + r.who().map(AuditTrail.Who::identity).orElse("nobody")));
        }
        return told;
    }

    static void run(Flow flow, Medium medium, World world, Consumer<String> at) {
        String[] last = {""};
        medium.open(world, point -> {
            boolean reads = point.startsWith("before select") || point.equals("before connect");
            if (!reads && !point.equals(last[0])) {
                last[0] = point;
                at.accept(point);
            }
        });
        Provisioner provisioner = world.provisioner();
        Plan plan = flow.plan(provisioner);
        world.directory.before = write -> at.accept("before write " + write);
        world.directory.after = write -> {
            world.isolated("after " + write);
            at.accept("write " + write);
        };
        provisioner.apply(plan, Approval.of(plan, "test"));
    }

    static ApplyReport apply(Provisioner provisioner, Flow flow) {
        Plan plan = flow.plan(provisioner);
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    /** Not an exception, so that nothing that catches exceptions outlives it. */
    static final class Death extends InternalError {
        private static final long serialVersionUID = 1;
    }
}
