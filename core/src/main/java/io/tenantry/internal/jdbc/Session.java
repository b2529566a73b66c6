// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection with the statements that it keeps prepared. */
final class Session {
    private final Connection connection;
    private final boolean keepsStatements;
    private boolean committedItself = true;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Makes a session; one that lives longer than a transaction keeps its statements. */
    Session(Connection connection, boolean keepsStatements) {
        this.connection = connection;
        this.keepsStatements = keepsStatements;
    }

    Connection connection() {
        return connection;
    }

    /** Turns autocommit off, and remembers how it was. */
    void begin() throws SQLException {
        committedItself = connection.getAutoCommit();
        connection.setAutoCommit(false);
    }

    /** Returns whether autocommit was on when the connection was lent. */
    boolean committedItself() {
        return committedItself;
    }

    /** Sets autocommit as it was. */
    void end() throws SQLException {
        connection.setAutoCommit(committedItself);
    }

    /** What is done with a statement. */
    @FunctionalInterface
    interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** Uses a statement that nothing else uses meanwhile, not even the same text inside a walk over its rows. */
    <T> T with(String sql, Use<T> use) throws SQLException {
        PreparedStatement ready = prepared.remove(sql);
        PreparedStatement statement = ready != null ? ready : connection.prepareStatement(sql);
        try {
            T result = use.of(statement);
            done(sql, statement);
            return result;
        } catch (DatabaseException e) {
            done(sql, statement);
            throw e;
        }
    }

    /** After an error of the driver a statement is not touched again: it ends with its connection. */
    private void done(String sql, PreparedStatement statement) throws SQLException {
        if (!keepsStatements || prepared.putIfAbsent(sql, statement) != null) {
            statement.close();
        }
    }
}
