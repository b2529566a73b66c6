// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.EnumSet;
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
        makePrivate();
        return driver.connect("jdbc:sqlite:" + file.toUri(), new Properties());
    }

    /** A new file is its owner's alone, since it names people; what SQLite puts beside it has the same permissions. */
    private void makePrivate() {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE)));
            }
        } catch (IOException e) {
            // It is there already; or it cannot be made, and the driver says so with a code.
        }
    }

    @Override
    public String toString() {
        return "SQLite file " + file;
    }
}
