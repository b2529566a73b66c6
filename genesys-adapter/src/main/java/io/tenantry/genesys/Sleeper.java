// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;

/** Waits. Implement this to run on virtual time, or to wait in a way that suits the host's threads. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Returns after this time.
     *
     * @throws InterruptedException if the thread is told to stop waiting
     */
    void sleep(Duration length) throws InterruptedException;
}
