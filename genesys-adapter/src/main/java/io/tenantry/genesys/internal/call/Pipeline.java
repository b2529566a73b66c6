// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.CallReport;
import io.tenantry.genesys.RateBudget;
import io.tenantry.genesys.Sleeper;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The road that every call takes. Safe for use by several threads. */
public final class Pipeline {
    private static final Logger log = LoggerFactory.getLogger("io.tenantry.genesys.calls");

    private static final Trouble NONE =
            new Trouble(Trouble.Kind.FINAL, Failure.REJECTED, "", Optional.empty(), false, null);

    private final Transport transport;
    private final String base;
    private final List<Lane> lanes;
    private final RetryPolicy policy;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Listeners listeners;
    private final Circuit circuit;

    /** Sends to this API host, over these lanes. */
    public Pipeline(
            Transport transport,
            URI base,
            List<Lane> lanes,
            RetryPolicy policy,
            Clock clock,
            LongSupplier nanoTime,
            Sleeper sleeper,
            RandomGenerator random,
            List<CallListener> listeners) {
        this.transport = transport;
        this.base = base.toString();
        this.lanes = List.copyOf(lanes);
        this.policy = policy;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.random = random;
        this.listeners = new Listeners(listeners);
        this.circuit = new Circuit(nanoTime);
    }

    /** Sends a call and returns what the shape reads from the answer. */
    public <T> T send(Call call, Json.Shape<T> shape) {
        return sending(call, answer -> Json.parse(answer.body(), shape));
    }

    /** Sends a call whose answer says nothing but that it was accepted. */
    public void send(Call call) {
        sending(call, answer -> Boolean.TRUE);
    }

    /** Waits, as a caller that reads again has to. */
    public void pause(Duration length) {
        try {
            sleeper.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryException(Failure.RETRY_LATER, "interrupted while waiting; nothing was changed", e);
        }
    }

    /** Gives every token back to the service, as far as it takes them. */
    public void revokeTokens() {
        for (Lane lane : lanes) {
            lane.tokens().surrender().ifPresent(this::revoke);
        }
    }

    /** Returns how many calls a minute all credentials have together. */
    public int callsPerMinute() {
        return lanes.stream().mapToInt(l -> l.budget().callsPerMinute()).sum();
    }

    @Override
    public String toString() {
        return base;
    }

