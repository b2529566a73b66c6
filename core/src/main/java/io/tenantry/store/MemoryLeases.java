// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leases in memory. Used by one thread at a time. */
final class MemoryLeases {
    private final Clock clock;
    private final Map<String, Held> leases = new HashMap<>();

    MemoryLeases(Clock clock) {
        this.clock = clock;
    }

    Lease acquire(String name, String holder, Duration time) {
        Optional<Held> last = Optional.ofNullable(leases.get(name));
        Optional<Held> live = last.filter(this::isLive);
        Optional<Held> other = live.filter(h -> !h.fence.holder().equals(holder));
        if (other.isPresent()) {
            return Lease.busy(other.get().fence.holder(), left(other.get()));
        }
        Fence fence = live.map(h -> h.fence)
                .orElseGet(() ->
                        new Fence(name, holder, last.map(h -> h.fence.number()).orElse(0L) + 1));
        leases.put(name, new Held(fence, clock.instant().plus(time)));
        return Lease.to(fence, time);
    }

    Optional<Duration> renew(Fence fence, Duration time) {
        if (!holds(fence)) {
            return Optional.empty();
        }
        leases.put(fence.name(), new Held(fence, clock.instant().plus(time)));
        return Optional.of(time);
    }

    /** Keeps the fence of a released lease, so that the next holder gets another one. */
    void release(Fence fence) {
        leases.computeIfPresent(
                fence.name(), (name, held) -> held.fence.equals(fence) ? new Held(fence, Instant.EPOCH) : held);
    }

    boolean holds(Fence fence) {
        Held held = leases.get(fence.name());
        return held != null && held.fence.equals(fence) && isLive(held);
    }

    List<StoreSummary.Taken> taken() {
        return leases.values().stream()
                .filter(this::isLive)
                .map(h -> new StoreSummary.Taken(h.fence.name(), h.fence.holder(), left(h)))
                .sorted(Comparator.comparing(StoreSummary.Taken::name))
                .toList();
    }

    private boolean isLive(Held held) {
        return clock.instant().isBefore(held.until);
    }

    private Duration left(Held held) {
        return Duration.between(clock.instant(), held.until);
    }

    private record Held(Fence fence, Instant until) {}
}
