// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A PostgreSQL server of one test, which can be killed and started again over what it has on the disk. */
public final class OwnPostgres implements AutoCloseable {
    private static final int TRIES = 10;

    private final Path folder;
    private final HikariDataSource pool = new HikariDataSource();
    private EmbeddedPostgres server;

    /** Starts a server. */
    public OwnPostgres() {
        try {
            folder = Files.createTempDirectory("tenantry");
            server = server(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool.setDataSource(server.getPostgresDatabase());
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(2_000);
    }

    private EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** Returns a pool of two connections. */
    public DataSource pool() {
        return pool;
    }

    /** Kills the server, and waits until nothing of it is left. */
    public void kill() {
        try {
            String first = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                    .get(0);
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
            List<ProcessHandle> children = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            children.forEach(c -> c.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the killed server again, at the same address, and waits until the pool has a connection to it. */
    public void start() {
        int port = server.getPort();
        try {
            server.close();
        } catch (IOException e) {
            // There is nothing to stop.
        }
        try {
            server = server(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connect();
    }

    private void connect() {
        for (int tries = 1; ; tries++) {
            try (Connection connection = pool.getConnection()) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (tries == TRIES) {
                    throw new IllegalStateException("the server does not answer in " + tries + " tries", e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        server.close();
    }
}
