// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows other threads how the loop stands, and tells the host what it did. The loop alone writes. */
final class Board {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Consumer<WatchEvent> listener;
    private final Supplier<Optional<Instant>> lastPush;
    private volatile WatchStatus status = WatchStatus.NEW;

    Board(Consumer<WatchEvent> listener, Supplier<Optional<Instant>> lastPush) {
        this.listener = listener;
        this.lastPush = lastPush;
    }

    void tell(WatchEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("WATCH the listener failed", e);
        }
    }

    void show(WatchStatus value) {
        status = value;
    }

    WatchStatus status() {
        return status.pushed(lastPush());
    }

    private Optional<Instant> lastPush() {
        try {
            return lastPush.get();
        } catch (RuntimeException e) {
            LOG.warn("WATCH the time of the last push could not be read", e);
            return Optional.empty();
        }
    }
}
