// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.RateBudget.Announcement;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends calls to the API: each waits for budget, gets a token, and is retried. Safe for use by several threads. */
public final class Pipeline {
    private static final Logger log = LoggerFactory.getLogger(CallReporter.LOG);

    private final RetryLoop loop;
    private final RequestWriter requests;
    private final Pool pool;
    private final Circuit circuit;
    private final BudgetQueue queue;
    private final ThreadLocal<Supplier<Optional<String>>> fences = ThreadLocal.withInitial(() -> Optional::empty);
    private volatile boolean budgetKnown;

    /** Sends to this API host, over these lanes. */
    public Pipeline(RetryLoop loop, URI base, List<Lane> lanes) {
        this.loop = loop;
        this.requests = new RequestWriter(base);
        this.pool = new Pool(lanes, loop.clocks().nanoTime());
        this.circuit = Circuit.ofManyPaths(loop.clocks().nanoTime());
        this.queue = new BudgetQueue(pool, loop.clocks(), loop.reporter());
    }

    /** Sends a call and returns what the shape reads from the answer. */
    public <T> T send(Call call, Json.Shape<T> shape) {
        return sending(call, answer -> Json.parse(answer.body(), shape));
    }

    /** Sends a call whose answer says nothing but that it was accepted. */
    public void send(Call call) {
        sending(call, answer -> Boolean.TRUE);
    }

    /** Asks this thread's caller before each attempt of a request that may change something, as long as the work lasts. */
    public void fenced(Supplier<Optional<String>> refusal, Runnable work) {
        fences.set(refusal);
        try {
            work.run();
        } finally {
            fences.remove();
        }
    }

    /** Waits before a caller repeats an operation. */
    public void pause(Duration length) {
        try {
            loop.clocks().sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryException(Failure.RETRY_LATER, "interrupted while waiting; nothing was changed", e);
        }
    }

    /** Revokes every token; logs a warning for each that the service does not take back. */
    public void revokeTokens() {
        for (Lane lane : pool.all()) {
            lane.tokens().drop().ifPresent(this::revoke);
        }
    }

    /** Returns whether the service has announced how many calls are allowed. */
    public boolean knowsItsBudget() {
        return budgetKnown;
    }

    /** Passes an announcement that holds for every credential to each budget. */
    public void hear(Announcement announcement) {
        budgetKnown = true;
        pool.all().forEach(lane -> lane.budget().heard(announcement));
    }

    /** Returns how many calls a minute the credentials in use have together. */
    public int callsPerMinute() {
        return pool.inUse().stream().mapToInt(l -> l.budget().callsPerMinute()).sum();
    }

    @Override
    public String toString() {
        return requests.toString();
    }

    /** Reads a result from the status and headers of an answer as well as from its body. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Returns the result. */
        T read(Answer answer) throws IOException;
    }

    /** Sends a call and returns what is read from the answer. */
    public <T> T sending(Call call, Reading<T> reading) {
        ApiRequest<T> request =
                new ApiRequest<>(call, reading, this, pool.inUseFor(call).size() > 1);
        RetryState state = new RetryState(request, loop.clocks());
        try {
            return loop.run(request, state, circuit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw state.interrupted(e);
        }
    }

    Lane lane(Call call, RetryState state) throws InterruptedException {
        return queue.take(call, state);
    }

    /** Throws if a request that may change something may not be sent any more. */
    void askFence(Call call, RetryState state) {
        if (call.repeatability() != Repeatability.READ) {
            fences.get().get().ifPresent(why -> {
                throw state.fenced(why);
            });
        }
    }

    boolean setAside(Call call, Lane lane, DirectoryException why) {
        return pool.setAside(call, lane, why);
    }

    HttpRequest.Builder written(Call call, String authorization) {
        return requests.of(call, authorization);
    }

    void hear(Lane lane, Answer answer) {
        Announcement heard = BudgetHeaders.read(answer);
        if (heard != null) {
            budgetKnown = true;
            lane.budget().heard(heard);
            loop.reporter().budget(pool.all().indexOf(lane), heard);
        }
    }

    private void revoke(String authorization) {
        try {
            Answer answer = loop.exchange(requests.of(Call.idempotent("DELETE", "/api/v2/tokens/me"), authorization));
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
