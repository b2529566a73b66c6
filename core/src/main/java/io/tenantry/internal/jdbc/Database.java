// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The way to a database. Each call takes one connection for one transaction of its own and never joins one of the
 * host's; a call inside a call is refused, because it could wait for its own connection. It works in an interrupted
 * thread and leaves the flag set. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final int TRIES = 4;

    private final Dialect dialect;
    private final Connections connections;
    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    private Database(Dialect dialect, Source source) {
        this.dialect = dialect;
        this.connections = dialect.connections(source);
    }

    /**
     * Opens the database that a data source leads to.
     *
     * @param source a pool of PostgreSQL connections; or gives a new connection to a SQLite file, which is then kept
     * @return the database
     */
    public static Database open(DataSource source) {
        return aside(() -> {
            Dialect dialect = recognise(source);
            return new Database(dialect, () -> connection(source)).ready();
        });
    }

    private static Connection connection(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        if (connection == null) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    "The database: " + source.getClass().getName() + " gave null in place of a connection. Fix it.");
        }
        return connection;
    }

    /**
     * Opens a SQLite file, and makes it if there is none. No other process can open it until it is closed.
     *
     * @param file the file, on a local disk
     * @return the database
     */
    public static Database file(Path file) {
        return aside(() -> {
            Sqlite dialect = new Sqlite(file);
            return new Database(dialect, new SqliteFile(dialect.file())).ready();
        });
    }

    private static Dialect recognise(DataSource source) {
        try (Connection connection = connection(source)) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "PostgreSQL" -> PostgreSql.of(connection);
                case "SQLite" -> Sqlite.of(connection);
                default ->
                    throw new DatabaseException(
                            Kind.REFUSED,
                            "The database is " + product + ". Use PostgreSQL, or SQLite for one process.");
            };
        } catch (SQLException e) {
            throw DatabaseException.of(e, guess(e).meaning(e), "The database", false);
        }
    }

    /** Only SQLite's driver states codes without an SQLSTATE. */
    private static Dialect guess(SQLException error) {
        return error.getErrorCode() > 0 && error.getSQLState() == null ? new Sqlite(Path.of("")) : PostgreSql.UNREACHED;
    }

    private Database ready() {
        tables("none_", "", "none_").read(transaction -> transaction.list("select 1", row -> 1));
        return this;
    }

    /**
     * Returns the tables of one owner.
     *
     * @param usual the prefix that the owner's SQL is written with
     * @param schema the schema they are in; empty for the one that the connection has
     * @param prefix the prefix that they have
     * @return the tables
     */
    public Tables tables(String usual, String schema, String prefix) {
        return new Tables(this, usual, schema, prefix);
    }

    /**
     * Returns whether one process at a time uses this database, so that a lease found in it is of a dead process.
     *
     * @return whether this process is alone
     */
    public boolean isAlone() {
        return dialect.isAlone();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs work until it is done, or until trying again cannot help. */
    <T> T run(Dialect.Mode mode, Tables tables, Work<T> work, boolean idempotent) {
        if (!inside.add(Thread.currentThread())) {
            throw new DatabaseException(
                    Kind.REFUSED, this + ": a call inside a call. End the walk or the work first, then call.");
        }
        try {
            return aside(() -> tries(mode, tables, work, idempotent));
        } finally {
            inside.remove(Thread.currentThread());
        }
    }

    private <T> T tries(Dialect.Mode mode, Tables tables, Work<T> work, boolean idempotent) {
        boolean unknown = false;
        boolean interrupted = false;
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return once(mode, tables, work);
                } catch (DatabaseException e) {
                    unknown |= e.outcomeUnknown();
                    interrupted |= Thread.interrupted();
                    if (tries == TRIES || !e.mayRepeat(idempotent)) {
                        throw unknown ? e.afterUnknown() : e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T once(Dialect.Mode mode, Tables tables, Work<T> work) {
        Session session = take();
        boolean commits = false;
        try {
            dialect.begin(session, mode, tables.schema());
            T result = work.in(new Transaction(session, tables::sql));
            commits = true;
            dialect.commit(session);
            connections.giveBack(session);
            return result;
        } catch (DatabaseException e) {
            takeBack(session);
            throw e;
        } catch (SQLException e) {
            connections.discard(session);
            throw DatabaseException.of(
                    e, dialect.meaning(e), toString(), commits && mode != Dialect.Mode.READ && !dialect.keptNothing(e));
        } catch (RuntimeException | Error e) {
            connections.discard(session);
            throw e;
        }
    }

    private Session take() {
        try {
            return connections.take();
        } catch (SQLException e) {
            Meaning meaning = dialect.meaning(e);
            boolean again = isInterrupt(e);
            throw DatabaseException.of(
                    e, new Meaning(meaning.kind(), again, meaning.what(), meaning.advice()), toString(), false);
        }
    }

    /** A pool that is interrupted while it waits clears the flag and says so with a cause alone. */
    private static boolean isInterrupt(SQLException error) {
        for (@Nullable Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return false;
    }

    /** Ends a transaction that the work itself gave up: its connection did nothing wrong. */
    private void takeBack(Session session) {
        try {
            dialect.rollback(session.connection());
            connections.giveBack(session);
        } catch (SQLException | RuntimeException e) {
            connections.discard(session);
        }
    }

    /** Runs with the interrupt flag off, and sets it again. */
    private static <T> T aside(Supplier<T> run) {
        boolean interrupted = Thread.interrupted();
        try {
            return run.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes a SQLite file; a pool is the host's to close. */
    @Override
    public void close() {
        try {
            connections.close();
        } catch (SQLException e) {
            throw DatabaseException.of(e, dialect.meaning(e), toString(), false);
        }
    }

    /** Names the database, without a URL. */
    @Override
    public String toString() {
        return dialect.database();
    }
}
