// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.Failure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@link RetryLoop} sends: a call to the API or a request for a token. It writes each attempt, interprets the
 * answer, and says how often it may be repeated. Used by one thread.
 */
interface Request<T> {
    /** Returns method and path without ids: safe to log. */
    String route();

    /** Returns the path; the circuit counts whether several paths fail. */
    String path();

    Repeatability repeatability();

    RetryPolicy policy();

    /** Waits until an attempt may be sent, and writes it. */
    HttpRequest.Builder prepared(RetryState state) throws InterruptedException;

    /** Takes the headers of any answer into account. */
    default void heard(Answer answer) {}

    /** Reads the answer of an attempt that succeeded. */
    T read(Answer answer) throws IOException;

    /** Interprets an answer that is no success. */
    AttemptFailure refused(Answer answer, Optional<Duration> retryAfter);

    /** Returns how long to wait before the next attempt. */
    Duration pause(AttemptFailure failure, RetryState state);

    /** Returns what to do about a failure; it ends the message. */
    String advice(Failure failure);
}
