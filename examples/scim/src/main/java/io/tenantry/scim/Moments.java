// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The numbers of the writes to one connection, within one transaction. Each has a random mark, because after a backup
 * was restored numbers are given out again. Not thread-safe.
 */
final class Moments {
    /** How many moments a watermark may be behind; then all people are read. */
    private static final long KEPT = 100_000;

    private final Transaction transaction;
    private final String connection;

    Moments(Transaction transaction, String connection) {
        this.transaction = transaction;
        this.connection = connection;
    }

    /**
     * Begins a write. It keeps the row of the connection locked until the commit, so writes of one connection come one
     * after the other, and who sees a moment sees everything up to it.
     *
     * @param mark what no other moment has
     */
    long next(String mark) throws SQLException {
        transaction.update("update scim_connection set moment = moment + 1 where name = ?", connection);
        long moment = now();
        transaction.update(
                "insert into scim_moment (connection, moment, mark) values (?, ?, ?)", connection, moment, mark);
        forget(moment - KEPT);
        return moment;
    }

    /** Forgets what only an older watermark asks for. */
    private void forget(long before) throws SQLException {
        transaction.update("delete from scim_moment where connection = ? and moment <= ?", connection, before);
        transaction.update(
                "delete from scim_change where connection = ? and moment <= ? and not exists (select 1 from scim_resource r"
                        + " where r.connection = scim_change.connection and r.kind = 'user' and r.id ="
                        + " scim_change.user_id)",
                connection,
                before);
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
        int colon = watermark.indexOf(':');
        if (colon < 0 || !watermark.substring(0, colon).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return one(
                "select moment from scim_moment where connection = ? and moment = ? and mark = ?",
                connection,
                Long.parseLong(watermark.substring(0, colon)),
                watermark.substring(colon + 1));
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
