// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a size, and gives up at the first byte beyond it. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    private long size;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** Undoes gzip, and refuses a body that would grow beyond the size. */
    static byte[] inflated(byte[] body, HttpHeaders headers, int limit) throws IOException {
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (encoding.equalsIgnoreCase("identity") || body.length == 0) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new IOException("the body has an encoding that was not asked for");
        }
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = plain.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge(limit);
            }
            return bytes;
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        for (ByteBuffer part : more) {
            size += part.remaining();
            parts.add(part);
        }
        if (size > limit && subscription != null) {
            subscription.cancel();
            parts.clear();
            whole.completeExceptionally(tooLarge(limit));
        }
    }

    @Override
    public void onError(Throwable failure) {
        parts.clear();
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (size > limit) {
            return;
        }
        byte[] bytes = new byte[(int) size];
        int at = 0;
        for (ByteBuffer part : parts) {
            int length = part.remaining();
            part.get(bytes, at, length);
            at += length;
        }
        parts.clear();
        whole.complete(bytes);
    }

    private static IOException tooLarge(int limit) {
        return new IOException("the body is larger than " + limit + " bytes");
    }
}
