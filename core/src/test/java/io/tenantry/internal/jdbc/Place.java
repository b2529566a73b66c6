// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.sqlite.SQLiteDataSource;

/** An empty place for tables in one of the two databases. */
@NullUnmarked
final class Place implements AutoCloseable {
    static final Steps STEPS = steps(2);

    private final DataSource source;
    private final String schema;
    private final List<Database> open = new ArrayList<>();

    private Place(DataSource source, String schema) {
        this.source = source;
        this.schema = schema;
    }

    static Place postgres() {
        return new Place(Postgres.pool(), Postgres.newSchema());
    }

    static Place sqlite() {
        try {
            Path file = Files.createTempDirectory("tenantry").resolve("demo.db");
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + file);
            return new Place(source, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns one of each. */
    static Stream<Place> both() {
        return Stream.of(sqlite(), postgres());
    }

    static Steps steps(int latest) {
        return new Steps("io/tenantry/internal/jdbc/steps", latest, Place::resource);
    }

    private static InputStream resource(String name) {
        return Place.class.getResourceAsStream(name);
    }

    boolean isPostgres() {
        return !schema.isEmpty();
    }

    DataSource source() {
        return source;
    }

    String schema() {
        return schema;
    }

    /** Opens the place through a data source that leads to it, without its tables. */
    Tables open(DataSource through) {
        Database database = Database.open(through);
        open.add(database);
        return database.tables("demo_", schema, "demo_");
    }

    /** Opens the place with its tables. */
    Tables ready() {
        return ready(source);
    }

    Tables ready(DataSource through) {
        Tables tables = open(through);
        STEPS.migrate(tables);
        return tables;
    }

    @Override
    public void close() {
        end();
    }

    /** Closes what was opened; the place stays, as after the end of a process. */
    void end() {
        open.forEach(Database::close);
        open.clear();
    }

    @Override
    public String toString() {
        return isPostgres() ? "PostgreSQL" : "SQLite";
    }
}
