// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign texts on their way into addresses and logs, and out of headers. */
class TextsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "0, PT0S",
                "7, PT7S",
                "' 7 ', PT7S",
                "+7, PT7S",
                "1.5, PT1.5S",
                "-3, PT0S",
                "3600, PT1H",
                "999999999999, PT24H",
                "'Tue, 24 Nov 2026 10:00:30 GMT', PT30S",
                "'Tue, 24 Nov 2026 09:00:00 GMT', PT0S",
                "'Tuesday, 24-Nov-26 10:00:30 GMT', PT30S",
                "'Tue Nov 24 10:00:30 2026', PT30S",
                "'Fri Jan  1 00:00:00 2027', PT24H",
                "'Fri, 24 Nov 2045 10:00:00 GMT', PT24H",
                "'Fri, 24 Nov 2045 10:00:00 +0000', PT24H",
                "'', none",
                "soon, none",
                "--, none",
                "1.2.3, none",
                "NaN, none",
                "'Tue, 99 Nov 2026 10:00:30 GMT', none"
            })
    void understandsRetryAfterInEveryForm(String header, @Nullable String wait) {
        assertThat(RetryAfter.parse(header, NOW))
                .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
    }

    @Test
    void encodesAnyValueSoThatItComesBackAndEndsNothing() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            String value = text(random);

            String encoded = PathText.encode(value);

            assertThat(encoded).matches("[A-Za-z0-9%._~-]*");
            assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .isEqualTo(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertThat(URI.create("https://api.example/x?v=" + encoded).getHost())
                    .isEqualTo("api.example");
        }
    }

    @Test
    void keepsAnyTextOnOneLineOfALog() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            String line = LogText.line(text(random));

            assertThat(line.codePoints()
                            .noneMatch(c -> Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT
                                    || c == 0x2028
                                    || c == 0x2029))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token Bearer abc.def-123 is not valid",
                "header was basic Y2xpZW50OnNlY3JldA==",
                "no client with secret Zk3vJx8Qp0aLw9RtYb2NcE5uHd7sGm1oXiKfTqVy",
            })
    void logsNoSecretThatTheServiceQuotes(String quoted) {
        assertThat(LogText.line(quoted)).contains("(secret)").doesNotContain("abc.def", "Y2xp", "Zk3v");
    }

    @Test
    void logsIdentifiersAndSentences() {
        String plain =
                "user 9a617dbf-496f-4daf-a75e-5a9f0a7111d7 of division 4ddd21ee-8a68-4d48-840c-aaa5b9e0600c is gone";

        assertThat(LogText.line(plain)).isEqualTo(plain);
    }

    @Test
    void logsNoCorrelationIdThatIsNone() {
        assertThat(LogText.token("8f1c-77.a:b_C")).isEqualTo("8f1c-77.a:b_C");
        assertThat(LogText.token("a\r\nFAKE")).isEmpty();
        assertThat(LogText.token("x".repeat(101))).isEmpty();
        assertThat(LogText.token("aGVsbG8td29ybGQ".repeat(3))).isEmpty();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(32);
                        case 1 -> "\"\\%&=?#/;+ @<>\u202e\u2028\u0085\ud800".charAt(random.nextInt(18));
                        case 2 -> random.nextInt(0x10FFFF);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    @Test
    void aHostWithoutAnAddressIsSaidToBeUnknown() {
        ConnectException unresolved = new ConnectException();
        unresolved.initCause(new ConnectException().initCause(new UnresolvedAddressException()));

        assertThat(AttemptFailure.of(unresolved).text())
                .isEqualTo("the service could not be reached: no address is known for the host");
    }
}
