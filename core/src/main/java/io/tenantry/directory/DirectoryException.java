// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to the organization failed. There is one type with a {@link Failure} inside, rather than a type for each
 * failure, because outcomes and journals keep the failure as a value and switch over it.
 */
public final class DirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Failure failure;
    private final @Nullable Duration retryAfter;

    /**
     * Describes a failed call.
     *
     * @param message what happened, what to do, and the ids at the end; no secret and no personal data
     */
    public DirectoryException(Failure failure, String message, @Nullable Throwable cause) {
        this(failure, message, null, cause);
    }

    /** Describes a failed call that may be repeated after a time the service named. */
    public DirectoryException(
            Failure failure, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** Returns what a caller can do about it. */
    public Failure failure() {
        return failure;
    }

    /** Returns how long the service asked to wait, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
