// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;

/**
 * A process that carries a flow out over a store in a database. At one point it says how many writes the organization
 * has seen, and waits until it is killed.
 */
@NullUnmarked
final class CrashChild {
    private CrashChild() {}

    public static void main(String[] args) {
        Flow flow = Flow.valueOf(args[0]);
        Medium medium = Medium.Kind.valueOf(args[1]).at(args[2]);
        int at = Integer.parseInt(args[3]);
        World world = new World();
        flow.before(world);
        world.directory.writes.clear();
        int[] reached = {0};
        CrashTest.run(flow, medium, world, point -> {
            if (++reached[0] == at) {
                System.out.println("at " + world.directory.writes.size() + " " + point);
                System.out.flush();
                waits();
            }
        });
        throw new IllegalStateException("the process ended before point " + at);
    }

    private static void waits() {
        try {
            while (System.in.read() >= 0) {
                // Nothing but a kill ends this.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the process up to a point, kills it there, and returns how many writes the organization has seen. */
    static int killed(Flow flow, Medium.Kind kind, String address, int at) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xmx200m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        flow.name(),
                        kind.name(),
                        address,
                        Integer.toString(at))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        child.toHandle().destroyForcibly();
        int code = child.waitFor();
        if (line == null || code != 128 + 9) {
            throw new IllegalStateException("the process said " + line + " and ended with " + code);
        }
        return Integer.parseInt(line.split(" ", 3)[1]);
    }
}
