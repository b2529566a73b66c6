// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Sha256;
import io.tenantry.internal.jdbc.Database;
import io.tenantry.internal.jdbc.DatabaseException;
import io.tenantry.internal.jdbc.Steps;
import io.tenantry.internal.jdbc.Tables;
import io.tenantry.internal.jdbc.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * What identity providers pushed, in a database: PostgreSQL for several nodes, or a SQLite file for one process. A write
 * is durable when the method returns. Each method takes one connection for one transaction of its own and never joins
 * one of the host's. It may stand in the database of a {@link io.tenantry.store.JdbcStore}, with a prefix of its own; a
 * SQLite file has one owner, so there it is a second file. Safe for use by several threads.
 */
public final class ScimStore implements AutoCloseable {
    private static final String USUAL = "scim_";
    private static final String PREFIX = "tenantry_scim_";
    private static final long KEPT = 100_000;
    private static final Steps STEPS = new Steps("io/tenantry/scim", 1, ScimStore.class::getResourceAsStream);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Database database;
    private final Tables tables;
    private final Clock clock;
    private final Supplier<String> ids;
    private final long kept;

    private ScimStore(Database database, Builder settings) {
        this.database = database;
        this.tables = database.tables(USUAL, settings.schema, settings.prefix);
        this.clock = settings.clock;
        this.ids = settings.ids;
        this.kept = settings.kept;
        if (settings.migrate) {
            STEPS.migrate(tables);
        } else {
            STEPS.check(tables);
        }
    }

    /**
     * Opens the tables in a SQLite file, and makes the file if there is none. No other process can open it until it is
     * closed.
     *
     * @throws ScimStoreException if another process has it open, or it cannot be used
     */
    public static ScimStore file(Path file) {
        return new Builder(() -> Database.file(file)).open();
    }

    /**
     * Opens the tables in a database, and makes or updates them.
     *
     * @param source a pool of PostgreSQL connections, or the source of a connection to a SQLite file
     * @throws ScimStoreException if the database cannot be used
     */
    public static ScimStore open(DataSource source) {
        return on(source).open();
    }

    /** Returns the settings of the tables in this database. */
    public static Builder on(DataSource source) {
        return new Builder(() -> Database.open(source));
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }

    /** The settings of the tables in a database. */
    public static final class Builder {
        private final Supplier<Database> place;
        private String schema = "";
        private String prefix = PREFIX;
        private Clock clock = Clock.systemUTC();
        private Supplier<String> ids = ScimStore::random;
        private long kept = KEPT;
        private boolean migrate = true;

        private Builder(Supplier<Database> place) {
            this.place = place;
        }

        /** Sets the schema of the tables; by default that of the connection. PostgreSQL only. */
        public Builder schema(String value) {
            schema = value;
            return this;
        }

        /** Sets what the names of the tables begin with; by default {@code tenantry_scim_}. */
        public Builder prefix(String value) {
            prefix = value;
            return this;
        }

        /** Sets the clock for the times of creation and change; by default that of the system. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Sets how many moments a watermark may be behind, for tests. */
        Builder kept(long value) {
            kept = value;
            return this;
        }

        /** Sets where ids of resources and marks of moments come from, for tests. */
        Builder ids(Supplier<String> value) {
            ids = value;
            return this;
        }

        /**
         * Sets whether the store makes and updates its tables; by default it does. Otherwise it only checks them, and
         * names the files in the jar that have to be run.
         */
        public Builder migrate(boolean value) {
            migrate = value;
            return this;
        }

        /**
         * Opens the tables.
         *
         * @throws ScimStoreException if the database cannot be used
         */
        public ScimStore open() {
            return told(() -> {
                Database database = place.get();
                try {
                    return new ScimStore(database, this);
                } catch (RuntimeException e) {
                    database.close();
                    throw e;
                }
            });
        }
    }

    /**
     * Returns the connection of a provider, and makes it if there is none of this name. One connection is one identity
     * source: it sees nothing of another.
     *
     * @param name small letters, digits and hyphens, at most 40; also the name of the identity source in messages
     * @throws IllegalArgumentException if the name is another
     * @throws ScimStoreException if the database cannot be used
     */
    public ScimConnection connection(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a connection cannot be named \"" + name + "\"; use small letters, digits and hyphens, at most 40");
        }
        told(() -> tables.ensure(transaction -> {
            int made = transaction.update(
                    "insert into scim_connection (name, moment, first_cycle, groups_moment) values (?, 0, ?, 0) on conflict do"
                            + " nothing",
                    name,
                    FirstCycle.OPEN.name());
            return made > 0 ? moments(transaction, name).next(newId()) : 0;
        }));
        return new ScimConnection(this, name);
    }

    /** Returns the names of all connections, in alphabetical order. */
    public List<String> connections() {
        return told(() -> tables.read(transaction ->
                transaction.list("select name from scim_connection order by name", row -> row.getString(1))));
    }

    /**
     * Returns the connection that a token belongs to. The hashes are compared in a time that does not tell how much of
     * them is right.
     */
    Optional<ScimConnection> connectionOf(String token) {
        byte[] hash = Sha256.hex(token).getBytes(StandardCharsets.US_ASCII);
        return told(() -> tables.read(transaction -> {
                    List<String> found = new ArrayList<>();
                    transaction.each("select hash, connection from scim_token", row -> {
                        if (MessageDigest.isEqual(row.getString(1).getBytes(StandardCharsets.US_ASCII), hash)) {
                            found.add(row.getString(2));
                        }
                    });
                    return found;
                }))
                .stream()
                .findFirst()
                .map(name -> new ScimConnection(this, name));
    }

    Tables tables() {
        return tables;
    }

    Moments moments(Transaction transaction, String connection) {
        return new Moments(transaction, connection, kept);
    }

    Instant now() {
        return clock.instant();
    }

    /** Returns a text that nothing else has. */
    String newId() {
        return ids.get();
    }

    static <T> T told(Supplier<T> use) {
        try {
            return use.get();
        } catch (DatabaseException e) {
            throw new ScimStoreException(e);
        }
    }

    /** Closes a SQLite file; a pool is the host's to close. */
    @Override
    public void close() {
        told(() -> {
            database.close();
            return true;
        });
    }
}
