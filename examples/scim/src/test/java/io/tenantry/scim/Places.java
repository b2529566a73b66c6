// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** Empty places for the tables of a test, in both databases. */
final class Places {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Places() {}

    /** The server of this process, started when the first test asks; it syncs, which the artefact turns off. */
    private static final class Server {
        static final HikariDataSource POOL = new HikariDataSource();

        static {
            try {
                POOL.setDataSource(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start()
                        .getPostgresDatabase());
                POOL.setMaximumPoolSize(10);
                POOL.setMinimumIdle(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the connections to PostgreSQL. */
    static DataSource pool() {
        return Server.POOL;
    }

    /** Returns the settings of a store in a new schema of PostgreSQL. */
    static ScimStore.Builder postgres() {
        return postgres(newSchema());
    }

    /** Returns the settings of a store in a schema of PostgreSQL. */
    static ScimStore.Builder postgres(String schema) {
        return ScimStore.on(pool()).schema(schema);
    }

    /** Returns the name of a schema that no other test has. */
    static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    /** Returns the settings of a store in a new SQLite file. */
    static ScimStore.Builder sqlite() {
        try {
            return sqlite(Files.createTempDirectory("scim").resolve("scim.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the settings of a store in a SQLite file. */
    static ScimStore.Builder sqlite(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return ScimStore.on((DataSource) source);
    }

    /** Returns the settings of one of each. */
    static Stream<ScimStore.Builder> both() {
        return Stream.of(sqlite(), postgres());
    }
}
