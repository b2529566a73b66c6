// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.AttemptFailure.Kind;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token of one OAuth client. One thread requests it when it is first needed, while the others wait, and again
 * shortly before it expires by a clock that cannot be set back. It is kept in memory only.
 */
public final class Tokens {
    private static final FieldNames NAMES = FieldNames.of("access_token", "expires_in");
    private static final String PATH = "/oauth/token";
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(1);
    /**
     * The longest lifetime that we accept, and the assumed one if the answer names none: a refusal then shows that it
     * ended.
     */
    private static final Duration LONGEST_LIFE = Duration.ofDays(450);

    private final RetryLoop loop;
    private final URI endpoint;
    private final String clientId;
    private final Supplier<char[]> secret;
    private final Circuit circuit;
    private final ReentrantLock minting = new ReentrantLock();
    private volatile @Nullable Token current;

    /** Requests tokens at this address, with these credentials. */
    public Tokens(RetryLoop loop, URI endpoint, String clientId, Supplier<char[]> secret) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.secret = secret;
        this.circuit = Circuit.ofOnePath(loop.clocks().nanoTime());
    }

    /** Returns the header of a token that has not expired as far as we know. */
    String authorization() throws InterruptedException {
        Token held = current;
        if (held != null && isFresh(held)) {
            return held.authorization;
        }
        minting.lockInterruptibly();
        try {
            Token now = current;
            if (now == null || !isFresh(now)) {
                now = mint();
                current = now;
            }
            return now.authorization;
        } finally {
            minting.unlock();
        }
    }

    /** Drops the token of this header, unless another thread has already replaced it. */
    void refused(String authorization) {
        minting.lock();
        try {
            Token held = current;
            if (held != null && held.authorization.equals(authorization)) {
                current = null;
            }
        } finally {
            minting.unlock();
        }
    }

    /** Drops the token and returns its header, if there is one. */
    Optional<String> drop() {
        minting.lock();
        try {
            Token held = current;
            current = null;
            return Optional.ofNullable(held).map(Token::authorization);
        } finally {
            minting.unlock();
        }
    }

    private boolean isFresh(Token token) {
        return loop.clocks().nanos() - token.renewAt < 0;
    }

    private Token mint() throws InterruptedException {
        Minting request = new Minting();
        return loop.run(request, new RetryState(request, loop.clocks()), circuit);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Basic " + basic())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials", ISO_8859_1));
    }

    private String basic() {
        char[] given = secret.get();
        byte[] user = (clientId + ':').getBytes(UTF_8);
        // Room for the longest UTF-8 form, so that every array that holds the secret is overwritten below.
        byte[] pair = Arrays.copyOf(user, user.length + 4 * given.length);
        ByteBuffer rest = ByteBuffer.wrap(pair, user.length, 4 * given.length);
        UTF_8.newEncoder().encode(CharBuffer.wrap(given), rest, true);
        byte[] used = Arrays.copyOf(pair, rest.position());
        try {
            return Base64.getEncoder().encodeToString(used);
        } finally {
            Arrays.fill(given, '\0');
            Arrays.fill(pair, (byte) 0);
            Arrays.fill(used, (byte) 0);
        }
    }

    static Token token(JsonParser parser, long asked) throws IOException {
        String[] text = {null};
        long[] seconds = {LONGEST_LIFE.toSeconds()};
        Json.object(parser, NAMES, (name, value) -> {
            switch (name) {
                case "access_token" -> text[0] = Json.text(value);
                case "expires_in" -> seconds[0] = Json.integer(value);
                default -> {}
            }
        });
        String token = Json.required(text[0], "access_token");
        if (token.isEmpty() || !token.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new UnreadableAnswerException("the access_token holds characters that no header can carry");
        }
        long life = Math.min(Math.max(seconds[0], 0), LONGEST_LIFE.toSeconds());
        long lead = Math.min(RENEWED_BEFORE_END.toSeconds(), life / 5);
        return new Token(
                "Bearer " + token, asked + Duration.ofSeconds(life - lead).toNanos());
    }

    record Token(String authorization, long renewAt) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** One request for a token. It counts as a read: requesting a second token does no harm. */
    private final class Minting implements Request<Token> {
        private long asked;

        @Override
        public String route() {
            return "POST " + PATH;
        }

        @Override
        public String path() {
            return PATH;
        }

        @Override
        public Repeatability repeatability() {
            return Repeatability.READ;
        }

        @Override
        public RetryPolicy policy() {
            return RetryPolicy.TOKENS;
        }

        @Override
        public HttpRequest.Builder prepared(RetryState state) {
            asked = loop.clocks().nanos();
            return request();
        }

        @Override
        public Token read(Answer answer) throws UnreadableAnswerException {
            return Json.parse(answer.body(), parser -> token(parser, asked));
        }

        /** The endpoint throttles with 400 as well as with 429. */
        @Override
        public AttemptFailure refused(Answer answer, Optional<Duration> retryAfter) {
            ErrorBody body = ErrorBody.of(answer);
            int status = answer.status();
            boolean throttled = status == 429 || (status == 400 && body.says("rate limit exceeded"));
            boolean passing = throttled || status == 408 || status >= 500;
            return AttemptFailure.refused(
                    passing ? Kind.THROTTLED : Kind.FINAL,
                    passing ? Failure.RETRY_LATER : Failure.NOT_AUTHENTICATED,
                    answer,
                    body,
                    retryAfter);
        }

        @Override
        public Duration pause(AttemptFailure failure, RetryState state) {
            return failure.retryAfter().orElseGet(state::backoff);
        }

        @Override
        public String advice(Failure failure) {
            String client = ", client " + clientId;
            return failure == Failure.NOT_AUTHENTICATED
                    ? client + "; check its id and secret, and that it is active"
                    : client;
        }
    }
}
