// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;
import java.util.ArrayDeque;

/** The ways in which a service may count calls; times are nanoseconds of a virtual clock. */
abstract class ServerModel {
    final int allowed;
    final long window;

    ServerModel(int allowed, Duration window) {
        this.allowed = allowed;
        this.window = window.toNanos();
    }

    /** Counts a call that arrives, and returns whether it is allowed. */
    abstract boolean arrives(long now);

    abstract int count(long now);

    abstract long untilReset(long now);

    RateBudget.Announcement announcement(long now) {
        long seconds = (untilReset(now) + 999_999_999) / 1_000_000_000;
        return new RateBudget.Announcement(count(now), allowed, Duration.ofSeconds(seconds));
    }

    /** Windows that follow each other, the first opened by the first call. */
    static final class Fixed extends ServerModel {
        private long opened = Long.MIN_VALUE;
        private int used;

        Fixed(int allowed, Duration window) {
            super(allowed, window);
        }

        @Override
        boolean arrives(long now) {
            if (opened == Long.MIN_VALUE || now - opened >= window) {
                opened = now;
                used = 0;
            }
            if (used >= allowed) {
                return false;
            }
            used++;
            return true;
        }

        @Override
        int count(long now) {
            return used;
        }

        @Override
        long untilReset(long now) {
            return opened + window - now;
        }
    }

    /** The last window's length at any time. */
    static final class Sliding extends ServerModel {
        private final ArrayDeque<Long> log = new ArrayDeque<>();

        Sliding(int allowed, Duration window) {
            super(allowed, window);
        }

        @Override
        boolean arrives(long now) {
            while (!log.isEmpty() && now - log.getFirst() >= window) {
                log.removeFirst();
            }
            if (log.size() >= allowed) {
                return false;
            }
            log.addLast(now);
            return true;
        }

        @Override
        int count(long now) {
            return log.size();
        }

        @Override
        long untilReset(long now) {
            return log.isEmpty() ? 0 : log.getFirst() + window - now;
        }
    }

    /** A bucket that holds the allowance and refills evenly within the window. */
    static final class Bucket extends ServerModel {
        private double tokens;
        private long filled;

        Bucket(int allowed, Duration window) {
            super(allowed, window);
            tokens = allowed;
        }

        @Override
        boolean arrives(long now) {
            tokens = Math.min(allowed, tokens + (double) (now - filled) * allowed / window);
            filled = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }

        @Override
        int count(long now) {
            return (int) Math.ceil(allowed - tokens);
        }

        @Override
        long untilReset(long now) {
            return (long) ((allowed - tokens) * window / allowed);
        }
    }
}
