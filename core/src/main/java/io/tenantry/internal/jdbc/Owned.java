// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps one connection open and lends it to one thread at a time; opens another one after an error. */
final class Owned implements Connections {
    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session open;
    private boolean closed;

    Owned(Source source) {
        this.source = source;
    }

    @Override
    public Session take() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new SQLException("the database is closed", "08003");
            }
            Session session = open;
            if (session == null) {
                session = new Session(source.open(), true);
                open = session;
            }
            return session;
        } catch (SQLException | RuntimeException | Error e) {
            lock.unlock();
            throw e;
        }
    }

    @Override
    public void giveBack(Session session) {
        lock.unlock();
    }

    @Override
    public void discard(Session session) {
        open = null;
        try {
            session.connection().close();
        } catch (SQLException | RuntimeException e) {
            // The error that led here is the one to report; this connection is not used again.
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            Session session = open;
            open = null;
            if (session != null) {
                session.connection().close();
            }
        } finally {
            lock.unlock();
        }
    }
}
