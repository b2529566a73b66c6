// SPDX-License-Identifier: Apache-2.0
package io.tenantry.host;

import java.time.Duration;

/** Waits. Implement this to wait on your own clock; by default {@link Thread#sleep}. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Waits this long.
     *
     * @throws InterruptedException if the thread was asked to stop
     */
    void sleep(Duration duration) throws InterruptedException;
}
