// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database did not do what it was asked. The message says what happened, in which database, and what to do; it holds
 * no URL, no password and no value of a row. Nothing of the transaction is kept, unless {@link #outcomeUnknown}.
 */
public final class DatabaseException extends RuntimeException {
    private static final Pattern URL = Pattern.compile("jdbc:\\S+");

    /** What can be done about it. */
    public enum Kind {
        /** The database cannot be reached or does not answer: try again later. */
        UNAVAILABLE,
        /** The database has no room: free some, then try again. */
        FULL,
        /** Another node took over: write nothing more under this lease. */
        FENCED,
        /** Another process has the file open. */
        IN_USE,
        /** A newer version of the library made the tables: use that version. */
        NEWER,
        /** The data cannot be read: restore a backup. */
        DAMAGED,
        /** The database refuses the request itself: the same request is refused again. */
        REFUSED
    }

    private final Kind kind;
    private final boolean outcomeUnknown;
    private final boolean again;

    /**
     * Makes a failure that the driver did not report.
     *
     * @param kind what can be done
     * @param message what happened, in which database, what to do
     */
    public DatabaseException(Kind kind, String message) {
        this(kind, message, null, false, false);
    }

    /** Makes a failure with more advice than that of the cause. */
    DatabaseException(Kind kind, String message, DatabaseException cause) {
        this(kind, message, cause, false, false);
    }

    private DatabaseException(
            Kind kind, String message, @Nullable Throwable cause, boolean outcomeUnknown, boolean again) {
        super(message, cause);
        this.again = again;
        this.kind = kind;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Returns the failure that an error of the driver means. */
    static DatabaseException of(SQLException error, Meaning meaning, String database, boolean outcomeUnknown) {
        SQLException plain = plain(error);
        return new DatabaseException(
                meaning.kind(),
                database + ": " + meaning.what()
                        + (outcomeUnknown ? ", and whether the commit was kept is unknown" : "")
                        + ". " + meaning.advice() + " [" + plain.getMessage() + ", SQLSTATE " + plain.getSQLState()
                        + ", code " + plain.getErrorCode() + "]",
                plain,
                outcomeUnknown,
                meaning.again());
    }

    /** Returns whether the same work may be run again at once. */
    boolean mayRepeat(boolean idempotent) {
        return again && (idempotent || !outcomeUnknown);
    }

    /** Returns the same failure of a later try, after a commit whose outcome is unknown. */
    DatabaseException afterUnknown() {
        return outcomeUnknown
                ? this
                : new DatabaseException(
                        kind,
                        getMessage() + " An earlier commit of the same work may have been kept.",
                        this,
                        true,
                        false);
    }

    /**
     * Returns the error with its first line alone, because drivers add the values of a row below it and quote a whole
     * statement in front of a failed batch.
     */
    private static SQLException plain(SQLException error) {
        SQLException said = error;
        while (said instanceof BatchUpdateException && said.getNextException() != null) {
            said = said.getNextException();
        }
        String text = said instanceof BatchUpdateException ? "a batch failed" : String.valueOf(said.getMessage());
        String line = URL.matcher(text.lines().findFirst().orElse("")).replaceAll("jdbc:…");
        SQLException plain = new SQLException(line, said.getSQLState(), said.getErrorCode());
        plain.setStackTrace(said.getStackTrace());
        return plain;
    }

    /**
     * Returns what can be done.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns whether the commit was sent and its answer was lost, so that the work may have been kept or not. Work
     * that has no further effect when it is done twice is simply sent again.
     *
     * @return whether nobody knows
     */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
