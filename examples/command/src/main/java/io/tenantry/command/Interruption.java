// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run between two calls when the process is asked to end, as by Ctrl-C. The outcome of what was
 * sent is printed first; where nothing is written, the process closes its files and ends. Safe for use by several threads.
 */
final class Interruption implements BooleanSupplier {
    static final String WORDS = "interrupted: no access was changed; run the same command again";

    static final String UNCLOSED =
            "not every file could be closed in time: a -wal that is left belongs to the file beside it; before"
                    + " you copy that file, run provision state, or provision scim status for what was pushed";

    /** Who stops a container waits ten seconds by default before it is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Held from when files are closed to the end: last words are printed once, and nothing is written after that. */
    private final Object end = new Object();

    private final CountDownLatch over = new CountDownLatch(1);
    private final Closings closings = new Closings();
    private volatile boolean asked;
    private boolean writes;
    private volatile Exit exit = Exit.INTERRUPTED;
    private volatile @Nullable Runnable last;
    private volatile @Nullable Runnable stops;

    /** Listens to the signals that end this process. */
    static Interruption ofProcess() {
        Interruption interruption = new Interruption();
        // No lambda: the first one of a process takes long to link, and until then no signal is heard.
        Runtime.getRuntime().addShutdownHook(new Thread("interruption") {
            @Override
            public void run() {
                interruption.end();
            }
        });
        return interruption;
    }

    /** Asks the run to end. */
    void ask() {
        asked = true;
        Runnable more = stops;
        if (more != null) {
            more.run();
        }
    }

    private void end() {
        if (over.getCount() == 0) {
            return;
        }
        ask();
        synchronized (end) {
            if (!writes) {
                if (over.getCount() > 0) {
                    boolean closed = closings.close(PATIENCE);
                    sayLast();
                    if (!closed) {
                        System.err.println(UNCLOSED);
                    }
                }
                Runtime.getRuntime().halt(exit.code());
            }
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exit.code());
    }

    private void sayLast() {
        Runnable words = last;
        if (words == null) {
            System.err.println(WORDS);
        } else {
            words.run();
        }
    }

    /** Returns what is closed before a process ends that writes nothing; one that writes closes it itself. */
    Closings closings() {
        return closings;
    }

    /** Prints what failed; never once files are closed, which may be why it failed. */
    void unlessEnding(Runnable words) {
        synchronized (end) {
            words.run();
        }
    }

    /** Says that calls which write begin now, so that the run must be waited for. */
    void writing() {
        synchronized (end) {
            writes = true;
        }
    }

    /** Says that the calls which write are over, so that nothing has to be waited for until others begin. */
    void reading() {
        synchronized (end) {
            writes = false;
        }
    }

    /** Sets what else ends the run, such as a watch that has to hear of it. */
    void stopping(Runnable value) {
        stops = value;
        if (asked) {
            value.run();
        }
    }

    /** Sets the last words of a process that ends at once. */
    void saying(Runnable words) {
        last = words;
    }

    /**
     * Prints the last words of the run, which is over then.
     *
     * @param words what to print
     */
    void over(Exit how, Runnable words) {
        synchronized (end) {
            words.run();
            exit = how;
            over.countDown();
        }
    }

    /** Returns whether the run was asked to end. */
    @Override
    public boolean getAsBoolean() {
        return asked;
    }
}
