// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import io.tenantry.genesys.RateBudget;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Binds the calls to Genesys Cloud to a Micrometer registry: hand it to {@code GenesysCloud.builder().listener(…)}.
 *
 * <ul>
 *   <li>{@code genesys.calls} (timer; {@code route}, {@code status}): every attempt with an answer
 *   <li>{@code genesys.calls.failed} (timer; {@code route}): every attempt without an answer, or with one that cannot
 *       be read
 *   <li>{@code genesys.calls.retried} (timer; {@code route}): the waits before a call is sent again
 *   <li>{@code genesys.budget.waits} (timer; {@code route}): the waits because the budget was used
 *   <li>{@code genesys.budget.used}, {@code genesys.budget.allowed} (gauges; {@code credential}): calls of the current
 *       window, as last announced for that credential
 * </ul>
 *
 * A route has {@code {}} in place of every id, so there are about thirty routes for any number of people.
 */
public final class CallMetrics implements CallListener {
    private static final String ROUTE = "route";

    private final MeterRegistry registry;
    private final Map<Integer, AtomicInteger> used = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> allowed = new ConcurrentHashMap<>();

    /** Registers each meter with the first call or budget that it measures. */
    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(CallReport call) {
        registry.timer("genesys.calls", ROUTE, call.route(), "status", Integer.toString(call.status()))
                .record(call.took());
    }

    @Override
    public void failed(CallReport call) {
        registry.timer("genesys.calls.failed", ROUTE, call.route()).record(call.took());
    }

    @Override
    public void retrying(CallReport call, Duration wait) {
        registry.timer("genesys.calls.retried", ROUTE, call.route()).record(wait);
    }

    @Override
    public void waiting(String route, Duration wait) {
        registry.timer("genesys.budget.waits", ROUTE, route).record(wait);
    }

    @Override
    public void budget(int credential, RateBudget.Announcement announcement) {
        used.computeIfAbsent(credential, c -> gauge("used", "calls counted in the current window", c))
                .set(announcement.count());
        allowed.computeIfAbsent(credential, c -> gauge("allowed", "calls allowed in a window", c))
                .set(announcement.allowed());
    }

    private AtomicInteger gauge(String what, String description, int credential) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder("genesys.budget." + what, value, AtomicInteger::get)
                .description(description + ", as Genesys Cloud last announced")
                .tag("credential", Integer.toString(credential))
                .strongReference(true)
                .register(registry);
        return value;
    }
}
