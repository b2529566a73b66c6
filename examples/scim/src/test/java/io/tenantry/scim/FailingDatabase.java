// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that cannot be used for a while: new connections fail, and so do those that are open. */
final class FailingDatabase {
    private static final Set<String> WITHOUT_THE_SERVER =
            Set.of("close", "abort", "isClosed", "unwrap", "isWrapperFor");

    private final DataSource real;
    private final BooleanSupplier cut;
    private @Nullable Connection latest;

    /**
     * @param real the database
     * @param cut whether the line to it is cut
     */
    FailingDatabase(DataSource real, BooleanSupplier cut) {
        this.real = real;
        this.cut = cut;
    }

    /** Returns the database as it is seen through the line. */
    DataSource seen() {
        return proxy(DataSource.class, real);
    }

    /** Changes something in the database itself, while nobody else does. */
    void update(String sql) {
        try {
            Connection open = latest;
            if (open != null && !open.isClosed()) {
                update(open, sql);
                return;
            }
            try (Connection own = real.getConnection()) {
                update(own, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private Object opened(Connection connection) {
        latest = connection;
        return proxy(Connection.class, connection);
    }

    private <T> T proxy(Class<T> type, T behind) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (cut.getAsBoolean() && !WITHOUT_THE_SERVER.contains(method.getName())) {
                throw new SQLException("no route to host", "08006");
            }
            try {
                Object result = method.invoke(behind, arguments);
                return result instanceof Connection connection ? opened(connection) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
