// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.internal.jdbc.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same as {@link CrashTest} with real processes, each ended by SIGKILL, over databases that sync to the disk. It has
 * a Maven profile of its own: {@code mvn -P crash -pl core test}.
 */
@NullUnmarked
class CrashByKill {
    private static final int AT_ONCE = 2;

    private static Stream<Arguments> flowsOnEachDatabase() {
        return Medium.Kind.all()
                .filter(kind -> kind != Medium.Kind.MEMORY)
                .flatMap(kind -> Flow.on(kind).map(flow -> Arguments.of(flow, kind)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("flowsOnEachDatabase")
    void freshProcessConvergesWhereverTheFirstOneWasKilled(Flow flow, Medium.Kind kind) throws Exception {
        int[] deaths;
        String end;
        Set<String> told;
        try (Medium medium = kind.empty()) {
            World undisturbed = medium.world(flow::before);
            deaths = CrashTest.deaths(kind, CrashTest.points(flow, medium, undisturbed));
            assertThat(flow.plan(undisturbed.provisioner()).isEmpty()).isTrue();
            end = Picture.of(undisturbed);
            told = CrashTest.told(undisturbed);
        }
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Integer>> parts = new ArrayList<>();
            for (int part = 0; part < AT_ONCE; part++) {
                int first = part;
                parts.add(pool.submit(() -> kill(flow, kind, deaths, first, end, told)));
            }
            int killed = 0;
            for (Future<Integer> part : parts) {
                killed += part.get();
            }
            System.out.printf("%s on %s: killed at %d points%n", flow, kind, killed);
            assertThat(killed).isEqualTo(deaths.length);
        } finally {
            pool.shutdownNow();
        }
    }

    private static int kill(Flow flow, Medium.Kind kind, int[] deaths, int first, String end, Set<String> told)
            throws Exception {
        int killed = 0;
        try (Medium.Jdbc medium = (Medium.Jdbc) kind.empty()) {
            if (kind == Medium.Kind.POSTGRES) {
                Postgres.syncs(true);
            }
            for (int i = first; i < deaths.length; i += AT_ONCE) {
                String where = flow + " on " + kind + ", killed at " + deaths[i];
                World world = medium.world(flow::before);
                world.directory.writes.clear();
                int sent = CrashChild.killed(flow, kind, medium.address(), deaths[i]);
                replay(flow, world, sent);
                medium.killed();
                world.isolated(where);
                world.doubled(where);
                CrashTest.finishes(flow, medium, world, where);
                assertThat(Picture.of(world)).as(where).isEqualTo(end);
                assertThat(CrashTest.told(world))
                        .as("%s: the trail has no gap", where)
                        .containsAll(told);
                killed++;
            }
        }
        return killed;
    }

    /** Brings the organization to where the killed process left it: the same plan makes the same calls. */
    private static void replay(Flow flow, World world, int sent) {
        world.directory.before = write -> {
            if (world.directory.writes.size() == sent) {
                throw new CrashTest.Death();
            }
        };
        try {
            CrashTest.apply(world.provisioner(), flow);
        } catch (CrashTest.Death e) {
            // The next call was not made any more.
        }
        assertThat(world.directory.writes).hasSize(sent);
        world.directory.before = write -> {};
    }
}
