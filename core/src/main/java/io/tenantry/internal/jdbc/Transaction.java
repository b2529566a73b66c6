// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One transaction over the tables of one owner. In a SQL text, the owner's usual prefix becomes the one that the host
 * chose, <code>{now}</code> the database's time in milliseconds, and a final <code>{share}</code> keeps the rows that
 * were read as they are until the commit. Values are text, whole numbers and null. Not thread-safe.
 */
public final class Transaction {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Session session;
    private final UnaryOperator<String> sql;

    Transaction(Session session, UnaryOperator<String> sql) {
        this.session = session;
        this.sql = sql;
    }

    /**
     * Reads a row where it stands.
     *
     * @param <T> what it becomes
     */
    @FunctionalInterface
    public interface Row<T> {
        /**
         * Reads the current row.
         *
         * @param row the result, at this row
         * @return the value
         * @throws SQLException what the driver threw
         */
        T of(ResultSet row) throws SQLException;
    }

    /** Takes a row where it stands. */
    @FunctionalInterface
    public interface EachRow {
        /**
         * Takes the current row.
         *
         * @param row the result, at this row
         * @throws SQLException what the driver threw
         */
        void take(ResultSet row) throws SQLException;
    }

    /**
     * Changes rows.
     *
     * @param text the statement
     * @param values for its question marks
     * @return how many rows it changed
     * @throws SQLException what the driver threw
     */
    public int update(String text, @Nullable Object... values) throws SQLException {
        return session.with(sql.apply(text), statement -> {
            set(statement, values);
            return statement.executeUpdate();
        });
    }

    /**
     * Runs one statement with many rows of values, in few round trips.
     *
     * @param text the statement
     * @param rows the values for each run
     * @return how many rows each run changed; negative if the driver does not know
     * @throws SQLException what the driver threw
     */
    public int[] batch(String text, List<@Nullable Object[]> rows) throws SQLException {
        return session.with(sql.apply(text), statement -> {
            for (@Nullable Object[] values : rows) {
                set(statement, values);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /**
     * Hands over the rows one by one, without ever holding more than a thousand. What takes them must not call the
     * database.
     *
     * @param text the query
     * @param each takes a row
     * @param values for its question marks
     * @throws SQLException what the driver threw
     */
    public void each(String text, EachRow each, @Nullable Object... values) throws SQLException {
        session.with(sql.apply(text), statement -> {
            set(statement, values);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
            return true;
        });
    }

    /**
     * Returns all rows.
     *
     * @param <T> what a row becomes
     * @param text the query
     * @param row reads one
     * @param values for its question marks
     * @return the rows in the order of the query
     * @throws SQLException what the driver threw
     */
    public <T> List<T> list(String text, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        each(text, rows -> all.add(row.of(rows)), values);
        return all;
    }

    /**
     * Returns the only row.
     *
     * @param <T> what it becomes
     * @param text a query for one row at most
     * @param row reads it
     * @param values for its question marks
     * @return the row, or nothing
     * @throws SQLException what the driver threw
     */
    public <T> Optional<T> one(String text, Row<T> row, @Nullable Object... values) throws SQLException {
        return list(text, row, values).stream().findFirst();
    }

    /** Runs a statement that defines tables, as it stands. */
    void define(String text) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(sql.apply(text));
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
