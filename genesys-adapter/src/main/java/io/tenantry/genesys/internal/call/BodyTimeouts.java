// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives up bodies that take too long. The client's own time-out covers only the head of an answer, so a body that drips
 * or stops would block forever. One timer ticks for all bodies, and only while there are any: a timer for each would
 * wake a thread with every call, which costs more than everything else that we add to a call.
 */
final class BodyTimeouts {
    /** A body gets between this many ticks and one more: at most a quarter more than its time. */
    private static final int TICKS = 4;

    private final Executor afterATick;
    private final Set<BoundedBody> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    BodyTimeouts(Duration longest) {
        afterATick = CompletableFuture.delayedExecutor(longest.toNanos() / TICKS, TimeUnit.NANOSECONDS);
    }

    void begins(BoundedBody body) {
        open.add(body);
        tickLater();
    }

    void ends(BoundedBody body) {
        open.remove(body);
    }

    private void tickLater() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            afterATick.execute(this::tick);
        }
    }

    private void tick() {
        for (BoundedBody body : open) {
            if (body.grownOlder() > TICKS) {
                body.tooLate();
            }
        }
        // In this order, or a body that begins in between would rely on a timer that is about to stop.
        ticking.set(false);
        if (!open.isEmpty()) {
            tickLater();
        }
    }
}
