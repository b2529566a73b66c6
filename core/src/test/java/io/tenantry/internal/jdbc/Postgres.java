// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A PostgreSQL server for the tests of this JVM, started when the first one asks. It syncs at each commit, which the
 * artefact turns off: without that, no test of durability proves a thing.
 */
public final class Postgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Postgres() {}

    private static final class Server {
        static final EmbeddedPostgres STARTED = start();
        static final HikariDataSource POOL = new HikariDataSource();

        static {
            POOL.setDataSource(source());
            POOL.setMaximumPoolSize(20);
            POOL.setMinimumIdle(0);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "60")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says whether the server syncs, from a moment soon on; for tests in which only its client dies. */
    public static void syncs(boolean value) {
        try (Connection connection = pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set fsync = " + value);
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a pool for all tests, which spares most of them the start of a connection. */
    public static DataSource pool() {
        return Server.POOL;
    }

    /** Returns a data source that opens a connection each time. */
    public static DataSource source() {
        return source("postgres", "s3cret");
    }

    /** Returns a data source for another user; the server believes any password. */
    static DataSource source(String user, String password) {
        return at(url() + "?user=" + user + "&password=" + password);
    }

    /** Returns the address of the server. */
    public static String url() {
        return Server.STARTED.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    }

    /** Returns a data source that opens a connection to an address each time. */
    public static DataSource at(String url) {
        String full = url.contains("?") ? url : url + "?user=postgres&password=s3cret";
        return (DataSource) Proxy.newProxyInstance(
                Postgres.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getConnection" -> DriverManager.getConnection(full);
                    case "getLoginTimeout" -> 0;
                    default -> null;
                });
    }

    /** Returns the name of a schema that no other test has. */
    public static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }
}
