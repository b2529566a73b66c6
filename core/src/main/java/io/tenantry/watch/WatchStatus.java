// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link Watch} stands. Immutable. Holds name people; everything else is free of personal data.
 *
 * @param running whether the loop runs
 * @param lastLook when it last asked the source who changed, and carried that out or had nothing to do
 * @param lastPush when the source was last told something, if the host says so
 * @param due how many people wait for a change that was planned and not carried out
 * @param lastSweep when the last read of everybody began
 * @param holds what guards hold back now
 * @param lastProof when access was last read for a proof by this watch
 * @param verdict the verdict of that proof
 * @param waiting what it waits for now
 * @param failing the works that failed last, each with its next try
 * @param refusedPolicy why the policy cannot be used now
 */
public record WatchStatus(
        boolean running,
        Optional<Instant> lastLook,
        Optional<Instant> lastPush,
        int due,
        Optional<Instant> lastSweep,
        List<Hold> holds,
        Optional<Instant> lastProof,
        Optional<IsolationProof.Verdict> verdict,
        Optional<WatchEvent.Waiting> waiting,
        List<WatchEvent.Failed> failing,
        Optional<WatchEvent.PolicyRefused> refusedPolicy) {
    static final WatchStatus NEW = new WatchStatus(
            false,
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    /** Copies the lists. */
    public WatchStatus {
        holds = List.copyOf(holds);
        failing = List.copyOf(failing);
    }

    WatchStatus pushed(Optional<Instant> at) {
        return new WatchStatus(
                running, lastLook, at, due, lastSweep, holds, lastProof, verdict, waiting, failing, refusedPolicy);
    }

    /** Returns whether it runs, its policy can be used and nothing fails; a watch that only waits is well. */
    public boolean isWell() {
        return running && failing.isEmpty() && refusedPolicy.isEmpty();
    }

    /** Returns the counts alone, because a hold names people and this text may reach a log. */
    @Override
    public String toString() {
        return "WatchStatus[" + (isWell() ? "well" : "not well") + ", " + due + " due, " + holds.size() + " held]";
    }
}
