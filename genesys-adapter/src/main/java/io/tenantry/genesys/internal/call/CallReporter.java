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
 * Reports calls to the log and the listeners. A report is built only if a listener exists, and no listener can make a
 * call fail.
 */
final class CallReporter {
    /** The name of the log of calls. */
    static final String LOG = "io.tenantry.genesys.calls";

    private static final Logger log = LoggerFactory.getLogger(LOG);

    private final List<CallListener> listeners;

    CallReporter(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void answered(String route, int attempt, Answer answer, long nanos) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "{} -> {} in {} ms, correlation {}",
                    route,
                    answer.status(),
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    answer.correlationId());
        }
        if (isListenedTo()) {
            CallReport report = report(route, attempt, answer.status(), nanos, answer.correlationId());
            tell(l -> l.answered(report));
        }
    }

    void unanswered(String route, int attempt, long nanos, IOException e) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "{} -> no answer in {} ms: {}",
                    route,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    e.getClass().getName());
        }
        failed(route, attempt, 0, nanos, "");
    }

    void unreadable(String route, int attempt, Answer answer, long nanos) {
        failed(route, attempt, answer.status(), nanos, answer.correlationId());
    }

    void retrying(String route, int attempt, Attempt<?> outcome, AttemptFailure failure, Duration pause) {
        log.debug("{} is sent again in {}: {}", route, pause, failure.text());
        if (isListenedTo()) {
            CallReport report = report(route, attempt, outcome.status(), outcome.nanos(), outcome.correlationId());
            tell(l -> l.retrying(report, pause));
        }
    }

    void waiting(String route, Duration wait) {
        if (isListenedTo()) {
            tell(l -> l.waiting(route, wait));
        }
    }

    void budget(int credential, Announcement announcement) {
        if (isListenedTo()) {
            tell(l -> l.budget(credential, announcement));
        }
    }

    private void failed(String route, int attempt, int status, long nanos, String correlation) {
        if (isListenedTo()) {
            CallReport report = report(route, attempt, status, nanos, correlation);
            tell(l -> l.failed(report));
        }
    }

    private boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    private static CallReport report(String route, int attempt, int status, long nanos, String correlation) {
        return new CallReport(route, status, Duration.ofNanos(nanos), correlation, attempt);
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
