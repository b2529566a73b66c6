// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import java.util.Optional;

/** A PostgreSQL database, for several nodes. */
record StateServer(String url, Optional<String> password) implements StatePlace {
    @Override
    public String name() {
        return Pool.name(url);
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
        HikariDataSource source = Pool.of(url, password, 2);
        try {
            return new State(JdbcStore.open(source), source::close);
        } catch (StoreException e) {
            source.close();
            throw e;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
