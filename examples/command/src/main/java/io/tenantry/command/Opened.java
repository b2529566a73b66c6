// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.function.Consumer;

/**
 * Something open that is closed once: by who opened it, or because the process is asked to end. Who comes second waits until
 * it is closed. Safe for use by several threads.
 */
final class Opened<T> implements AutoCloseable {
    private final T value;
    private final Consumer<T> end;
    private boolean closed;

    Opened(T value, Consumer<T> end) {
        this.value = value;
        this.end = end;
    }

    T get() {
        return value;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            end.accept(value);
        }
    }
}
