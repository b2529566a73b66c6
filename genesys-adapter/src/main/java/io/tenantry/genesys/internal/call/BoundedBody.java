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

/** Collects a body up to a size and up to a time, and gives the connection up beyond either. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int limit;
    private final BodyTimeouts watch;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription source;
    private List<ByteBuffer> parts = List.of();
    private long size;
    private int age;

    BoundedBody(int limit, BodyTimeouts watch) {
        this.limit = limit;
        this.watch = watch;
        watch.begins(this);
    }

    /** Undoes gzip, and refuses a body that would grow beyond the size. */
    static byte[] inflated(byte[] body, HttpHeaders headers, int limit) throws IOException {
        String encoding = Answer.first(headers, "Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity") || body.length == 0) {
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
            giveUp(tooLarge(limit));
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
        watch.ends(this);
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        watch.ends(this);
        if (size <= limit) {
            whole.complete(joined(parts, (int) size));
        }
    }

    /** Returns how many ticks it has been there, with this one; only the watch asks. */
    int grownOlder() {
        return ++age;
    }

    /** Gives the rest up, because it took too long. */
    void tooLate() {
        giveUp(new HttpTimeoutException("the body was not whole in time"));
    }

    private void giveUp(IOException why) {
        watch.ends(this);
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

    private static IOException tooLarge(int limit) {
        return new IOException("the body is larger than " + limit + " bytes");
    }
}
