// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.net.http.HttpHeaders;

/** An answer with its whole body. */
public final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Returns the status. */
    public int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** Returns the body's bytes, which nobody changes. */
    public byte[] body() {
        return body;
    }

    /** Returns the service's name for this call, safe to log, or empty. */
    public String correlationId() {
        return LogText.token(headers.firstValue("ININ-Correlation-Id").orElse(""));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
