// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends one request and reads the whole body, within a size limit, and a time limit each for head and body. */
public final class Transport {
    private final HttpClient client;
    private final Duration longest;
    private final int largestBody;
    private final BodyTimeouts timeouts;

    /** Sends with this client; an answer may take this long and have this many bytes. */
    public Transport(HttpClient client, Duration longest, int largestBody) {
        this.client = client;
        this.longest = longest;
        this.largestBody = largestBody;
        this.timeouts = new BodyTimeouts(longest);
    }

    Answer exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request.timeout(longest).build());
        return new Answer(
                response.statusCode(),
                response.headers(),
                BoundedBody.inflated(response.body(), response.headers(), largestBody));
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, head -> new BoundedBody(largestBody, timeouts));
        } catch (IOException e) {
            throw LargeAnswerException.within(e);
        }
    }
}
