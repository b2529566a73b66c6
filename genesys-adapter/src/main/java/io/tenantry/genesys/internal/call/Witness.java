// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import io.tenantry.genesys.RateBudget.Announcement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the listeners what happens to calls. Words are made only where somebody listens, and no listener can harm a
 * call.
 */
final class Witness {
    /** The name under which a host finds what was called. */
    static final String LOG = "io.tenantry.genesys.calls";

    private static final Logger log = LoggerFactory.getLogger(LOG);

    private final List<CallListener> listeners;

    Witness(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void answered(Call call, int attempt, Answer answer, long nanos) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "{} -> {} in {} ms, correlation {}",
                    call.route(),
                    answer.status(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    answer.correlationId());
        }
        if (isListenedTo()) {
            CallReport report = report(call, attempt, answer.status(), nanos, answer.correlationId());
            tell(l -> l.answered(report));
        }
    }

    void unanswered(Call call, int attempt, long nanos, IOException e) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "{} -> no answer in {} ms: {}",
                    call.route(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    e.getClass().getName());
        }
        failed(call, attempt, 0, nanos, "");
    }

    void unreadable(Call call, int attempt, Answer answer, long nanos) {
        failed(call, attempt, answer.status(), nanos, answer.correlationId());
    }

    void retrying(Call call, int attempt, Outcome<?> outcome, Trouble trouble, Duration pause) {
        log.debug("{} is sent again in {}: {}", call.route(), pause, trouble.text());
        if (isListenedTo()) {
            CallReport report = report(call, attempt, outcome.status(), outcome.nanos(), outcome.correlationId());
            tell(l -> l.retrying(report, pause));
        }
    }

    void waiting(Call call, Duration wait) {
        if (isListenedTo()) {
            tell(l -> l.waiting(call.route(), wait));
        }
    }

    void budget(Announcement announcement) {
        if (isListenedTo()) {
            tell(l -> l.budget(announcement));
        }
    }

    private void failed(Call call, int attempt, int status, long nanos, String correlation) {
        if (isListenedTo()) {
            CallReport report = report(call, attempt, status, nanos, correlation);
            tell(l -> l.failed(report));
        }
    }

    private boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    private static CallReport report(Call call, int attempt, int status, long nanos, String correlation) {
        return new CallReport(call.route(), status, Duration.ofNanos(nanos), correlation, attempt);
    }

    private void tell(Consumer<CallListener> news) {
        for (CallListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                log.warn("a call listener failed with {}", e.getClass().getName());
            }
        }
    }
}
