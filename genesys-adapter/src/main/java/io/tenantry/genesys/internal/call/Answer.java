// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer with its whole body. */
public final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final String correlationId;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        String correlation = first(headers, "ININ-Correlation-Id");
        this.correlationId = correlation == null ? "" : LogText.token(correlation);
    }

    /** Returns the first value of a header, ignoring the case of its name; avoids the stream that the JDK creates. */
    static @Nullable String first(HttpHeaders headers, String name) {
        List<String> values = headers.allValues(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns the status. */
    public int status() {
        return status;
    }

    @Nullable
    String header(String name) {
        return first(headers, name);
    }

    /** Returns how long the service asks to wait, if it does. */
    Optional<Duration> retryAfter(Instant now) {
        return Optional.ofNullable(header("Retry-After")).flatMap(value -> RetryAfter.parse(value, now));
    }

    /** Returns the body's bytes; do not change them. */
    public byte[] body() {
        return body;
    }

    /** Returns the service's correlation id, safe to log, or an empty text. */
    public String correlationId() {
        return correlationId;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", length " + body.length + "]";
    }
}
