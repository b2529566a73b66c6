// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.Pipeline;
import java.time.Duration;
import java.util.function.Supplier;

/** Retries a read-then-write after a version conflict, or a write until the service knows a new object. */
final class Retries {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int FRESH_TRIES = 6;
    private static final Duration FRESH_STEP = Duration.ofSeconds(2);

    private Retries() {}

    /** Retries after a conflict, and waits a little longer each time. */
    static void onConflict(int most, Pipeline pipeline, Runnable action) {
        on(Failure.CONFLICT, most, STEP, pipeline, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Retries while a new object is not found, until the caches of the service have it: about half a minute. */
    static void whileUnknown(Pipeline pipeline, Runnable action) {
        on(Failure.NOT_FOUND, FRESH_TRIES, FRESH_STEP, pipeline, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Retries after this failure, and waits a little longer each time. */
    static <T> T on(Failure failure, int most, Duration step, Pipeline pipeline, Supplier<T> action) {
        for (int turn = 1; ; turn++) {
            try {
                return action.get();
            } catch (DirectoryException e) {
                if (e.failure() != failure || turn >= most) {
                    throw e;
                }
                pipeline.pause(step.multipliedBy(turn));
            }
        }
    }
}
