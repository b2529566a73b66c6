// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What a store answers to a request for a lease, an exclusive and expiring right. The store judges time by its own clock alone and says what is left, so that no
 * clock of a node is compared with it. Immutable.
 *
 * @param fence the right to write; absent while another holder has the lease
 * @param holder who has the lease
 * @param left how long the lease lasts, counted from a moment after the request was sent
 */
public record Lease(Optional<Fence> fence, String holder, Duration left) {
    /** Creates the answer that a lease was granted. */
    public static Lease to(Fence fence, Duration left) {
        return new Lease(Optional.of(fence), fence.holder(), left);
    }

    /** Creates the answer that another holder has the lease. */
    public static Lease busy(String holder, Duration left) {
        return new Lease(Optional.empty(), holder, left);
    }
}
