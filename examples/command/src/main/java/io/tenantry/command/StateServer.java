// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreException.Kind;
import java.util.Optional;

/** A PostgreSQL database, for several nodes. */
record StateServer(String url, Optional<String> password) implements StatePlace {
    private static final long PATIENCE = 10_000;

    @Override
    public String name() {
        return url.replaceFirst("\\?.*", "");
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public String cost() {
        return "";
    }

    @Override
    public void remove() {
        // It is always there, and never made by one run.
    }

    @Override
    public State open(Occupant occupant) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        password.ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(PATIENCE);
        HikariDataSource source = connected(pool);
        try {
            return new State(JdbcStore.open(source), source::close);
        } catch (StoreException e) {
            source.close();
            throw e;
        }
    }

    // The driver's message names host and user, and no password.
    private HikariDataSource connected(HikariConfig pool) {
        try {
            return new HikariDataSource(pool);
        } catch (HikariPool.PoolInitializationException e) {
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("no connection");
            throw new StoreException(Kind.UNAVAILABLE, name() + ": " + why, e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
