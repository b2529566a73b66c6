// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a call ended.
 *
 * @param value what was read, if it ended well
 * @param trouble why it did not
 * @param status the answer's status; 0 if none came
 * @param nanos how long it took
 * @param correlationId the service's name for it, or empty
 */
record Outcome<T>(@Nullable T value, @Nullable Trouble trouble, int status, long nanos, String correlationId) {
    static <T> Outcome<T> of(T value, Answer answer, long nanos) {
        return new Outcome<>(value, null, answer.status(), nanos, answer.correlationId());
    }

    static <T> Outcome<T> failed(Trouble trouble, Answer answer, long nanos) {
        return new Outcome<>(null, trouble, answer.status(), nanos, answer.correlationId());
    }

    static <T> Outcome<T> unanswered(Trouble trouble, long nanos) {
        return new Outcome<>(null, trouble, 0, nanos, "");
    }
}
