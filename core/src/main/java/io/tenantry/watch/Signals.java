// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import java.util.concurrent.atomic.AtomicBoolean;

/** What other threads ask of the loop. */
final class Signals {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();

    void stop() {
        stopped.set(true);
    }

    void wake() {
        woken.set(true);
    }

    boolean isStopped() {
        return stopped.get() || Thread.currentThread().isInterrupted();
    }

    boolean isWoken() {
        return woken.get();
    }

    /** Counts all calls until now as heard. */
    void heard() {
        woken.set(false);
    }
}
