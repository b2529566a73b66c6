// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Allocation of a whole comparison of a million pairs, {@code gc.alloc.rate.norm}. Its times flatter every contender
 * that hashes strings, since one set of strings serves all shots and keeps its hashes: times are the business of
 * {@link MembershipTurns}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-Xmn4g"})
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class MembershipAllocationBenchmark {
    /** Who compares. */
    @Param
    public MembershipContender contender = MembershipContender.STRINGS;

    private MembershipWorkload work = new MembershipWorkload(0, 0, false, 0);

    /** Makes the strings. */
    @Setup
    public void prepare() {
        work = new MembershipWorkload(200_000, 0.01, false, 1);
        work.refresh();
    }

    /** Compares once. */
    @Benchmark
    public Object compare() {
        return contender.run(work);
    }
}
