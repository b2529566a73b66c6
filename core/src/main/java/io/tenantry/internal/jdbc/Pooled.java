// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Takes a connection from the host's pool for each transaction, and gives it back as it was. */
final class Pooled implements Connections {
    private final Source pool;

    Pooled(Source pool) {
        this.pool = pool;
    }

    @Override
    public Session take() throws SQLException {
        return new Session(pool.open(), false);
    }

    @Override
    public void giveBack(Session session) {
        try {
            session.end();
            session.connection().close();
        } catch (SQLException | RuntimeException e) {
            discard(session);
        }
    }

    /** A pool keeps a connection that is merely closed, so it is aborted first: then the pool finds it dead. */
    @Override
    public void discard(Session session) {
        Connection connection = session.connection();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            rollback(connection);
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // The error that led here is the one to report; this connection is not used again.
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            // As above.
        }
    }

    @Override
    public void close() {}
}
