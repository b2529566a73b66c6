// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.RateBudget.Announcement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The call budget that an answer announces in its headers. */
final class BudgetHeaders {
    private static final int MOST_DIGITS = 7;

    private BudgetHeaders() {}

    /** Returns the announcement, or null unless all three headers are present and hold numbers. */
    static @Nullable Announcement read(Answer answer) {
        int allowed = number(answer.header("inin-ratelimit-allowed"));
        if (allowed < 1) {
            return null;
        }
        int count = number(answer.header("inin-ratelimit-count"));
        int reset = number(answer.header("inin-ratelimit-reset"));
        return count < 0 || reset < 0 ? null : new Announcement(count, allowed, Duration.ofSeconds(reset));
    }

    private static int number(@Nullable String header) {
        String text = header == null ? "" : header.strip();
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
