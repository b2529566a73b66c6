// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;

/** A data source whose k-th call of the driver throws, before the driver did it or after. */
@NullUnmarked
final class Faults {
    /** What ends a connection always ends it, even if it also throws. */
    private static final Set<String> ENDS = Set.of("close", "abort", "rollback");

    private static final List<Class<?>> WRAPPED = List.of(
            Connection.class, PreparedStatement.class, Statement.class, ResultSet.class, DatabaseMetaData.class);

    private final DataSource real;
    private Supplier<SQLException> error = SQLException::new;
    private boolean after;
    private boolean lasting;
    private int left = Integer.MAX_VALUE;
    private String hit = "";

    Faults(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return (DataSource) wrap(DataSource.class, real);
    }

    /** Lets the k-th call from now on throw, counted from 1. */
    void arm(int k, boolean afterIt, boolean everyOneAfterIt, Supplier<SQLException> thrown) {
        left = k;
        after = afterIt;
        lasting = everyOneAfterIt;
        error = thrown;
        hit = "";
    }

    void disarm() {
        left = Integer.MAX_VALUE;
    }

    /** Runs something that meets no fault and is not counted. */
    <T> T paused(Supplier<T> run) {
        int kept = left;
        left = Integer.MAX_VALUE;
        try {
            return run.get();
        } finally {
            left = kept;
        }
    }

    /** Returns whether trying again at once cannot help: the error has a code of SQLite's. */
    boolean isFinal() {
        return error.get().getErrorCode() > 0;
    }

    /** Returns the call that threw first, or nothing if none has. */
    String hit() {
        return hit;
    }

    private Object wrap(Class<?> type, Object target) {
        return Proxy.newProxyInstance(
                Faults.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> call(target, method, args));
    }

    private Object call(Object target, Method method, Object[] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class || method.getName().equals("unwrap")) {
            return invoke(target, method, args);
        }
        left--;
        boolean now = left == 0 || (lasting && left < 0);
        if (now && hit.isEmpty()) {
            hit = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
        boolean late = (after && target != real) || ENDS.contains(method.getName());
        if (now && !late) {
            throw error.get();
        }
        Object result = invoke(target, method, args);
        if (now) {
            throw error.get();
        }
        return WRAPPED.stream()
                .filter(type -> type.isInstance(result))
                .findFirst()
                .map(type -> wrap(type, result))
                .orElse(result);
    }

    private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
