// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed, and what that says about sending the request again.
 *
 * @param kind whether the request may have taken effect
 * @param raised what the call ends with if this attempt is the last
 * @param text the reason, on one line
 * @param retryAfter the wait that the service asked for
 * @param unhealthy whether the failure points to the host rather than to this request
 */
record AttemptFailure(
        Kind kind,
        Failure raised,
        String text,
        Optional<Duration> retryAfter,
        boolean unhealthy,
        @Nullable Throwable cause) {

    enum Kind {
        /** It never reached the service. */
        NOT_SENT,
        /** The service refused to begin. */
        THROTTLED,
        /** The token was not accepted. */
        UNAUTHORIZED,
        /** It may have been carried out or not. */
        DOUBTFUL,
        /** The service understood and said no. */
        FINAL
    }

    static AttemptFailure of(IOException e) {
        boolean unsent = e instanceof ConnectException
                || e instanceof HttpConnectTimeoutException
                || e instanceof UnknownHostException
                || e instanceof SSLHandshakeException
                || e.getCause() instanceof UnresolvedAddressException;
        String text = (unsent ? "the service could not be reached: " : "no complete answer came: ")
                + LogText.line(e.getMessage() == null ? silent(e) : e.getMessage());
        return new AttemptFailure(
                unsent ? Kind.NOT_SENT : Kind.DOUBTFUL, Failure.RETRY_LATER, text, Optional.empty(), true, e);
    }

    // The client of the JDK gives no words for the two commonest causes.
    private static String silent(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no address is known for the host";
            }
        }
        return e instanceof ConnectException
                ? "the host takes no connection"
                : e.getClass().getSimpleName();
    }

    /** A read with a large answer is not sent again as it is; what a write did is in doubt, as without an answer. */
    static AttemptFailure of(LargeAnswerException large, Repeatability meaning) {
        return new AttemptFailure(
                meaning == Repeatability.READ ? Kind.FINAL : Kind.DOUBTFUL,
                Failure.RETRY_LATER,
                String.valueOf(large.getMessage()),
                Optional.empty(),
                false,
                large);
    }

    static AttemptFailure unreadable(Answer answer, IOException flaw) {
        String text = "status " + answer.status() + " with an answer that cannot be read: " + flaw.getMessage()
                + (answer.correlationId().isEmpty() ? "" : ", correlation " + answer.correlationId());
        return new AttemptFailure(Kind.DOUBTFUL, Failure.RETRY_LATER, text, Optional.empty(), false, flaw);
    }

    static AttemptFailure of(Call call, Answer answer, Optional<Duration> retryAfter) {
        ErrorBody body = ErrorBody.of(answer);
        Kind kind = isStale(body) ? Kind.FINAL : kind(answer.status());
        return refused(kind, raised(call, answer.status(), body), answer, body, retryAfter);
    }

    static AttemptFailure refused(
            Kind kind, Failure raised, Answer answer, ErrorBody body, Optional<Duration> retryAfter) {
        Refusal refusal = new Refusal(answer.status(), body, answer.correlationId());
        boolean unhealthy = answer.status() >= 502 && answer.status() <= 504;
        return new AttemptFailure(kind, raised, String.valueOf(refusal.getMessage()), retryAfter, unhealthy, refusal);
    }

    /** The service reports a stale version as 400, 408, 409 or 412; the vendor's own tools handle all four. */
    private static boolean isStale(ErrorBody body) {
        return body.scimType().equals("invalidVers") || body.says("does not match the current version");
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 429 -> Kind.THROTTLED;
            case 408, 500, 502, 503, 504 -> Kind.DOUBTFUL;
            default -> Kind.FINAL;
        };
    }

    private static Failure raised(Call call, int status, ErrorBody body) {
        if (isStale(body)) {
            return Failure.CONFLICT;
        }
        return switch (status) {
            case 401 -> Failure.NOT_AUTHENTICATED;
            case 403 -> Failure.NOT_PERMITTED;
            case 404, 410 -> Failure.NOT_FOUND;
            case 409 ->
                call.creates() || body.scimType().equals("uniqueness") ? Failure.ALREADY_EXISTS : Failure.CONFLICT;
            case 412 -> Failure.CONFLICT;
            case 408, 429, 500, 502, 503, 504 -> Failure.RETRY_LATER;
            default -> Failure.REJECTED;
        };
    }

    /** Returns the exception that ends the request. */
    DirectoryException ending(Request<?> request, boolean perhapsCarriedOut) {
        boolean unknown = perhapsCarriedOut && request.repeatability() != Repeatability.READ && !describesTheState();
        Failure ends = unknown ? Failure.OUTCOME_UNKNOWN : raised;
        return new DirectoryException(
                ends, request.route() + " failed: " + text + request.advice(ends), retryAfter.orElse(null), cause);
    }

    /** Whether the refusal describes the present state, which is then known in spite of an earlier attempt. */
    private boolean describesTheState() {
        return raised == Failure.NOT_FOUND || raised == Failure.CONFLICT || raised == Failure.ALREADY_EXISTS;
    }
}
