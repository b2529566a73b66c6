// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The driver of SQLite, which unpacks native code into the temporary folder when it is used first. */
final class SqliteDriver {
    private SqliteDriver() {}

    /**
     * Unpacks it if that was not done.
     *
     * @throws Missing if that is not possible
     */
    static void require() {
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            memory.isReadOnly();
        } catch (SQLException | UnsatisfiedLinkError e) {
            throw new Missing(e);
        }
    }

    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(Throwable cause) {
            super(cause);
        }
    }
}
