// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Lets contenders take turns in one JVM, so that other work on the machine affects all of them: three warm rounds, then
 * nine that count, the order turned by one each round; the median is the result.
 */
final class Turns {
    private static final int WARM = 3;
    private static final int COUNTED = 9;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Contender> contenders = new ArrayList<>();

    private record Contender(
            String name, Supplier<Supplier<Runnable>> turn, List<Double> times, List<Double> cpu, List<Double> bytes) {}

    /**
     * Adds a contender: the supplier prepares a turn off the clock, what it returns is timed and returns its check,
     * made off the clock again.
     */
    void add(String name, Supplier<Supplier<Runnable>> turn) {
        contenders.add(new Contender(name, turn, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    void run() {
        for (int round = 0; round < WARM + COUNTED; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                turn(contenders.get((i + round) % contenders.size()), round >= WARM);
            }
        }
    }

    @SuppressWarnings("deprecation")
    private void turn(Contender contender, boolean counts) {
        Supplier<Runnable> work = contender.turn.get();
        long thread = Thread.currentThread().getId();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long cpuStart = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        Runnable check = work.get();
        long time = System.nanoTime() - start;
        long cpu = threads.getCurrentThreadCpuTime() - cpuStart;
        long bytes = threads.getThreadAllocatedBytes(thread) - allocated;
        if (counts) {
            contender.times.add((double) time);
            contender.cpu.add((double) cpu);
            contender.bytes.add((double) bytes);
        }
        check.run();
    }

    /**
     * Prints median, spread and allocation per unit, and the ratios to the first contender: of the clock, and of the
     * thread's own time, which is what remains to compare on a machine that others use.
     */
    void print(String unit, double units) {
        double first = median(contenders.get(0).times);
        double firstCpu = median(contenders.get(0).cpu);
        System.out.printf(
                Locale.ROOT,
                "%-50s %10s %10s %10s %9s %10s %9s %10s%n",
                "per " + unit,
                "median ns",
                "min",
                "max",
                "x first",
                "CPU ns",
                "x first",
                "alloc B");
        for (Contender contender : contenders) {
            double[] sorted = sorted(contender.times);
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %10.1f %10.1f %10.1f %9.2f %10.1f %9.2f %10.2f%n",
                    contender.name,
                    median(contender.times) / units,
                    sorted[0] / units,
                    sorted[COUNTED - 1] / units,
                    median(contender.times) / first,
                    median(contender.cpu) / units,
                    median(contender.cpu) / firstCpu,
                    median(contender.bytes) / units);
        }
    }

    private static double median(List<Double> values) {
        return sorted(values)[values.size() / 2];
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
