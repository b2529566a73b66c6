// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies at every point of every flow; a fresh one over the same store goes on from there. */
class CrashTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void freshProcessConvergesWhereverTheFirstOneDied(boolean placesOnCreate) {
        World undisturbed = world(placesOnCreate);
        List<String> points = new ArrayList<>();
        run(undisturbed, points::add);
        assertThat(points).hasSizeGreaterThan(100);
        for (int at = 1; at <= points.size(); at++) {
            die(placesOnCreate, at, told(undisturbed));
        }
    }

    @Test
    void diesBeforeAndAfterEachWriteAndEachRecord() {
        assertThat(points(true))
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

    private static List<String> points(boolean placesOnCreate) {
        List<String> points = new ArrayList<>();
        World world = world(placesOnCreate);
        run(world, points::add);
        return points;
    }

    private static void die(boolean placesOnCreate, int at, Set<String> told) {
        World world = world(placesOnCreate);
        int[] reached = {0};
        String[] where = {""};
        assertThatThrownBy(() -> run(world, point -> {
                    if (++reached[0] == at) {
                        where[0] = "died at " + at + ", " + point;
                        throw new Death();
                    }
                    // A dead process does nothing more, so neither may what it leaves behind while it falls.
                    if (reached[0] > at) {
                        throw new Death();
                    }
                }))
                .isInstanceOf(Death.class);
        world.isolated(where[0]);
        world.doubled(where[0]);
        world.directory.before = write -> {};
        world.directory.after = write -> world.isolated(where[0] + ", then " + write);
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
        world.leasesBy(world.clock);

        var report = world.run();

        assertThat(report.isClean()).as("%s: %s", where[0], report.troubles()).isTrue();
        assertThat(world.plan().isEmpty())
                .as("%s: %s", where[0], PlanText.of(world.plan()))
                .isTrue();
        assertThat(world.store.open()).as(where[0]).isEmpty();
        assertThat(world.reach("mover@acme.example")).as(where[0]).containsExactly("Tenant_B");
        assertThat(world.reach("joiner@acme.example")).as(where[0]).containsExactly("Tenant_C");
        assertThat(world.reach("rehire@acme.example")).as(where[0]).containsExactly("Tenant_A");
        world.doubled(where[0]);
        assertThat(told(world)).as("%s: the trail has no gap", where[0]).containsAll(told);
    }

    /** Returns what the trails say has happened or may have happened, and to whom; checks their chains. */
    private static Set<String> told(World world) {
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

    private static World world(boolean placesOnCreate) {
        World world = ApplyTest.flows();
        world.directory.limits(new io.tenantry.directory.DirectoryLimits(50, 50, 50, 100, placesOnCreate, 300));
        return world;
    }

    private static void run(World world, java.util.function.Consumer<String> at) {
        Provisioner provisioner = world.provisioner(new Recorded(world.store, at));
        Plan plan = world.plan();
        world.directory.before = write -> at.accept("before write " + write);
        world.directory.after = write -> {
            world.isolated("after " + write);
            at.accept("write " + write);
        };
        provisioner.apply(plan, Approval.of(plan, "test"));
    }

    /** Not an exception, so that nothing that catches exceptions outlives it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }
}
