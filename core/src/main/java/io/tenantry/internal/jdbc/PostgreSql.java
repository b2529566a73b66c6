// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL 12 or later. What a transaction needs is set for that transaction alone and in one round trip, so a
 * connection goes back to its pool as it came.
 */
final class PostgreSql implements Dialect {
    /** A database that gave no connection yet. */
    static final Dialect UNREACHED = new PostgreSql("The database");

    private static final int OLDEST = 12;
    private static final Pattern PLACE =
            Pattern.compile("jdbc:postgresql://([\\w.:,\\[\\]-]+)/([\\w.%-]*)([?].*)?", Pattern.DOTALL);

    /** The server refuses to change the isolation once a statement has run, and takes the same one again at any time. */
    private static final String ALONE =
            "set transaction isolation level serializable; set transaction isolation level ";

    /** A commit waits for the disk, unless the server is set to wait for more than that. */
    private static final String DURABLE = "; select set_config('synchronous_commit', 'on', true)"
            + " where current_setting('synchronous_commit') = 'off'";

    private static final Meaning SILENT =
            Meaning.of(Kind.UNAVAILABLE, "the database does not answer", "Check the server, then try again.");

    /** By SQLSTATE, and by its class for the others. */
    private static final Map<String, Meaning> MEANINGS = new HashMap<>();

    static {
        mean(
                "0A 21 22 23 25 42 44 54",
                Meaning.of(Kind.REFUSED, "PostgreSQL refuses the statement", "Report this error."));
        mean("08", Meaning.again("the connection is lost", "Check the server and the network, then try again."));
        mean(
                "25P03 25P04 57P01 57P02 57P03 57P05",
                Meaning.again("the server ended the connection", "Try again once the server is up."));
        mean("40001 40P01", Meaning.again("it collides with another transaction each time", "Try again."));
        mean(
                "25001",
                Meaning.of(
                        Kind.REFUSED,
                        "the connection belongs to a transaction of the host",
                        "Pass the pool itself, not a data source that joins transactions."));
        mean(
                "25P02",
                Meaning.of(
                        Kind.REFUSED,
                        "the connection came in a transaction of the host that had failed",
                        "Pass the pool itself, and let it roll back what is given back to it."));
        mean("42P01 42P07 42703", Meaning.IN_PART);
        mean(
                "25006",
                Meaning.of(
                        Kind.UNAVAILABLE,
                        "the server takes no writes",
                        "Check whether the address leads to a standby."));
        mean(
                "28 3D",
                Meaning.of(
                        Kind.UNAVAILABLE, "the server does not let the user in", "Check user, password and database."));
        mean(
                "42501",
                Meaning.of(Kind.REFUSED, "the user may not do this", "Grant the user the right, or use another user."));
        mean(
                "3F000",
                Meaning.of(
                        Kind.REFUSED,
                        "the schema that the user works in does not exist",
                        "Create it, name another one, or set the user's search_path."));
        mean("53100", Meaning.of(Kind.FULL, "the disk is full", "Free some space, then try again."));
        mean(
                "55P03",
                Meaning.of(
                        Kind.UNAVAILABLE,
                        "another transaction keeps the rows locked",
                        "Try again, or end that transaction."));
        mean("XX001 XX002", Meaning.of(Kind.DAMAGED, "the data is damaged", "Restore a backup."));
    }

    private static void mean(String states, Meaning meaning) {
        for (String state : states.split(" ", -1)) {
            MEANINGS.put(state, meaning);
        }
    }

    private final String name;

    private PostgreSql(String name) {
        this.name = name;
    }

    /** Asks a connection where it leads. It may be in a transaction of the host, so nothing is sent. */
    static PostgreSql of(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        Matcher place = PLACE.matcher(String.valueOf(about.getURL()));
        String name = "PostgreSQL" + (place.matches() ? " database " + place.group(2) + " at " + place.group(1) : "");
        if (about.getDatabaseMajorVersion() < OLDEST) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    name + ": the server has version " + about.getDatabaseProductVersion() + ". Use PostgreSQL "
                            + OLDEST + " or later.");
        }
        return new PostgreSql(name);
    }

    @Override
    public String database() {
        return name;
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public String now() {
        return "(extract(epoch from clock_timestamp()) * 1000)::bigint";
    }

    @Override
    public String size(String prefix) {
        return "(select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint from pg_class where relkind = 'r'"
                + " and relnamespace = (select oid from pg_namespace where nspname = current_schema()) and starts_with(relname, '"
                + prefix + "'))";
    }

    @Override
    public String share() {
        return "for share";
    }

    @Override
    public Connections connections(Source source) {
        return new Pooled(source);
    }

    /**
     * The connection may be in a transaction in which the host has run a statement: then the server refuses. A node that
     * is stopped inside its transaction must not keep its locks: the server ends one that idles.
     */
    @Override
    public void begin(Session session, Mode mode, String schema) throws SQLException {
        session.begin();
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(ALONE + mode.isolation + (schema.isEmpty() ? "" : "; set local search_path to " + schema)
                    + "; set local idle_in_transaction_session_timeout = '" + mode.idle
                    + "s'; set local lock_timeout = '" + mode.wait + (mode == Mode.READ ? "s'" : "s'" + DURABLE));
        }
    }

    /**
     * A connection that came without autocommit may be the one of the host's transaction, whose data source ignores a
     * commit: then this transaction goes on, and the server refuses to set its isolation.
     */
    @Override
    public void commit(Session session) throws SQLException {
        session.connection().commit();
        if (!session.committedItself()) {
            try (Statement statement = session.connection().createStatement()) {
                statement.execute(ALONE + "read committed");
            }
            session.connection().rollback();
        }
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public void lock(Transaction transaction, String schema, String prefix) throws SQLException {
        transaction.list(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> true, "tables " + schema + "." + prefix);
        if (!schema.isEmpty()
                && transaction
                        .one("select 1 from pg_namespace where nspname = ?", row -> true, schema)
                        .isEmpty()) {
            transaction.define("create schema " + schema);
        }
    }

    /**
     * Asks the catalogue itself: a function that looks a name up may answer from before a wait for another node's lock.
     */
    @Override
    public boolean has(Transaction transaction, String table) throws SQLException {
        return transaction
                .one(
                        "select 1 from pg_class where relname = ? and relnamespace in (select oid from pg_namespace where"
                                + " nspname = any (current_schemas(false))) limit 1",
                        row -> true,
                        table)
                .isPresent();
    }

    /** Only an error that the server states in place of the commit; a lost connection proves nothing. */
    @Override
    public boolean keptNothing(SQLException atCommit) {
        String state = state(atCommit);
        return state.startsWith("23") || state.startsWith("25P") || state.equals("40001") || state.equals("40P01");
    }

    @Override
    public Meaning meaning(SQLException error) {
        String state = state(error);
        Meaning ofClass = MEANINGS.get(state.length() < 2 ? "" : state.substring(0, 2));
        return Objects.requireNonNullElse(MEANINGS.getOrDefault(state, ofClass), SILENT);
    }

    private static String state(SQLException error) {
        String state = error.getSQLState();
        return state == null ? "" : state;
    }
}
