// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that may take long to find out, such as from a database that does not answer. Who asks gets what was found last
 * after a short wait at most. Thread-safe.
 */
final class Asked<T> implements Supplier<Optional<T>> {
    private final Supplier<Optional<T>> source;
    private final Duration patience;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(Asked::thread);
    private Optional<T> last = Optional.empty();
    private @Nullable Future<Optional<T>> open;

    Asked(Supplier<Optional<T>> source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "last-push");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized Optional<T> get() {
        Future<Optional<T>> asked = open == null ? reader.submit(source::get) : open;
        open = asked;
        try {
            last = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            open = null;
        } catch (TimeoutException e) {
            return last;
        } catch (ExecutionException e) {
            open = null;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return last;
    }
}
