// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;

/**
 * A data source that tells of each connection and statement before it, and of each commit of a write before and after
 * it. The receiver may throw, which stands for what cut the database off.
 */
@NullUnmarked
final class Tap {
    /** Receives a point; may throw. */
    @FunctionalInterface
    interface Receiver {
        void reached(String point) throws SQLException;
    }

    private static final List<Class<?>> WRAPPED = List.of(Connection.class, PreparedStatement.class, Statement.class);
    private static final Set<String> RUNS = Set.of("execute", "executeUpdate", "executeQuery", "executeBatch");

    private static final String IDLE = "idle_in_transaction_session_timeout = ";

    private final Receiver told;
    private boolean patient;

    Tap(Receiver told) {
        this.told = told;
    }

    /** Lets the server wait for a transaction that stands still, so that a kill ends it and nothing before. */
    Tap patient() {
        patient = true;
        return this;
    }

    DataSource of(DataSource real) {
        return (DataSource) new Wrapped(real, "", new boolean[1]).as(DataSource.class);
    }

    /** One object of the driver: its statement if it is one, and whether its transaction has written. */
    private final class Wrapped {
        private final Object real;
        private final String sql;
        private final boolean[] wrote;

        Wrapped(Object real, String sql, boolean[] wrote) {
            this.real = real;
            this.sql = sql;
            this.wrote = wrote;
        }

        Object as(Class<?> type) {
            return Proxy.newProxyInstance(
                    Tap.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> call(method, args));
        }

        private Object call(Method method, Object[] args) throws Throwable {
            String first = args != null && args[0] instanceof String text ? text : sql;
            boolean runs = RUNS.contains(method.getName());
            boolean commits = method.getName().equals("commit") || (runs && first.equals("commit"));
            if (method.getName().equals("getConnection") && real instanceof DataSource) {
                told.reached("before connect");
            } else if (commits && wrote[0]) {
                told.reached("before COMMIT");
            } else if (runs && real instanceof PreparedStatement) {
                wrote[0] |= !first.startsWith("select");
                told.reached("before " + name(first));
            }
            if (patient && args != null && args[0] instanceof String) {
                args[0] = first.replace(IDLE + "'2s'", IDLE + "'600s'");
            }
            Object result = invoke(method, args);
            if (commits && wrote[0]) {
                wrote[0] = false;
                told.reached("COMMIT");
            }
            return wrapped(result, method.getName().startsWith("prepare") ? first : "");
        }

        private Object invoke(Method method, Object[] args) throws Throwable {
            try {
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Object wrapped(Object result, String text) {
            return WRAPPED.stream()
                    .filter(type -> type.isInstance(result))
                    .findFirst()
                    .map(type ->
                            new Wrapped(result, text, real instanceof DataSource ? new boolean[1] : wrote).as(type))
                    .orElse(result);
        }
    }

    /** Returns the words that say what a statement does, without its columns. */
    private static String name(String sql) {
        return Stream.of(sql.split("[ ,(]+"))
                .filter(w -> w.matches("select|insert|update|delete|tenantry_\\w+|t_\\w+"))
                .limit(2)
                .collect(Collectors.joining(" "));
    }
}
