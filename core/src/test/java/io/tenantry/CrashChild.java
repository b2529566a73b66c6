// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.NullUnmarked;

/**
 * A process that carries a flow out over several stores, each in a database of its own. In each it goes up to one
 * point, says how many writes the organization has seen, and stops there until the process is killed. So one kill cuts
 * off as many stores as one process can have open, and each of them in the midst of its work.
 */
@NullUnmarked
final class CrashChild {
    private CrashChild() {}

    /** A store to cut off: where its data is, and the number of the point. */
    record Cut(String address, int at) {}

    public static void main(String[] args) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        Flow flow = Flow.valueOf(args[0]);
        Medium.Kind kind = Medium.Kind.valueOf(args[1]);
        for (int i = 2; i < args.length; i += 2) {
            Cut cut = new Cut(args[i], Integer.parseInt(args[i + 1]));
            SynchronousQueue<String> said = new SynchronousQueue<>();
            new Thread(() -> goesTo(flow, kind, cut, said)).start();
            System.out.println(said.take());
        }
        new CountDownLatch(1).await();
    }

    private static void goesTo(Flow flow, Medium.Kind kind, Cut cut, SynchronousQueue<String> said) {
        World world = new World();
        flow.before(world);
        world.directory.writes.clear();
        int[] reached = {0};
        CrashTest.run(flow, kind.at(cut.address), world, point -> {
            if (++reached[0] == cut.at) {
                stops(said, "at " + world.directory.writes.size() + " " + point);
            }
        });
        stops(said, "ended before point " + cut.at);
    }

    private static void stops(SynchronousQueue<String> said, String line) {
        try {
            said.put(line);
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the process up to each point, kills it there, and returns how many writes each organization has seen. */
    static List<Integer> killed(Flow flow, Medium.Kind kind, List<Cut> cuts) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command(flow, kind, cuts))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        while (lines.size() < cuts.size() && lines.add(said.readLine())) {
            // One line for each store.
        }
        child.toHandle().destroyForcibly();
        int code = child.waitFor();
        if (code != 128 + 9 || !lines.stream().allMatch(line -> line != null && line.startsWith("at "))) {
            throw new IllegalStateException("the process said " + lines + " and ended with " + code);
        }
        return lines.stream()
                .map(line -> Integer.parseInt(line.split(" ", 3)[1]))
                .toList();
    }

    private static List<String> command(Flow flow, Medium.Kind kind, List<Cut> cuts) {
        List<String> command = new ArrayList<>(List.of(
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
                kind.name()));
        cuts.forEach(cut -> command.addAll(List.of(cut.address, Integer.toString(cut.at))));
        return command;
    }
}
