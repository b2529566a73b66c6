// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.contract.StoreWorld;
import io.tenantry.internal.jdbc.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A store in a real database, which can be closed and opened again. */
final class JdbcWorld implements StoreWorld {
    private final Supplier<JdbcStore> opener;
    private final Runnable end;
    private JdbcStore store;

    private JdbcWorld(Supplier<JdbcStore> opener, Runnable end) {
        this.opener = opener;
        this.end = end;
        this.store = opener.get();
    }

    /** A SQLite file. */
    static JdbcWorld sqlite() {
        try {
            Path file = Files.createTempDirectory("tenantry").resolve("store.db");
            return new JdbcWorld(() -> JdbcStore.file(file), () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema of its own in PostgreSQL, through a pool of two connections. */
    static JdbcWorld postgres() {
        return postgres(2);
    }

    static JdbcWorld postgres(int connections) {
        String schema = Postgres.newSchema();
        HikariConfig config = new HikariConfig();
        config.setDataSource(Postgres.source());
        config.setMaximumPoolSize(connections);
        HikariDataSource pool = new HikariDataSource(config);
        return new JdbcWorld(
                () -> JdbcStore.on(pool).schema(schema).prefix("t_").open(), pool::close);
    }

    @Override
    public ProvisioningStore store() {
        return store;
    }

    @Override
    public void reopen() {
        store.close();
        store = opener.get();
    }

    // The clock of a database cannot be set, so the test waits until it has gone on by this much.
    @Override
    public void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        store.close();
        end.run();
    }
}
