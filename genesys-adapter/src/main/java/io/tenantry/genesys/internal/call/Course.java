// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What has happened to one call so far, and whether it may be sent again. Used by one thread. */
final class Course {
    /** A service that always says "too many" without a wait would otherwise be asked for as long as the patience lasts. */
    private static final int MOST_REFUSALS = 20;

    private final Call call;
    private final RetryPolicy policy;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final boolean pooled;
    private int attempts;
    private int doubtful;
    private int unauthorized;
    private long firstBegan;

    Course(Call call, RetryPolicy policy, LongSupplier nanoTime, RandomGenerator random, boolean pooled) {
        this.call = call;
        this.policy = policy;
        this.nanoTime = nanoTime;
        this.random = random;
        this.pooled = pooled;
    }

    void begins() {
        if (attempts++ == 0) {
            firstBegan = nanoTime.getAsLong();
        }
    }

    /** Returns whether no attempt may begin after this wait, because the first one is too long ago. */
    boolean isOverAfter(Duration wait) {
        return attempts > 0 && elapsed().plus(wait).compareTo(policy.patience()) > 0;
    }

    int attempts() {
        return attempts;
    }

    /** Returns how long to wait before the call is sent again, or throws if it is not to be. */
    Duration pauseAfter(Trouble trouble) {
        if (trouble.kind() == Trouble.Kind.DOUBTFUL) {
            doubtful++;
        }
        if (trouble.kind() == Trouble.Kind.UNAUTHORIZED) {
            unauthorized++;
        }
        if (!mayBeSentAgain(trouble)) {
            throw trouble.ending(call, doubtful > 0);
        }
        Duration pause = pause(trouble);
        if (pause.compareTo(policy.longestPause()) > 0 || isOverAfter(pause)) {
            throw trouble.ending(call, doubtful > 0);
        }
        return pause;
    }

    private Duration pause(Trouble trouble) {
        if (unauthorizedOnce(trouble)) {
            return Duration.ZERO;
        }
        // The budget of the credential that was refused knows of the wait; another one may have a call left.
        boolean othersMayGo = pooled && trouble.kind() == Trouble.Kind.THROTTLED;
        Duration asked = othersMayGo ? Duration.ZERO : trouble.retryAfter().orElse(Duration.ZERO);
        return asked.plus(policy.backoff(attempts, random));
    }

    DirectoryException hostRests(Duration rest) {
        return givenUp("too many calls in a row failed, so the host is left alone for a while", rest);
    }

    DirectoryException budgetUsed(Duration wait) {
        return givenUp("the budget of calls is used", wait);
    }

    /** Returns what ends the call where no token was to be had: an attempt before that may have arrived. */
    DirectoryException withoutToken(DirectoryException failed) {
        return perhapsCarriedOut()
                ? new DirectoryException(
                        Failure.OUTCOME_UNKNOWN,
                        call.route() + " may have been carried out, and was not sent again: " + failed.getMessage(),
                        failed.retryAfter().orElse(null),
                        failed)
                : failed;
    }

    DirectoryException interrupted(InterruptedException e) {
        // The attempt that was interrupted may have arrived.
        boolean unknown = attempts > 0 && call.meaning() != Meaning.READ;
        return new DirectoryException(
                unknown ? Failure.OUTCOME_UNKNOWN : Failure.RETRY_LATER, call.route() + " was interrupted", e);
    }

    private DirectoryException givenUp(String why, Duration wait) {
        return new DirectoryException(
                perhapsCarriedOut() ? Failure.OUTCOME_UNKNOWN : Failure.RETRY_LATER,
                call.route() + " was not sent: " + why,
                wait,
                null);
    }

    private boolean perhapsCarriedOut() {
        return doubtful > 0 && call.meaning() != Meaning.READ;
    }

    private boolean mayBeSentAgain(Trouble trouble) {
        return switch (trouble.kind()) {
            case FINAL -> false;
            case UNAUTHORIZED -> unauthorized == 1;
            case DOUBTFUL -> call.meaning() != Meaning.ONE_SHOT && doubtful < policy.tries();
            case NOT_SENT -> attempts < policy.tries();
            case THROTTLED -> attempts < MOST_REFUSALS;
        };
    }

    private static boolean unauthorizedOnce(Trouble trouble) {
        return trouble.kind() == Trouble.Kind.UNAUTHORIZED;
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - firstBegan);
    }
}
