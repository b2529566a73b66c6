// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.time.Duration;

/**
 * Who holds a name, and how much longer.
 *
 * @param name what is held
 * @param holder who holds it
 * @param fence the number of this tenure: it grows by one each time the lease begins afresh, and never restarts
 * @param left the time until it ends, as of the answer; the holder counts it on a clock that only runs forward, from
 *     before it asked
 */
public record Lease(String name, String holder, long fence, Duration left) {
    /**
     * Returns whether this is the tenure of a holder.
     *
     * @param who the holder
     * @return whether it holds the lease
     */
    public boolean isOf(String who) {
        return holder.equals(who);
    }
}
