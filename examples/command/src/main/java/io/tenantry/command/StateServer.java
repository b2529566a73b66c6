// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

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
            boolean made = !holdsState(source);
            return new State(JdbcStore.open(source), made, source::close);
        } catch (StoreException e) {
            source.close();
            throw e;
        }
    }

    /** The tables of pushes, which may lie in the same database, have names of their own. */
    private static boolean holdsState(DataSource source) {
        String tables = "select 1 from pg_tables where schemaname = current_schema()"
                + " and tablename like 'tenantry\\_%' and tablename not like 'tenantry\\_scim\\_%' limit 1";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(tables)) {
            return row.next();
        } catch (SQLException e) {
            // Opening it says why.
            return true;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
