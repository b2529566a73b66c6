// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked for. If it was a commit, nothing of it is stored unless the kind says so. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure, for programs. */
    private final Kind kind;

    /**
     * Creates a failure.
     *
     * @param message what happened and what to do; without secrets and without personal data
     */
    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Creates a failure with its cause.
     *
     * @param message what happened and what to do; without secrets and without personal data
     */
    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** The kinds of failure. */
    public enum Kind {
        /** The store cannot be reached. Whether a commit took effect is unknown; the same commit may be sent again. */
        UNAVAILABLE,
        /** There is no room left. */
        FULL,
        /** The lease belongs to another holder by now, or to nobody. */
        FENCED,
        /** Another process uses the store. */
        IN_USE,
        /** The store was written by a newer version, which this one does not understand. */
        NEWER,
        /** The store is damaged. */
        DAMAGED,
        /** The request contradicts what is stored, or holds a value that no store can keep: a fault of the caller. */
        REFUSED
    }
}