    /** Reads a result out of a whole answer, where its status says more than its body. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Returns the result. */
        T read(Answer answer) throws IOException;
    }

    /** Sends a call and returns what is read from the answer. */
    public <T> T sending(Call call, Reading<T> reading) {
        Course course = new Course(call, policy, nanoTime, random);
        try {
            while (true) {
                Attempt<T> attempt = attempt(call, reading, course);
                if (attempt.value != null) {
                    return attempt.value;
                }
                Duration pause = course.pauseAfter(attempt.trouble);
                log.debug("{} is sent again in {}: {}", call.route(), pause, attempt.trouble.text());
                CallReport report = attempt.report;
                listeners.tell(l -> l.retrying(report, pause));
                sleeper.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw course.interrupted(e);
        }
    }

    private <T> Attempt<T> attempt(Call call, Reading<T> reading, Course course) throws InterruptedException {
        Lane lane = turn(call, course);
        String token = lane.tokens().current();
        course.begins();
        long start = nanoTime.getAsLong();
        Answer answer;
        try {
            answer = transport.exchange(request(call, token));
        } catch (IOException e) {
            circuit.failed();
            CallReport report = report(call, 0, start, "", course);
            listeners.tell(l -> l.failed(report));
            log.debug(
                    "{} -> no answer in {} ms: {}",
                    call.route(),
                    report.took().toMillis(),
                    e.getClass().getName());
            return new Attempt<>(null, Trouble.of(e), report);
        }
        CallReport report = report(call, answer.status(), start, answer.correlationId(), course);
        log.debug(
                "{} -> {} in {} ms, correlation {}",
                call.route(),
                report.status(),
                report.took().toMillis(),
                report.correlationId());
        listeners.tell(l -> l.answered(report));
        hear(lane, answer);
        return judged(call, reading, lane, token, answer, report);
    }

    private <T> Attempt<T> judged(
            Call call, Reading<T> reading, Lane lane, String token, Answer answer, CallReport report) {
        if (answer.isSuccess()) {
            circuit.answered();
            try {
                return new Attempt<>(reading.read(answer), NONE, report);
            } catch (IOException e) {
                listeners.tell(l -> l.failed(report));
                return new Attempt<>(null, Trouble.unreadable(answer, e), report);
            }
        }
        Optional<Duration> retryAfter =
                answer.headers().firstValue("Retry-After").flatMap(v -> RetryAfter.parse(v, clock.instant()));
        Trouble trouble = Trouble.of(call, answer, retryAfter);
        if (trouble.unhealthy()) {
            circuit.failed();
        } else {
            circuit.answered();
        }
        if (trouble.kind() == Trouble.Kind.UNAUTHORIZED) {
            lane.tokens().refused(token);
        }
        if (trouble.kind() == Trouble.Kind.THROTTLED) {
            lane.budget().pause(retryAfter.orElse(Duration.ZERO));
        }
        return new Attempt<>(null, trouble, report);
    }

    private record Attempt<T>(@Nullable T value, Trouble trouble, CallReport report) {}

    private CallReport report(Call call, int status, long start, String correlation, Course course) {
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        return new CallReport(call.route(), status, took, correlation, course.attempts());
    }

    /** Waits until the host may be called and some credential has a call left, and takes that call. */
    private Lane turn(Call call, Course course) throws InterruptedException {
        Duration resting = circuit.closedIn();
        if (!resting.isZero()) {
            throw course.hostRests(resting);
        }
        while (true) {
            Duration shortest = RetryAfter.LONGEST;
            for (Lane lane : lanes) {
                Duration wait = lane.budget().ask(call.urgency());
                if (wait.isZero()) {
                    return lane;
                }
                shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            }
            if (shortest.compareTo(policy.longestPause()) > 0) {
                throw course.budgetUsed(shortest);
            }
            Duration wait = shortest;
            listeners.tell(l -> l.waiting(call.route(), wait));
            sleeper.sleep(wait);
        }
    }

    private HttpRequest.Builder request(Call call, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.target()))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
        if (call.isListing()) {
            request.header("Accept-Encoding", "gzip");
        }
        byte[] body = call.body();
        if (body == null) {
            return request.method(call.method(), HttpRequest.BodyPublishers.noBody());
        }
        return request.header("Content-Type", "application/json")
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private void hear(Lane lane, Answer answer) {
        HttpHeaders headers = answer.headers();
        int allowed = number(headers, "inin-ratelimit-allowed");
        int count = number(headers, "inin-ratelimit-count");
        int reset = number(headers, "inin-ratelimit-reset");
        if (allowed > 0 && count >= 0 && reset >= 0) {
            RateBudget.Announcement heard = new RateBudget.Announcement(count, allowed, Duration.ofSeconds(reset));
            lane.budget().heard(heard);
            listeners.tell(l -> l.budget(heard));
        }
    }

    private static int number(HttpHeaders headers, String name) {
        String text = headers.firstValue(name).orElse("").strip();
        boolean digits = !text.isEmpty() && text.length() <= 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    private void revoke(String token) {
        try {
            Answer answer = transport.exchange(request(Call.idempotent("DELETE", "/api/v2/tokens/me"), token));
            log.debug("DELETE /api/v2/tokens/me -> {}, correlation {}", answer.status(), answer.correlationId());
        } catch (IOException e) {
            log.warn(
                    "a token could not be revoked and stays valid until it ends: {}",
                    e.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
