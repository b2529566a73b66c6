// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Collects a body up to a size and up to a time, and gives the connection up beyond either. The client's own time-out ends with
 * the head of an answer, so a body that drips or stops would be waited for without end.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final CompletableFuture<byte[]> whole;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private long size;

    BoundedBody(int limit, Duration longest) {
        this.limit = limit;
        this.whole = new CompletableFuture<byte[]>().orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS);
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
    @SuppressWarnings("FutureReturnValueIgnored")
    public void onSubscribe(Flow.Subscription subscription) {
        whole.whenComplete((body, failure) -> {
            if (failure != null) {
                subscription.cancel();
            }
        });
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        for (ByteBuffer part : more) {
            size += part.remaining();
        }
        if (size > limit) {
            parts.clear();
            whole.completeExceptionally(tooLarge(limit));
        } else {
            parts.addAll(more);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (size <= limit) {
            whole.complete(joined(parts, (int) size));
        }
    }

    private static byte[] joined(List<ByteBuffer> buffers, int size) {
        byte[] bytes = new byte[size];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            buffer.get(bytes, at, length);
            at += length;
        }
        return bytes;
    }

    private static IOException tooLarge(int limit) {
        return new IOException("the body is larger than " + limit + " bytes");
    }
}
