// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a size and a time limit, and closes the connection beyond either. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final BodyTimeouts timeouts;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription source;
    private List<ByteBuffer> parts = List.of();
    private long size;
    private int age;

    BoundedBody(int limit, BodyTimeouts timeouts) {
        this.limit = limit;
        this.timeouts = timeouts;
        timeouts.begins(this);
    }

    /** Unpacks gzip, and refuses a body that would exceed the size limit. */
    static byte[] inflated(byte[] body, HttpHeaders headers, int limit) throws IOException {
        String encoding = Answer.first(headers, "Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity") || body.length == 0) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new IOException("the body has an encoding that we did not ask for");
        }
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = plain.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new LargeAnswerException(limit);
            }
            return bytes;
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        if (whole.isDone()) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        for (ByteBuffer part : more) {
            size += part.remaining();
        }
        if (size > limit) {
            parts = List.of();
            giveUp(new LargeAnswerException(limit));
        } else if (parts.isEmpty()) {
            parts = more;
        } else {
            List<ByteBuffer> all = parts instanceof ArrayList ? parts : new ArrayList<>(parts);
            all.addAll(more);
            parts = all;
        }
    }

    @Override
    public void onError(Throwable failure) {
        timeouts.ends(this);
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        timeouts.ends(this);
        if (size <= limit) {
            whole.complete(joined(parts, (int) size));
        }
    }

    /** Counts a tick and returns how many there were; only the timer calls this. */
    int grownOlder() {
        return ++age;
    }

    /** Gives up because the body took too long. */
    void tooLate() {
        giveUp(new HttpTimeoutException("the body did not arrive completely in time"));
    }

    private void giveUp(IOException why) {
        timeouts.ends(this);
        whole.completeExceptionally(why);
        Flow.Subscription known = source;
        if (known != null) {
            known.cancel();
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
}
