// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of this organization. The first one sends every call that shows or writes external ids, because the
 * service may show them only to the client that wrote them; the others go first for the rest. A credential that the
 * service refuses a token, because its secret is wrong or its client is disabled, is set aside for a while: the rest
 * uses the others instead of failing.
 */
final class Pool {
    private static final Logger log = LoggerFactory.getLogger(CallReporter.LOG);
    private static final Duration ASIDE = Duration.ofMinutes(10);

    private final List<Lane> lanes;
    private final List<Lane> othersFirst;
    private final LongSupplier nanoTime;
    private final Map<Lane, Long> asideUntil = new ConcurrentHashMap<>();

    Pool(List<Lane> lanes, LongSupplier nanoTime) {
        this.lanes = List.copyOf(lanes);
        this.othersFirst =
                Stream.concat(lanes.stream().skip(1), lanes.stream().limit(1)).toList();
        this.nanoTime = nanoTime;
    }

    List<Lane> all() {
        return lanes;
    }

    /** Returns the credentials that may send a call, the preferred ones first. */
    List<Lane> inUseFor(Call call) {
        return call.isMarked() ? lanes.subList(0, 1) : inUse();
    }

    /** Returns the credentials that are not set aside. One always remains, so that its refusal shows what is wrong. */
    List<Lane> inUse() {
        return asideUntil.isEmpty()
                ? othersFirst
                : othersFirst.stream().filter(lane -> !isAside(lane)).toList();
    }

    /** Sets a refused credential aside if another one remains; returns whether the call can go on without it. */
    synchronized boolean setAside(Call call, Lane refused, DirectoryException why) {
        boolean othersLeft = inUse().stream().anyMatch(lane -> !lane.equals(refused));
        if (why.failure() != Failure.NOT_AUTHENTICATED || !othersLeft) {
            return false;
        }
        if (asideUntil.put(refused, nanoTime.getAsLong() + ASIDE.toNanos()) == null) {
            log.warn("a credential of the pool is set aside for {}: {}", ASIDE, why.getMessage());
        }
        return !call.isMarked();
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
