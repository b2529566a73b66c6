// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.RateBudget.Announcement;
import io.tenantry.genesys.Sleeper;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The road that every call takes. Safe for use by several threads. */
public final class Pipeline {
    private static final Logger log = LoggerFactory.getLogger(Witness.LOG);

    private final Transport transport;
    private final Requests requests;
    private final Pool pool;
    private final RetryPolicy policy;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Witness witness;
    private final Circuit circuit;
    private final Turns turns;
    private volatile boolean toldItsBudget;

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
        this.requests = new Requests(base);
        this.pool = new Pool(lanes, nanoTime);
        this.policy = policy;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.random = random;
        this.witness = new Witness(listeners);
        this.circuit = new Circuit(nanoTime);
        this.turns = new Turns(pool, circuit, policy.longestPause(), sleeper, witness);
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
        for (Lane lane : pool.all()) {
            lane.tokens().surrender().ifPresent(this::revoke);
        }
    }

    /** Returns whether the service has said how many calls are allowed. */
    public boolean isToldItsBudget() {
        return toldItsBudget;
    }

    /** Tells every credential's budget what holds for each of them. */
    public void hear(Announcement announcement) {
        toldItsBudget = true;
        pool.all().forEach(lane -> lane.budget().heard(announcement));
    }

    /** Returns how many calls a minute all credentials that are in use have together. */
    public int callsPerMinute() {
        return pool.inUse().stream().mapToInt(l -> l.budget().callsPerMinute()).sum();
    }

    @Override
    public String toString() {
        return requests.toString();
    }

    /** Reads a result out of a whole answer, where its status says more than its body. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Returns the result. */
        T read(Answer answer) throws IOException;
    }

    /** Sends a call and returns what is read from the answer. */
    public <T> T sending(Call call, Reading<T> reading) {
        Course course = new Course(call, policy, nanoTime, random, pool.inUse().size() > 1);
        try {
            while (true) {
                Outcome<T> outcome = attempt(call, reading, course);
                T value = outcome.value();
                if (value != null) {
                    return value;
                }
                Trouble trouble = Objects.requireNonNull(outcome.trouble());
                Duration pause = course.pauseAfter(trouble);
                witness.retrying(call.route(), course.attempts(), outcome, trouble, pause);
                sleeper.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw course.interrupted(e);
        }
    }

    private <T> Outcome<T> attempt(Call call, Reading<T> reading, Course course) throws InterruptedException {
        Pass pass = pass(call, course);
        Lane lane = pass.lane;
        String authorization = pass.authorization;
        course.begins();
        long start = nanoTime.getAsLong();
        Answer answer;
        try {
            answer = transport.exchange(requests.of(call, authorization));
        } catch (IOException e) {
            circuit.unanswered();
            long nanos = nanoTime.getAsLong() - start;
            witness.unanswered(call.route(), course.attempts(), nanos, e);
            return Outcome.unanswered(Trouble.of(e), nanos);
        }
        long nanos = nanoTime.getAsLong() - start;
        witness.answered(call.route(), course.attempts(), answer, nanos);
        hear(lane, answer);
        if (!answer.isSuccess()) {
            return Outcome.failed(refused(call, lane, authorization, answer), answer, nanos);
        }
        circuit.answered();
        try {
            return Outcome.of(reading.read(answer), answer, nanos);
        } catch (IOException e) {
            witness.unreadable(call.route(), course.attempts(), answer, nanos);
            return Outcome.failed(Trouble.unreadable(answer, e), answer, nanos);
        }
    }

    /** Takes a turn and a token, by another credential where the first one is refused one. */
    private Pass pass(Call call, Course course) throws InterruptedException {
        while (true) {
            Lane lane = turns.take(call, course);
            try {
                return new Pass(lane, lane.tokens().authorization());
            } catch (DirectoryException e) {
                if (!pool.goesOnWithout(lane, e)) {
                    throw course.withoutToken(e);
                }
            }
        }
    }

    private record Pass(Lane lane, String authorization) {
        @Override
        public String toString() {
            return "Pass[]";
        }
    }

    /** Takes note of what a refusal says of the host, the token and the budget. */
    private Trouble refused(Call call, Lane lane, String authorization, Answer answer) {
        Optional<Duration> retryAfter = answer.retryAfter(clock.instant());
        Trouble trouble = Trouble.of(call, answer, retryAfter);
        if (trouble.unhealthy()) {
            circuit.failed(call.path());
        } else {
            circuit.answered();
        }
        if (trouble.kind() == Trouble.Kind.UNAUTHORIZED) {
            lane.tokens().refused(authorization);
        }
        if (trouble.kind() == Trouble.Kind.THROTTLED) {
            lane.budget().pause(retryAfter.orElse(Duration.ZERO));
        }
        return trouble;
    }

    private void hear(Lane lane, Answer answer) {
        Announcement heard = BudgetHeaders.read(answer);
        if (heard != null) {
            toldItsBudget = true;
            lane.budget().heard(heard);
            witness.budget(pool.all().indexOf(lane), heard);
        }
    }

    private void revoke(String authorization) {
        try {
            Answer answer =
                    transport.exchange(requests.of(Call.idempotent("DELETE", "/api/v2/tokens/me"), authorization));
            if (answer.isSuccess()) {
                log.debug("DELETE /api/v2/tokens/me -> {}, correlation {}", answer.status(), answer.correlationId());
            } else {
                log.warn(
                        "a token could not be revoked and stays valid until it ends: status {}, correlation {}",
                        answer.status(),
                        answer.correlationId());
            }
        } catch (IOException e) {
            log.warn(
                    "a token could not be revoked and stays valid until it ends: {}",
                    e.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
