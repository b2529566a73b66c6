// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
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

    /** Returns a pool for all tests, which spares most of them the start of a connection. */
    static DataSource pool() {
        return Server.POOL;
    }

    /** Returns a data source that opens a connection each time. */
    public static DataSource source() {
        return source("postgres", "s3cret");
    }

    /** Returns a data source for another user; the server believes any password. */
    static DataSource source(String user, String password) {
        String url = Server.STARTED.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
        return (DataSource) Proxy.newProxyInstance(
                Postgres.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getConnection" ->
                        DriverManager.getConnection(url + "?user=" + user + "&password=" + password);
                    case "getLoginTimeout" -> 0;
                    default -> null;
                });
    }

    /** Returns the name of a schema that no other test has. */
    public static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }
}
