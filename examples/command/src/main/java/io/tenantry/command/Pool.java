// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreException.Kind;
import java.util.Locale;
import java.util.Optional;

/** Connections to a PostgreSQL database. */
final class Pool {
    private static final long PATIENCE = 10_000;

    private Pool() {}

    /**
     * Returns a pool whose first connection is made.
     *
     * @param size how many connections it holds at most
     * @throws StoreException if there is no connection
     */
    static HikariDataSource of(String url, Optional<String> password, int size) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        password.ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(PATIENCE);
        try {
            return new HikariDataSource(pool);
        } catch (HikariPool.PoolInitializationException e) {
            // The driver's message names host and user, and no password.
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("no connection");
            throw new StoreException(Kind.UNAVAILABLE, name(url) + ": " + why, e);
        }
    }

    /** Returns whether a place is written as a URL, and not as a path. */
    static boolean isUrl(String place) {
        return place.toLowerCase(Locale.ROOT).startsWith("jdbc:") || place.contains("://");
    }

    /** Returns the address without its settings, which may hold a password. */
    static String name(String url) {
        return url.replaceFirst("\\?.*", "");
    }
}
