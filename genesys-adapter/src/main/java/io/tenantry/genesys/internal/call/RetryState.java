// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.AttemptFailure.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The attempts of one request so far, and whether there may be another. Used by one thread. */
final class RetryState {
    private final Request<?> request;
    private final RetryPolicy policy;
    private final Clocks clocks;
    private int attempts;
    private int doubtful;
    private int unauthorized;
    private long firstBegan;

    RetryState(Request<?> request, Clocks clocks) {
        this.request = request;
        this.policy = request.policy();
        this.clocks = clocks;
    }

    void begins() {
        if (attempts++ == 0) {
            firstBegan = clocks.nanos();
        }
    }

    /** Returns whether this wait would end after the time limit of the request. */
    boolean isOverAfter(Duration wait) {
        return attempts > 0 && clocks.since(firstBegan).plus(wait).compareTo(policy.patience()) > 0;
    }

    int attempts() {
        return attempts;
    }

    /** Returns a random wait whose bound grows with each attempt. */
    Duration backoff() {
        return policy.backoff(attempts, clocks.random());
    }

    /** Returns how long to wait before the request is sent again; throws if it may not be. */
    Duration pauseAfter(AttemptFailure failure) {
        doubtful += failure.kind() == Kind.DOUBTFUL ? 1 : 0;
        unauthorized += failure.kind() == Kind.UNAUTHORIZED ? 1 : 0;
        if (!mayBeSentAgain(failure.kind())) {
            throw failure.ending(request, doubtful > 0);
        }
        Duration pause = request.pause(failure, this);
        if (pause.compareTo(policy.longestPause()) > 0 || isOverAfter(pause)) {
            throw failure.ending(request, doubtful > 0);
        }
        return pause;
    }

    private boolean mayBeSentAgain(Kind kind) {
        return switch (kind) {
            case FINAL -> false;
            case UNAUTHORIZED -> unauthorized == 1;
            case DOUBTFUL -> request.repeatability() != Repeatability.ONE_SHOT && doubtful < policy.tries();
            case NOT_SENT -> attempts < policy.tries();
            case THROTTLED -> attempts < policy.refusals();
        };
    }

    DirectoryException hostRests(Duration rest) {
        return notSent(
                "too many calls in a row failed, so no call is sent to this host for the next " + (rest.toSeconds() + 1)
                        + " s",
                null);
    }

    DirectoryException budgetUsed(Duration wait) {
        return notSent("the call budget is used up", wait);
    }

    /** Returns the failure of a request whose next attempt gets no token; an earlier attempt may have taken effect. */
    DirectoryException withoutToken(DirectoryException failed) {
        return perhapsCarriedOut()
                ? new DirectoryException(
                        Failure.OUTCOME_UNKNOWN,
                        request.route() + " may have taken effect and was not sent again: " + failed.getMessage(),
                        failed.retryAfter().orElse(null),
                        failed)
                : failed;
    }

    DirectoryException interrupted(InterruptedException e) {
        // The interrupted attempt may have reached the service.
        boolean unknown = attempts > 0 && request.repeatability() != Repeatability.READ;
        return new DirectoryException(
                unknown ? Failure.OUTCOME_UNKNOWN : Failure.RETRY_LATER, request.route() + " was interrupted", e);
    }

    DirectoryException fenced(String why) {
        return notSent(why, null);
    }

    private DirectoryException notSent(String why, @Nullable Duration wait) {
        return new DirectoryException(
                perhapsCarriedOut() ? Failure.OUTCOME_UNKNOWN : Failure.RETRY_LATER,
                request.route() + " was not sent: " + why,
                wait,
                null);
    }

    private boolean perhapsCarriedOut() {
        return doubtful > 0 && request.repeatability() != Repeatability.READ;
    }
}
