// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.Sleeper;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.Names;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one OAuth client: asked for when first needed, by one thread while the others wait, and again shortly before it
 * ends by a clock that cannot be set back. It is kept nowhere else.
 */
public final class Tokens {
    private static final Names NAMES = Names.of("access_token", "expires_in");
    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    private static final String ROUTE = "POST /oauth/token";
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(1);
    private static final int TRIES = 5;

    private final Transport transport;
    private final URI endpoint;
    private final String clientId;
    private final Supplier<char[]> secret;
    private final RetryPolicy policy;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final ReentrantLock minting = new ReentrantLock();
    private volatile @Nullable Token current;

    /** Asks at this address, with these credentials. */
    public Tokens(
            Transport transport,
            URI endpoint,
            String clientId,
            Supplier<char[]> secret,
            RetryPolicy policy,
            Clock clock,
            LongSupplier nanoTime,
            Sleeper sleeper,
            RandomGenerator random) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.secret = secret;
        this.policy = policy;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** Returns the header of a token that is not known to have ended. */
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

    /** Forgets the token of this header, unless another thread has replaced it already. */
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

    /** Forgets the token and returns its header, if there is one. */
    Optional<String> surrender() {
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
        return nanoTime.getAsLong() - token.renewAt < 0;
    }

    private Token mint() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Trouble trouble;
            try {
                long asked = nanoTime.getAsLong();
                Answer answer = transport.exchange(request());
                if (answer.isSuccess()) {
                    Token token = read(answer, asked);
                    log.debug("{} gave a token, correlation {}", ROUTE, answer.correlationId());
                    return token;
                }
                trouble = refusal(answer);
            } catch (UnreadableAnswerException e) {
                trouble = new Trouble(
                        Trouble.Kind.NOT_SENT,
                        Failure.RETRY_LATER,
                        String.valueOf(e.getMessage()),
                        Optional.empty(),
                        true,
                        e);
            } catch (IOException e) {
                trouble = Trouble.of(e);
            }
            sleeper.sleep(pause(trouble, attempt));
        }
    }

    private Duration pause(Trouble trouble, int attempt) {
        Duration pause = trouble.retryAfter().orElseGet(() -> policy.backoff(attempt, random));
        if (trouble.kind() == Trouble.Kind.FINAL || attempt >= TRIES || pause.compareTo(policy.longestPause()) > 0) {
            throw new DirectoryException(
                    trouble.failure(),
                    ROUTE + " failed: " + trouble.text() + ", client " + clientId,
                    trouble.retryAfter().orElse(null),
                    trouble.cause());
        }
        log.debug("{} is asked again in {}: {}", ROUTE, pause, trouble.text());
        return pause;
    }

    /** The endpoint also throttles with 400, and with 429 only sometimes. */
    private Trouble refusal(Answer answer) {
        ErrorBody body = ErrorBody.of(answer);
        int status = answer.status();
        boolean throttled = status == 429 || (status == 400 && body.says("rate limit exceeded"));
        boolean passing = throttled || status == 408 || status >= 500;
        Failure failure = passing ? Failure.RETRY_LATER : Failure.NOT_PERMITTED;
        Refusal refusal = new Refusal(status, body, answer.correlationId());
        return new Trouble(
                passing ? Trouble.Kind.THROTTLED : Trouble.Kind.FINAL,
                failure,
                String.valueOf(refusal.getMessage()),
                answer.retryAfter(clock.instant()),
                false,
                refusal);
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
        // Room for the longest UTF-8 form, so that the secret is in no array that is not overwritten.
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

    private static Token read(Answer answer, long asked) throws UnreadableAnswerException {
        return Json.parse(answer.body(), parser -> token(parser, asked));
    }

    private static Token token(JsonParser parser, long asked) throws IOException {
        String[] text = {null};
        long[] seconds = {0};
        Json.object(parser, NAMES, (name, value) -> {
            switch (name) {
                case "access_token" -> text[0] = Json.text(value);
                case "expires_in" -> seconds[0] = Json.integer(value);
                default -> {}
            }
        });
        String token = Json.required(text[0], "access_token");
        if (LogText.token(token).isEmpty() && !token.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new UnreadableAnswerException("an access_token that no header can carry");
        }
        long life = Math.min(Math.max(seconds[0], 0), Duration.ofDays(450).toSeconds());
        long lead = Math.min(RENEWED_BEFORE_END.toSeconds(), life / 5);
        return new Token(
                "Bearer " + token, asked + Duration.ofSeconds(life - lead).toNanos());
    }

    private record Token(String authorization, long renewAt) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
