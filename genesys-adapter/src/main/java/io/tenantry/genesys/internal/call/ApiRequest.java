// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.AttemptFailure.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to the API. Each attempt takes a credential that has budget left, and its token. */
final class ApiRequest<T> implements Request<T> {
    private final Call call;
    private final Pipeline.Reading<T> reading;
    private final Pipeline pipeline;
    private final boolean pooled;
    private @Nullable Lane lane;
    private String authorization = "";

    /** Wraps the call; {@code pooled} says that there are several credentials, each with its own budget. */
    ApiRequest(Call call, Pipeline.Reading<T> reading, Pipeline pipeline, boolean pooled) {
        this.call = call;
        this.reading = reading;
        this.pipeline = pipeline;
        this.pooled = pooled;
    }

    @Override
    public String route() {
        return call.route();
    }

    @Override
    public String path() {
        return call.path();
    }

    @Override
    public Repeatability repeatability() {
        return call.repeatability();
    }

    @Override
    public RetryPolicy policy() {
        return RetryPolicy.CALLS;
    }

    @Override
    public HttpRequest.Builder prepared(RetryState state) throws InterruptedException {
        authorize(state);
        pipeline.askFence(call, state);
        return pipeline.written(call, authorization);
    }

    /** Uses another credential if the service refuses a token to the first. */
    private void authorize(RetryState state) throws InterruptedException {
        while (true) {
            Lane free = pipeline.lane(call, state);
            try {
                authorization = free.tokens().authorization();
                lane = free;
                return;
            } catch (DirectoryException e) {
                if (!pipeline.setAside(call, free, e)) {
                    throw state.withoutToken(e);
                }
            }
        }
    }

    @Override
    public void heard(Answer answer) {
        pipeline.hear(used(), answer);
    }

    @Override
    public T read(Answer answer) throws IOException {
        return reading.read(answer);
    }

    /** Drops a refused token, and pauses the budget of a throttled credential. */
    @Override
    public AttemptFailure refused(Answer answer, Optional<Duration> retryAfter) {
        AttemptFailure failure = AttemptFailure.of(call, answer, retryAfter);
        if (failure.kind() == Kind.UNAUTHORIZED) {
            used().tokens().refused(authorization);
        }
        if (failure.kind() == Kind.THROTTLED) {
            used().budget().pause(retryAfter.orElse(Duration.ZERO));
        }
        return failure;
    }

    @Override
    public Duration pause(AttemptFailure failure, RetryState state) {
        if (failure.kind() == Kind.UNAUTHORIZED) {
            return Duration.ZERO;
        }
        // The budget of the throttled credential already waits; another credential may have a call left.
        boolean othersMayGo = pooled && failure.kind() == Kind.THROTTLED;
        Duration asked = othersMayGo ? Duration.ZERO : failure.retryAfter().orElse(Duration.ZERO);
        return asked.plus(state.backoff());
    }

    @Override
    public String advice(Failure failure) {
        return switch (failure) {
            case NOT_PERMITTED -> "; give the OAuth client the missing permission, in every division it manages";
            case NOT_AUTHENTICATED -> "; the service accepts no token of this OAuth client: check that it is active";
            case OUTCOME_UNKNOWN -> "; it may have taken effect: read before you write again";
            case RETRY_LATER -> "; nothing was changed, retry later";
            default -> "";
        };
    }

    private Lane used() {
        return Objects.requireNonNull(lane);
    }
}
