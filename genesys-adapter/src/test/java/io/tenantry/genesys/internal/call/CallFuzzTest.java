// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenantry.genesys.RateBudget.Announcement;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * For any error body and header nothing is thrown and no control character reaches a log. For any token answer or
 * packed body there is a usable token, a whole body, or a reported failure.
 */
class CallFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String SOUND =
            "{\"message\":\"m\",\"code\":\"c\",\"messageWithParams\":\"{x}\",\"limit\":{\"key\":\"k\"},\"scimType\":\"s\"}";

    private static final String TOKEN = "{\"access_token\":\"a-b_c.d\",\"token_type\":\"bearer\",\"expires_in\":86400}";
    private static final List<String> ANNOUNCING =
            List.of("inin-ratelimit-allowed", "inin-ratelimit-count", "inin-ratelimit-reset");
    private static final HttpHeaders GZIP = HttpHeaders.of(Map.of("Content-Encoding", List.of("gzip")), (n, v) -> true);
    private static final int LIMIT = 10_000;

    @FuzzTest(maxDuration = "60s")
    void readsAnyError(byte[] bytes) {
        Answer answer = new Answer(400, HttpHeaders.of(Map.of(), (n, v) -> true), bytes);

        String text = ErrorBody.of(answer).text();

        assertThat(text.codePoints().noneMatch(Character::isISOControl)).isTrue();
    }

    @FuzzTest(maxDuration = "20s")
    void readsAnyRetryAfter(byte[] bytes) {
        assertThat(RetryAfter.parse(new String(bytes, UTF_8), NOW))
                .matches(wait -> wait.isEmpty() || !wait.get().isNegative());
    }

    @FuzzTest(maxDuration = "60s")
    void readsAnyToken(byte[] bytes) {
        Tokens.Token token;
        try {
            token = Json.parse(bytes, parser -> Tokens.token(parser, 7));
        } catch (UnreadableAnswerException e) {
            assertThat(e).hasMessageNotContaining("\n");
            return;
        }

        HttpRequest carrying = HttpRequest.newBuilder(URI.create("https://api.example"))
                .header("Authorization", token.authorization())
                .build();
        assertThat(carrying.headers().firstValue("Authorization"))
                .hasValueSatisfying(value -> assertThat(value).matches("Bearer [!-~]+"));
        assertThat(token.renewAt()).isBetween(7L, 7 + Duration.ofDays(450).toNanos());
    }

    @FuzzTest(maxDuration = "20s")
    void readsAnyBudget(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        for (String odd : ANNOUNCING) {
            Map<String, List<String>> headers = new HashMap<>();
            ANNOUNCING.forEach(name -> headers.put(name, List.of(name.equals(odd) ? text : "7")));

            Announcement heard =
                    BudgetHeaders.read(new Answer(200, HttpHeaders.of(headers, (n, v) -> true), new byte[0]));

            if (heard != null) {
                assertThat(text.strip()).matches("[0-9]{1,7}");
                assertThat(heard.allowed()).isPositive();
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void inflatesAnyBodyOrRefuses(byte[] bytes) {
        try {
            assertThat(BoundedBody.inflated(bytes, GZIP, LIMIT)).hasSizeLessThanOrEqualTo(LIMIT);
        } catch (IOException e) {
            assertThat(bytes).isNotEmpty();
        }
    }

    @Test
    void readsSoundTokensAndBodies() throws IOException {
        Tokens.Token token = Json.parse(TOKEN.getBytes(UTF_8), parser -> Tokens.token(parser, 7));

        assertThat(token)
                .isEqualTo(new Tokens.Token(
                        "Bearer a-b_c.d", 7 + Duration.ofDays(1).minusMinutes(1).toNanos()));
        assertThat(BoundedBody.inflated(gzip(SOUND), GZIP, LIMIT)).isEqualTo(SOUND.getBytes(UTF_8));
    }

    @Test
    void readsDamagedAnswersAndHeaders() throws IOException {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int i = 0; i < 4_000; i++) {
            byte[] error = SOUND.getBytes(UTF_8);
            byte[] token = TOKEN.getBytes(UTF_8);
            byte[] packed = gzip(SOUND);
            byte[] header = "Tue, 24 Nov 2026 10:00:30 GMT".getBytes(UTF_8);
            for (int n = random.nextInt(5); n > 0; n--) {
                error[random.nextInt(error.length)] = (byte) random.nextInt(256);
                token[random.nextInt(token.length)] = (byte) random.nextInt(256);
                packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
                header[random.nextInt(header.length)] = (byte) random.nextInt(128);
            }
            readsAnyError(error);
            readsAnyToken(token);
            inflatesAnyBodyOrRefuses(packed);
            readsAnyBudget(header);
            readsAnyRetryAfter(header);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
