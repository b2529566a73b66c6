// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A number that a process puts into a SQLite file, and beside it, before its first write. What the process leaves if it
 * is killed belongs to the file with that number: an older copy has another one.
 */
final class SqliteMark {
    /** The first byte of each mark; another program may use the same field of the header. */
    private static final int OURS = 'T' << 24;

    private static final int RANDOM = 1 << 24;

    private final Path beside;
    private final Source unmerged;

    /**
     * Creates the mark of a file.
     *
     * @param unmerged opens the file alone, without its log, its locks and any change of it
     */
    SqliteMark(Path file, Source unmerged) {
        this.beside = file.resolveSibling(file.getFileName() + "-mark");
        this.unmerged = unmerged;
    }

    /** Returns whether the file is known to be another copy than the one that the last process had open. */
    boolean isOfAnotherCopy() {
        try (Connection connection = unmerged.open()) {
            return !List.of(Files.readString(beside).split(" ")).contains(read(connection));
        } catch (IOException | SQLException e) {
            // Without a mark, or in a file that cannot be read, the check of the whole file decides.
            return false;
        }
    }

    /** Marks a file that this process has for itself, before anything else is written. */
    void renew(Connection connection) throws SQLException {
        String before = read(connection);
        int number = Integer.parseInt(before);
        if (number != 0 && (number & -RANDOM) != OURS) {
            return;
        }
        String now = Integer.toString(OURS | new SecureRandom().nextInt(RANDOM));
        try {
            Files.writeString(beside, before + " " + now);
            Sqlite.execute(connection, "pragma application_id=" + now);
            Sqlite.text(connection, "pragma wal_checkpoint(truncate)");
            Files.writeString(beside, now);
        } catch (IOException | SQLException e) {
            // As on a full disk. Beside the file are both numbers, or none: a killed process is noticed less, no more.
            return;
        }
    }

    /** Forgets the mark of a process that closed its file. */
    void end() {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // Without a log beside the file nobody asks for it.
            return;
        }
    }

    private static String read(Connection connection) throws SQLException {
        return Sqlite.text(connection, "pragma application_id");
    }
}
