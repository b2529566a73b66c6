// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.internal.jdbc.Postgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

    /** How many stores one process has open when it is killed; what a process costs is its start. */
    private static final int TOGETHER = 12;

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
            deaths = IntStream.rangeClosed(
                            1, CrashTest.points(flow, medium, undisturbed).size())
                    .toArray();
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
        List<Medium.Jdbc> media = new ArrayList<>();
        try {
            for (int i = 0; i < TOGETHER; i++) {
                media.add((Medium.Jdbc) kind.empty());
            }
            if (kind == Medium.Kind.POSTGRES) {
                Postgres.syncs(true);
            }
            int killed = 0;
            for (int from = first * TOGETHER; from < deaths.length; from += AT_ONCE * TOGETHER) {
                int[] points = Arrays.copyOfRange(deaths, from, Math.min(from + TOGETHER, deaths.length));
                killTogether(flow, kind, media, points, end, told);
                killed += points.length;
            }
            return killed;
        } finally {
            media.forEach(Medium::close);
        }
    }

    private static void killTogether(
            Flow flow, Medium.Kind kind, List<Medium.Jdbc> media, int[] points, String end, Set<String> told)
            throws Exception {
        List<World> worlds = new ArrayList<>();
        List<CrashChild.Cut> cuts = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            World world = media.get(i).world(flow::before);
            world.directory.writes.clear();
            worlds.add(world);
            cuts.add(new CrashChild.Cut(media.get(i).address(), points[i]));
        }
        List<Integer> sent = CrashChild.killed(flow, kind, cuts);
        for (int i = 0; i < points.length; i++) {
            String where = flow + " on " + kind + ", killed at " + points[i];
            World world = worlds.get(i);
            replay(flow, world, sent.get(i));
            media.get(i).killed();
            world.isolated(where);
            world.doubled(where);
            CrashTest.finishes(flow, media.get(i), world, where);
            assertThat(Picture.of(world)).as(where).isEqualTo(end);
            assertThat(CrashTest.told(world))
                    .as("%s: the trail has no gap", where)
                    .containsAll(told);
        }
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
