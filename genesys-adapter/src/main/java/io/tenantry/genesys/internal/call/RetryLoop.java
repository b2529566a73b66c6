// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.CallListener;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Sends a request until it succeeds or must not be sent again. Calls and token requests share this loop; each brings
 * the circuit of its host. Safe for use by several threads.
 */
public final class RetryLoop {
    private final Transport transport;
    private final Clocks clocks;
    private final CallReporter reporter;

    /** Sends over this transport, and reports every attempt to the listeners. */
    public RetryLoop(Transport transport, Clocks clocks, List<CallListener> listeners) {
        this.transport = transport;
        this.clocks = clocks;
        this.reporter = new CallReporter(listeners);
    }

    Clocks clocks() {
        return clocks;
    }

    CallReporter reporter() {
        return reporter;
    }

    /** Sends a request once, without circuit, report or retry. */
    Answer exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return transport.exchange(request);
    }

    /** Returns the result of the first attempt that succeeds, or throws what the last one failed with. */
    <T> T run(Request<T> request, RetryState state, Circuit circuit) throws InterruptedException {
        while (true) {
            Attempt<T> attempt = attempt(request, state, circuit);
            T value = attempt.value();
            if (value != null) {
                return value;
            }
            AttemptFailure failure = Objects.requireNonNull(attempt.failure());
            Duration pause = state.pauseAfter(failure);
            reporter.retrying(request.route(), state.attempts(), attempt, failure, pause);
            clocks.sleep(pause);
        }
    }

    private <T> Attempt<T> attempt(Request<T> request, RetryState state, Circuit circuit) throws InterruptedException {
        Duration rest = circuit.closedIn();
        if (!rest.isZero()) {
            throw state.hostRests(rest);
        }
        HttpRequest.Builder prepared = request.prepared(state);
        state.begins();
        long start = clocks.nanos();
        Answer answer;
        try {
            answer = transport.exchange(prepared);
        } catch (LargeAnswerException e) {
            circuit.answered();
            return unanswered(AttemptFailure.of(e, request.repeatability()), request, state, start, e);
        } catch (IOException e) {
            circuit.unanswered();
            return unanswered(AttemptFailure.of(e), request, state, start, e);
        }
        long nanos = clocks.nanos() - start;
        reporter.answered(request.route(), state.attempts(), answer, nanos);
        request.heard(answer);
        return answer.isSuccess()
                ? read(request, state, circuit, answer, nanos)
                : Attempt.failed(refused(request, circuit, answer), answer, nanos);
    }

    private <T> Attempt<T> unanswered(
            AttemptFailure failure, Request<T> request, RetryState state, long start, IOException e) {
        long nanos = clocks.nanos() - start;
        reporter.unanswered(request.route(), state.attempts(), nanos, e);
        return Attempt.unanswered(failure, nanos);
    }

    private <T> Attempt<T> read(Request<T> request, RetryState state, Circuit circuit, Answer answer, long nanos) {
        circuit.answered();
        try {
            return Attempt.of(request.read(answer), answer, nanos);
        } catch (IOException e) {
            reporter.unreadable(request.route(), state.attempts(), answer, nanos);
            return Attempt.failed(AttemptFailure.unreadable(answer, e), answer, nanos);
        }
    }

    private AttemptFailure refused(Request<?> request, Circuit circuit, Answer answer) {
        AttemptFailure failure = request.refused(answer, answer.retryAfter(clocks.now()));
        if (failure.unhealthy()) {
            circuit.failed(request.path());
        } else {
            circuit.answered();
        }
        return failure;
    }
}
