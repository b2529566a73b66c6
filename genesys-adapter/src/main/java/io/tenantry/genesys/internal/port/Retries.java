// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.Pipeline;
import java.time.Duration;
import java.util.function.Supplier;

/** Repeats what reads anew and then writes, after the service said that the world had moved. */
final class Retries {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int FRESH_TRIES = 6;
    private static final Duration FRESH_STEP = Duration.ofSeconds(2);

    private Retries() {}

    /** Runs it again on a conflict, waiting a little longer each time. */
    static void onConflict(int most, Pipeline pipeline, Runnable action) {
        on(Failure.CONFLICT, most, STEP, pipeline, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Runs it again as long as what was made just now is not found, until a cache has caught up: about half a minute. */
    static void whileUnknown(Pipeline pipeline, Runnable action) {
        on(Failure.NOT_FOUND, FRESH_TRIES, FRESH_STEP, pipeline, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Runs it again on this failure, waiting a little longer each time. */
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
