// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After}, in whichever form it comes. */
public final class RetryAfter {
    /** The longest wait that is believed; whoever names more means "not today". */
    static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Returns the wait that the header names; nothing if it names none that can be understood. */
    public static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> wait = isNumber(text) ? seconds(text) : date(text, now);
        return wait.map(RetryAfter::bounded);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+');
    }

    private static Optional<Duration> seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            double capped = Math.min(Math.max(0, seconds), (double) LONGEST.toSeconds());
            return Optional.of(Duration.ofMillis((long) Math.ceil(capped * 1000)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            ZonedDateTime then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, then.toInstant()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
