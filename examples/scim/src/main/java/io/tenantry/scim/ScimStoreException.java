// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.jdbc.DatabaseException;

/**
 * The database of the endpoint did not do what it was asked. The message says what happened, in which database, and what
 * to do; it holds no URL, no password and nothing that was pushed.
 */
public final class ScimStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayTryAgain;
    private final boolean inUse;

    ScimStoreException(DatabaseException cause) {
        super(cause.getMessage(), cause);
        this.mayTryAgain =
                cause.kind() == DatabaseException.Kind.UNAVAILABLE || cause.kind() == DatabaseException.Kind.FULL;
        this.inUse = cause.kind() == DatabaseException.Kind.IN_USE;
    }

    /** Returns whether the same call may succeed later. */
    public boolean mayTryAgain() {
        return mayTryAgain;
    }

    /** Returns whether another process has the file open. */
    public boolean isInUse() {
        return inUse;
    }
}
