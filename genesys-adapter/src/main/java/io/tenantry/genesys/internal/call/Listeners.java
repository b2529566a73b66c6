// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.CallListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener, and lets none of them harm a call. */
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<CallListener> listeners;

    Listeners(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<CallListener> news) {
        for (CallListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                log.warn("a call listener failed with {}", e.getClass().getName());
            }
        }
    }
}
