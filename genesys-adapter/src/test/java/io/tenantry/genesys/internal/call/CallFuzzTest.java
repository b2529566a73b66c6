// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever an error says, and whatever a header holds, nothing is thrown and nothing odd reaches a log. */
class CallFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String SOUND =
            "{\"message\":\"m\",\"code\":\"c\",\"messageWithParams\":\"{x}\",\"limit\":{\"key\":\"k\"},\"scimType\":\"s\"}";

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

    @Test
    void readsDamagedErrorsAndHeaders() {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int i = 0; i < 4_000; i++) {
            byte[] error = SOUND.getBytes(UTF_8);
            byte[] header = "Tue, 24 Nov 2026 10:00:30 GMT".getBytes(UTF_8);
            for (int n = random.nextInt(5); n > 0; n--) {
                error[random.nextInt(error.length)] = (byte) random.nextInt(256);
                header[random.nextInt(header.length)] = (byte) random.nextInt(128);
            }
            readsAnyError(error);
            readsAnyRetryAfter(header);
        }
    }
}
