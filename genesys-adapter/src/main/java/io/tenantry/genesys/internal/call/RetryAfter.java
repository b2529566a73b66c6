// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code Retry-After} in all its forms. */
public final class RetryAfter {
    /** The longest wait that we accept; a longer one means "not today". */
    static final Duration LONGEST = Duration.ofDays(1);

    /**
     * The three date forms of RFC 9110, 5.6.7: the current one, and the two obsolete ones that a recipient must accept.
     */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /** Returns the wait that the header names; empty if it is unreadable. */
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
        return DATES.stream().flatMap(form -> date(text, form, now).stream()).findFirst();
    }

    private static Optional<Duration> date(String text, DateTimeFormatter form, Instant now) {
        try {
            return Optional.of(
                    Duration.between(now, ZonedDateTime.parse(text, form).toInstant()));
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
