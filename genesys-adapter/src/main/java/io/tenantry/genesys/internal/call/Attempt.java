// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a call ended.
 *
 * @param value what was read, if it ended well
 * @param failure why it did not end well
 * @param status the answer's status; 0 if none came
 * @param nanos how long it took
 * @param correlationId the service's id for it, or empty
 */
record Attempt<T>(@Nullable T value, @Nullable AttemptFailure failure, int status, long nanos, String correlationId) {
    static <T> Attempt<T> of(T value, Answer answer, long nanos) {
        return new Attempt<>(value, null, answer.status(), nanos, answer.correlationId());
    }

    static <T> Attempt<T> failed(AttemptFailure failure, Answer answer, long nanos) {
        return new Attempt<>(null, failure, answer.status(), nanos, answer.correlationId());
    }

    static <T> Attempt<T> unanswered(AttemptFailure failure, long nanos) {
        return new Attempt<>(null, failure, 0, nanos, "");
    }
}
