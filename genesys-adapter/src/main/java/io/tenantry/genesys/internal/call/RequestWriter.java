// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.net.URI;
import java.net.http.HttpRequest;

/** Writes calls as HTTP requests to one host. Links in answers never choose the host. */
final class RequestWriter {
    private final String base;

    RequestWriter(URI base) {
        this.base = base.toString();
    }

    HttpRequest.Builder of(Call call, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.target()))
                .header("Authorization", authorization)
                .header("Accept", "application/json");
        if (call.isListing()) {
            request.header("Accept-Encoding", "gzip");
        }
        byte[] body = call.body();
        if (body != null) {
            return request.header("Content-Type", "application/json")
                    .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        }
        return call.method().equals("GET")
                ? request.GET()
                : request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    }

    @Override
    public String toString() {
        return base;
    }
}
