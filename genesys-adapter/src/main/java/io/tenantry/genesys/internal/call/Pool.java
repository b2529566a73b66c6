// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that calls are sent with. One to which the service gives no token, because its secret is wrong or its client is
 * switched off, is set aside for a while, so that it fails no call that another can send.
 */
final class Pool {
    private static final Logger log = LoggerFactory.getLogger(CallReporter.LOG);
    private static final Duration ASIDE = Duration.ofMinutes(10);

    private final List<Lane> lanes;
    private final LongSupplier nanoTime;
    private final Map<Lane, Long> asideUntil = new ConcurrentHashMap<>();

    Pool(List<Lane> lanes, LongSupplier nanoTime) {
        this.lanes = List.copyOf(lanes);
        this.nanoTime = nanoTime;
    }

    List<Lane> all() {
        return lanes;
    }

    /** Returns those that are not set aside. The last one never is, so that its refusal tells what is wrong. */
    List<Lane> inUse() {
        return asideUntil.isEmpty()
                ? lanes
                : lanes.stream().filter(lane -> !isAside(lane)).toList();
    }

    /** Sets a credential aside, if that is what is wrong and another is left; returns whether calls go on without it. */
    synchronized boolean goesOnWithout(Lane refused, DirectoryException why) {
        boolean othersLeft = inUse().stream().anyMatch(lane -> !lane.equals(refused));
        if (why.failure() != Failure.NOT_PERMITTED || !othersLeft) {
            return false;
        }
        if (asideUntil.put(refused, nanoTime.getAsLong() + ASIDE.toNanos()) == null) {
            log.warn("a credential of the pool is set aside for {}: {}", ASIDE, why.getMessage());
        }
        return true;
    }

    private boolean isAside(Lane lane) {
        Long end = asideUntil.get(lane);
        if (end != null && nanoTime.getAsLong() - end >= 0) {
            asideUntil.remove(lane, end);
            return false;
        }
        return end != null;
    }
}
