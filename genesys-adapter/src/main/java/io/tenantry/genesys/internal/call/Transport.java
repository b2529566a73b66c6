// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads its whole body, within a time and a size. The client's own time-out ends with the head of an
 * answer, so a body that drips would be waited for without end.
 */
public final class Transport {
    private final HttpClient client;
    private final Duration longest;
    private final int largestBody;

    /** Sends by this client, waiting at most so long for an answer of at most so many bytes. */
    public Transport(HttpClient client, Duration longest, int largestBody) {
        this.client = client;
        this.longest = longest;
        this.largestBody = largestBody;
    }

    Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.sendAsync(request, head -> new BoundedBody(largestBody));
        try {
            HttpResponse<byte[]> response = pending.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            byte[] body = BoundedBody.inflated(response.body(), response.headers(), largestBody);
            return new Answer(response.statusCode(), response.headers(), body);
        } catch (TimeoutException e) {
            HttpTimeoutException late = new HttpTimeoutException("no whole answer in " + longest);
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            // Without effect on what is done; else it closes the connection, so that nothing is left behind.
            pending.cancel(true);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("the HTTP client failed", cause);
    }
}
