// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens a file with the SQLite driver, if the host has it. */
final class SqliteFile implements Source {
    private static final String DRIVER = "org.sqlite.JDBC";

    private final Path file;
    private final Driver driver;

    SqliteFile(Path file) {
        this(file, Thread.currentThread().getContextClassLoader(), SqliteFile.class.getClassLoader());
    }

    SqliteFile(Path file, @Nullable ClassLoader... loaders) {
        this.file = file.toAbsolutePath();
        this.driver = driver(loaders);
    }

    private Driver driver(@Nullable ClassLoader... loaders) {
        for (ClassLoader loader : loaders) {
            try {
                return Class.forName(DRIVER, true, loader)
                        .asSubclass(Driver.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                // The next class loader may have it.
            }
        }
        throw new DatabaseException(
                Kind.REFUSED,
                this + ": the driver is not on the class path. Add org.xerial:sqlite-jdbc 3.46 or later.");
    }

    /** A file is named by its URI, because a question mark in a plain name would begin the driver's own options. */
    @Override
    public Connection open() throws SQLException {
        return driver.connect("jdbc:sqlite:" + file.toUri(), new Properties());
    }

    @Override
    public String toString() {
        return "SQLite file " + file;
    }
}
