// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.internal.jdbc.Postgres;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.ProvisioningStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.sqlite.SQLiteDataSource;

/** What a store keeps its data on. It outlives the store, as a disk outlives a process. */
@NullUnmarked
interface Medium extends AutoCloseable {
    /** The kinds of media that Tenantry has a store for. */
    enum Kind {
        MEMORY,
        SQLITE,
        POSTGRES;

        /** Returns all of them, or the one that {@code -Dtenantry.medium=SQLITE} names. */
        static Stream<Kind> all() {
            String only = System.getProperty("tenantry.medium", "");
            return Stream.of(values()).filter(k -> only.isEmpty() || only.equals(k.name()));
        }

        /** Returns that of another process. */
        Medium at(String address) {
            return switch (this) {
                case MEMORY -> throw new IllegalArgumentException("memory has no address");
                case SQLITE -> new Sqlite(Path.of(address));
                case POSTGRES -> new PostgreSql(address);
            };
        }

        /** Returns an empty one. */
        Medium empty() {
            return switch (this) {
                case MEMORY -> new Memory();
                case SQLITE -> new Sqlite();
                case POSTGRES -> new PostgreSql();
            };
        }
    }

    /** Gives the world the store of a new process, which tells what it does and does what it is told. */
    void open(World world, Tap.Receiver told);

    /** Ends the process of the open store as a kill does, and lets its leases run out. */
    void die(World world);

    @Override
    void close();

    /** Returns a world in which something happened, over this medium; {@code state} is the same at each call. */
    World world(Consumer<World> state);

    /** The store itself: nothing of it ends with its process. */
    final class Memory implements Medium {
        private ProvisioningStore bare;

        @Override
        public World world(Consumer<World> state) {
            World world = new World();
            bare = world.store;
            state.accept(world);
            return world;
        }

        @Override
        public void open(World world, Tap.Receiver told) {
            world.store = new Recorded(bare, told);
        }

        @Override
        public void die(World world) {
            world.leasesBy(Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** A database, which is restored instead of being filled again. */
    abstract class Jdbc implements Medium {
        private JdbcStore store;
        private boolean saved;

        abstract JdbcStore store(Tap tap);

        /** Returns where another process finds it. */
        abstract String address();

        /** Lets the leases of a killed process run out; those in a file end with their process. */
        abstract void killed();

        /** Keeps what is on it. */
        abstract void save();

        /** Puts back what was kept. */
        abstract void restore();

        @Override
        public World world(Consumer<World> state) {
            if (!saved) {
                World first = new World();
                open(first, point -> {});
                state.accept(first);
                store.close();
                save();
                saved = true;
            }
            World world = new World();
            state.accept(world);
            restore();
            return world;
        }

        @Override
        public void open(World world, Tap.Receiver told) {
            end();
            store = store(new Tap(told));
            world.store = store;
        }

        /** Closes the store, as its process does in the end. */
        final void end() {
            if (store != null) {
                store.close();
            }
        }

        @Override
        public void close() {
            end();
        }
    }

    /** A file, of which a killed process leaves the file itself and the log beside it. */
    final class Sqlite extends Jdbc {
        private final Optional<Path> only;
        private final Path folder;
        private final List<Connection> open = new ArrayList<>();
        private int lives;

        Sqlite() {
            this.only = Optional.empty();
            this.folder = folder();
        }

        /** Leads to the file of another process, which outlives this one. */
        Sqlite(Path only) {
            this.only = Optional.of(only);
            this.folder = only.resolveSibling("nothing");
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("tenantry");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path file() {
            return only.orElseGet(() -> folder.resolve(lives + ".db"));
        }

        @Override
        String address() {
            return file().toString();
        }

        @Override
        JdbcStore store(Tap tap) {
            SQLiteDataSource source = new SQLiteDataSource() {
                @Override
                public org.sqlite.SQLiteConnection getConnection(String user, String password) throws SQLException {
                    org.sqlite.SQLiteConnection connection = super.getConnection(user, password);
                    open.add(connection);
                    return connection;
                }
            };
            source.setUrl("jdbc:sqlite:" + file());
            JdbcStore store = JdbcStore.open(tap.of(source));
            if (only.isEmpty()) {
                unsynced();
            }
            return store;
        }

        /** A process that dies takes nothing along that it had written, synced to the disk or not. */
        private void unsynced() {
            try (Statement statement = open.get(open.size() - 1).createStatement()) {
                statement.execute("pragma synchronous=off");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        void killed() {
            // The system has closed the file.
        }

        @Override
        void save() {
            copy(file(), folder.resolve("saved.db"));
        }

        @Override
        void restore() {
            end();
            cut();
            remove(file());
            lives++;
            copy(folder.resolve("saved.db"), file());
        }

        /** What the process wrote is copied while it lives; closing its connections then changes the old file alone. */
        @Override
        public void die(World world) {
            Path before = file();
            lives++;
            copy(before, file());
            Path log = folder.resolve(before.getFileName() + "-wal");
            if (Files.exists(log)) {
                copy(log, folder.resolve(file().getFileName() + "-wal"));
            }
            cut();
            remove(before);
        }

        private static void remove(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            super.close();
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(Sqlite::remove);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            remove(folder);
        }

        private void cut() {
            try {
                for (Connection connection : open) {
                    connection.close();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            open.clear();
        }

        private static void copy(Path from, Path to) {
            try {
                Files.copy(from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A schema, whose connections end with their process. */
    final class PostgreSql extends Jdbc {
        private static final List<String> TABLES =
                List.of("lease", "run", "call", "removal", "link", "mark", "note", "head", "audit", "opening");

        private final DataSource pool;
        private final String schema;
        private final boolean own;

        PostgreSql() {
            this.pool = Postgres.pool();
            this.schema = Postgres.newSchema();
            this.own = true;
            // As for a file: what the server has is not lost with its client.
            Postgres.syncs(false);
        }

        /** Leads to the schema of another process. */
        PostgreSql(String address) {
            String[] parts = address.split(" ", 2);
            this.pool = Postgres.at(parts[0]);
            this.schema = parts[1];
            this.own = false;
        }

        @Override
        String address() {
            return Postgres.url() + " " + schema;
        }

        @Override
        public void close() {
            super.close();
            if (own) {
                clear();
            }
        }

        private void clear() {
            run("drop schema if exists " + schema + " cascade");
            Postgres.syncs(true);
        }

        @Override
        JdbcStore store(Tap tap) {
            return JdbcStore.on((own ? tap : tap.patient()).of(pool))
                    .schema(schema)
                    .open();
        }

        @Override
        void save() {
            each("create table %1$s.saved_%2$s as table %1$s.tenantry_%2$s");
        }

        @Override
        void restore() {
            each("delete from %1$s.tenantry_%2$s; insert into %1$s.tenantry_%2$s table %1$s.saved_%2$s");
        }

        @Override
        public void die(World world) {
            killed();
        }

        @Override
        void killed() {
            run("update " + schema + ".tenantry_lease set expires = 0");
        }

        private void each(String statement) {
            run(TABLES.stream().map(t -> statement.formatted(schema, t)).collect(Collectors.joining("; ")));
        }

        private void run(String statements) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(statements);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
