// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What this process has open and closes before it ends. Safe for use by several threads. */
final class Closings {
    private final Deque<Opened<?>> open = new ArrayDeque<>();
    /** Taken while something is opened, and for ever when all is closed: nothing is opened after that. */
    private final Semaphore opening = new Semaphore(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean failed;

    /**
     * Opens something that is closed when the process is asked to end, if not before.
     *
     * @param end closes it; called once
     */
    <T> Opened<T> open(Supplier<T> opener, Consumer<T> end) {
        opening.acquireUninterruptibly();
        try {
            Opened<T> opened = new Opened<>(opener.get(), end);
            open.addFirst(opened);
            return opened;
        } finally {
            opening.release();
        }
    }

    /**
     * Opens something that the end of the process closes only if it is a file. A server needs nobody to close it, and one that
     * does not answer would keep the process.
     */
    <T> Opened<T> openIf(boolean isFile, Supplier<T> opener, Consumer<T> end) {
        return isFile ? open(opener, end) : new Opened<>(opener.get(), end);
    }

    /**
     * Closes what is open, the newest first, and keeps for ever who wants to open something from now on.
     *
     * @param patience how long to wait for what is in use or is being opened
     * @return whether all of it is closed
     */
    boolean close(Duration patience) {
        // Closing waits for the transaction of another thread, which has no limit of its own.
        Thread closer = new Thread(this::closeAll, "closings");
        closer.setDaemon(true);
        closer.start();
        try {
            return over.await(patience.toMillis(), TimeUnit.MILLISECONDS) && !failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void closeAll() {
        opening.acquireUninterruptibly();
        open.forEach(this::close);
        over.countDown();
    }

    private void close(Opened<?> one) {
        try {
            one.close();
        } catch (RuntimeException e) {
            // The others are closed all the same.
            failed = true;
        }
    }
}
