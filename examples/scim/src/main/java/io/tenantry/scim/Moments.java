// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of the writes to one connection, within one transaction. Each has a random mark, because after a backup
 * was restored numbers are given out again. Not thread-safe.
 */
final class Moments {
    private static final long FORGOTTEN_AT_ONCE = 100;
    private static final Pattern WATERMARK = Pattern.compile("([0-9]{1,18}):(.*)");

    private final Transaction transaction;
    private final String connection;
    private final long kept;

    /**
     * Creates the moments.
     *
     * @param kept how many moments a watermark may be behind; then all people are read
     */
    Moments(Transaction transaction, String connection, long kept) {
        this.transaction = transaction;
        this.connection = connection;
        this.kept = kept;
    }

    /**
     * Begins a write. It keeps the row of the connection locked until the commit, so writes of one connection come one
     * after the other, and who sees a moment sees everything up to it.
     *
     * @param mark what no other moment has
     */
    long next(String mark) throws SQLException {
        long moment = one("update scim_connection set moment = moment + 1 where name = ? returning moment", connection)
                .orElseThrow(() -> new IllegalStateException("there is no connection " + connection));
        transaction.update(
                "insert into scim_moment (connection, moment, mark) values (?, ?, ?)", connection, moment, mark);
        if (moment % FORGOTTEN_AT_ONCE == 0) {
            forget(moment - kept);
        }
        return moment;
    }

    /** Forgets what only an older watermark asks for. Each moment comes to this once, so no older one is there. */
    private void forget(long last) throws SQLException {
        long before = last - FORGOTTEN_AT_ONCE;
        transaction.update(
                "delete from scim_moment where connection = ? and moment > ? and moment <= ?",
                connection,
                before,
                last);
        transaction.update(
                "delete from scim_change where connection = ? and moment > ? and moment <= ? and not exists (select 1 from scim_resource r"
                        + " where r.connection = scim_change.connection and r.kind = 'user' and r.id ="
                        + " scim_change.user_id)",
                connection,
                before,
                last);
    }

    long now() throws SQLException {
        return one("select moment from scim_connection where name = ?", connection)
                .orElse(0L);
    }

    /** Returns the watermark of this moment. */
    String watermark() throws SQLException {
        return transaction
                .one(
                        "select moment, mark from scim_moment where connection = ? order by moment desc limit 1",
                        row -> row.getLong(1) + ":" + row.getString(2),
                        connection)
                .orElse("0:");
    }

    /** Returns the moment of a watermark, if it is one of this connection that is not too old. */
    Optional<Long> of(String watermark) throws SQLException {
        Matcher parts = WATERMARK.matcher(watermark);
        return parts.matches()
                ? one(
                        "select moment from scim_moment where connection = ? and moment = ? and mark = ?",
                        connection,
                        Long.parseLong(parts.group(1)),
                        parts.group(2))
                : Optional.empty();
    }

    /** Returns whether it has the form of a watermark, and is unknown though it is not too old. */
    boolean lost(String watermark) throws SQLException {
        Matcher parts = WATERMARK.matcher(watermark);
        return parts.matches()
                && Long.parseLong(parts.group(1)) > now() - kept
                && of(watermark).isEmpty();
    }

    /** Returns the moment at which a group last became known or unknown. */
    long groups() throws SQLException {
        return one("select groups_moment from scim_connection where name = ?", connection)
                .orElse(0L);
    }

    void groupsChanged(long moment) throws SQLException {
        transaction.update("update scim_connection set groups_moment = ? where name = ?", moment, connection);
    }

    private Optional<Long> one(String query, Object... values) throws SQLException {
        return transaction.one(query, row -> row.getLong(1), values);
    }
}
