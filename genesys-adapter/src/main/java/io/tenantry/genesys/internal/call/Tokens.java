// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.CallListener;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The token of one OAuth client: asked for when first needed, by one thread while the others wait, and again shortly before it
 * ends by a clock that cannot be set back. It is kept nowhere else.
 */
public final class Tokens {
    private static final Names NAMES = Names.of("access_token", "expires_in");
    private static final String ROUTE = "POST /oauth/token";
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(1);
    private static final int TRIES = 5;
    /** The longest life that is believed, and that of a token whose answer names none: then a refusal tells its end. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(450);

    private final Transport transport;
    private final URI endpoint;
    private final String clientId;
    private final Supplier<char[]> secret;
    private final RetryPolicy policy;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Witness witness;
    private final Circuit circuit;
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
            RandomGenerator random,
            List<CallListener> listeners) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.secret = secret;
        this.policy = policy;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.random = random;
        this.witness = new Witness(listeners);
        this.circuit = new Circuit(nanoTime);
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
        Duration rest = circuit.closedIn();
        if (!rest.isZero()) {
            throw new DirectoryException(
                    Failure.RETRY_LATER,
                    ROUTE + " was not sent: too many calls in a row failed, so the host is left alone for a while",
                    rest,
                    null);
        }
        long began = nanoTime.getAsLong();
        for (int attempt = 1; ; attempt++) {
            Outcome<Token> outcome = ask(attempt);
            Token token = outcome.value();
            if (token != null) {
                return token;
            }
            Trouble trouble = Objects.requireNonNull(outcome.trouble());
            Duration pause = pause(trouble, attempt, Duration.ofNanos(nanoTime.getAsLong() - began));
            witness.retrying(ROUTE, attempt, outcome, trouble, pause);
            sleeper.sleep(pause);
        }
    }

    private Outcome<Token> ask(int attempt) throws InterruptedException {
        long asked = nanoTime.getAsLong();
        Answer answer;
        try {
            answer = transport.exchange(request());
        } catch (IOException e) {
            circuit.unanswered();
            long nanos = nanoTime.getAsLong() - asked;
            witness.unanswered(ROUTE, attempt, nanos, e);
            return Outcome.unanswered(Trouble.of(e), nanos);
        }
        long nanos = nanoTime.getAsLong() - asked;
        witness.answered(ROUTE, attempt, answer, nanos);
        if (answer.status() < 502 || answer.status() > 504) {
            circuit.answered();
        } else {
            circuit.unanswered();
        }
        if (!answer.isSuccess()) {
            return Outcome.failed(refusal(answer), answer, nanos);
        }
        try {
            return Outcome.of(read(answer, asked), answer, nanos);
        } catch (UnreadableAnswerException e) {
            witness.unreadable(ROUTE, attempt, answer, nanos);
            return Outcome.failed(noToken(e), answer, nanos);
        }
    }

    /** A token that was made and cannot be read is nothing that a second one would double. */
    private static Trouble noToken(UnreadableAnswerException flaw) {
        return new Trouble(
                Trouble.Kind.NOT_SENT,
                Failure.RETRY_LATER,
                String.valueOf(flaw.getMessage()),
                Optional.empty(),
                true,
                flaw);
    }

    private Duration pause(Trouble trouble, int attempt, Duration elapsed) {
        Duration pause = trouble.retryAfter().orElseGet(() -> policy.backoff(attempt, random));
        boolean tooLong = pause.compareTo(policy.longestPause()) > 0
                || elapsed.plus(pause).compareTo(policy.patience()) > 0;
        if (trouble.kind() == Trouble.Kind.FINAL || attempt >= TRIES || tooLong) {
            throw new DirectoryException(
                    trouble.failure(),
                    ROUTE + " failed: " + trouble.text() + ", client " + clientId,
                    trouble.retryAfter().orElse(null),
                    trouble.cause());
        }
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
            throw new UnreadableAnswerException("an access_token that no header can carry");
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
}
