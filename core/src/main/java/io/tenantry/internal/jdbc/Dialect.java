// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where two databases differ. */
interface Dialect {
    /** What a transaction is for, and how many seconds it may idle and wait for a lock. */
    enum Mode {
        /** One snapshot, and no writes. */
        READ("repeatable read, read only", 60, 5),
        /** Short: what it locks, others wait for. */
        WRITE("read committed", 2, 5),
        /** Changes tables, and waits until another node has done so. */
        MIGRATE("read committed", 10, 600);

        final String isolation;
        final int idle;
        final int wait;

        Mode(String isolation, int idle, int wait) {
            this.isolation = isolation;
            this.idle = idle;
            this.wait = wait;
        }
    }

    /** Returns the name of this database, for messages: never a URL. */
    String database();

    /** Returns whether one process at a time uses the database. */
    boolean isAlone();

    /** Returns the expression for the time of the database, in milliseconds. */
    String now();

    /** Returns the expression for the bytes that the tables with a prefix take, or their whole file. */
    String size(String prefix);

    /** Returns what a query ends with to keep its rows as they are until the commit. */
    String share();

    /** Returns the way to this database's connections. */
    Connections connections(Source source);

    /** Begins a transaction, in a schema if that is not empty. */
    void begin(Session session, Mode mode, String schema) throws SQLException;

    /** Makes the transaction durable. */
    void commit(Session session) throws SQLException;

    /** Takes everything back. */
    void rollback(Connection connection) throws SQLException;

    /** Returns what an error means. */
    Meaning meaning(SQLException error);

    /** Returns whether an error in a commit proves that nothing was kept. */
    boolean keptNothing(SQLException atCommit);

    /** Lets one node at a time change the tables with a prefix, until the commit; makes the schema if there is none. */
    void lock(Transaction transaction, String schema, String prefix) throws SQLException;

    /** Returns whether there is a table. */
    boolean has(Transaction transaction, String table) throws SQLException;
}
