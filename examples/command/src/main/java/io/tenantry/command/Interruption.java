// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Ends a run between two calls when the process is asked to end, as by Ctrl-C. The outcome of what was
 * sent is printed first; where nothing is written, the process ends at once. Safe for use by several threads.
 */
final class Interruption implements BooleanSupplier {
    private final Runnable last;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile boolean writes;
    private volatile Exit exit = Exit.INTERRUPTED;

    Interruption() {
        this(() -> {});
    }

    private Interruption(Runnable last) {
        this.last = last;
    }

    /**
     * Listens to the signals that end this process.
     *
     * @param last what to say where the process ends at once
     */
    static Interruption ofProcess(Runnable last) {
        Interruption interruption = new Interruption(last);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    /** Asks the run to end. */
    void ask() {
        asked = true;
    }

    private void end() {
        if (over.getCount() == 0) {
            return;
        }
        ask();
        if (writes) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            last.run();
        }
        Runtime.getRuntime().halt(exit.code());
    }

    /** Says that calls which write begin now, so that the run must be waited for. */
    void writing() {
        writes = true;
    }

    /** Says that the run is over and the outcome is printed. */
    void over(Exit how) {
        exit = how;
        over.countDown();
    }

    /** Returns whether the run was asked to end. */
    @Override
    public boolean getAsBoolean() {
        return asked;
    }
}
