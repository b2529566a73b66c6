// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** SQLite in a file of its own: one process, one connection, a write-ahead log that is synced at each commit. */
final class Sqlite implements Dialect {
    /** The first version whose clock has milliseconds. */
    private static final int[] OLDEST = {3, 42};

    /** Less room than this, in bytes, on the disk of a file means that an error of reading or writing is for lack of it. */
    private static final long ROOM = 1 << 20;

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Path named;
    private final Path file;
    /** What the file, its log and the given path were when they were opened; on a system without such keys, that they are there. */
    private final Map<Path, Object> opened = new LinkedHashMap<>();

    private boolean writes;

    Sqlite(Path file) {
        this.named = file.toAbsolutePath();
        this.file = real(named);
    }

    /** SQLite keeps its log beside the file that a link leads to, also where that file is still to be made. */
    private static Path real(Path named) {
        Path path = named;
        try {
            for (int links = 0; links < MOST_LINKS; links++) {
                if (Files.exists(path)) {
                    return path.toRealPath();
                }
                path = path.resolveSibling("").toRealPath().resolve(String.valueOf(path.getFileName()));
                if (!Files.isSymbolicLink(path)) {
                    return path;
                }
                path = path.resolveSibling(Files.readSymbolicLink(path));
            }
        } catch (IOException e) {
            // There is no such folder: the driver says so with a code.
            return path;
        }
        throw new DatabaseException(
                Kind.REFUSED, "SQLite file " + named + ": its links lead in a circle. Name the file itself.");
    }

    /** Asks a connection for its file. */
    static Sqlite of(Connection connection) throws SQLException {
        return new Sqlite(Path.of(file(connection)));
    }

    /** Returns the file itself, without a link. */
    Path file() {
        return file;
    }

    @Override
    public String database() {
        return "SQLite file " + file;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public String now() {
        return "cast(unixepoch('subsec') * 1000 as integer)";
    }

    @Override
    public String size(String prefix) {
        return "(select page_count * page_size from pragma_page_count(), pragma_page_size())";
    }

    @Override
    public String share() {
        return "";
    }

    @Override
    public Connections connections(Source source) {
        return new Owned(() -> {
            requireInPlace(List.of(file, named));
            requireFile();
            Connection connection = source.open();
            try {
                requireSame(of(connection).file);
                prepare(connection);
                Stream.of(file, log(), named).forEach(path -> key(path).ifPresent(key -> opened.put(path, key)));
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        });
    }

    /** The order counts: a lock that is exclusive from the start needs no shared memory beside the file. */
    private void prepare(Connection connection) throws SQLException {
        boolean unclean = endedUnclean();
        connection.setAutoCommit(true);
        // First, since any query looks at the tables and would wait for another process.
        execute(connection, "pragma busy_timeout=0");
        requireVersion(text(connection, "select sqlite_version()"));
        text(connection, "pragma locking_mode=exclusive");
        requireLog(text(connection, "pragma journal_mode=wal"));
        execute(connection, "pragma synchronous=full");
        execute(connection, "begin immediate");
        execute(connection, "commit");
        if (unclean) {
            requireWhole(connection);
        }
    }

    /** SQLite would remove the log, take the file for a new one, and say nothing. */
    private void requireFile() {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    database()
                            + ": it is no regular file, but a folder, a device or memory. Use a file on a local disk.");
        }
        if (hasTwoNames()) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    database()
                            + ": the file has another name too (a hard link), under which its log would not be found."
                            + " Remove that name, or make it a symbolic link.");
        }
        if (!Files.exists(file) && Files.exists(aside())) {
            throw new DatabaseException(
                    Kind.DAMAGED,
                    database() + ": it is called " + aside().getFileName() + ", because a process was ended while it"
                            + " closed the file, which it had found damaged. Rename it back to " + file.getFileName()
                            + ", then start again.");
        }
        if (endedUnclean() && file.toFile().length() == 0) {
            throw new DatabaseException(
                    Kind.DAMAGED,
                    database() + ": the file is missing or empty, and " + beside() + " was left beside it. Put the file"
                            + " back. To begin with a backup or with nothing, remove " + beside() + " first.");
        }
    }

    private boolean hasTwoNames() {
        try {
            return !Files.getAttribute(file, "unix:nlink").equals(1);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // There is no file yet, or this system does not count the names.
            return false;
        }
    }

    /** A link in the address of a data source may lead elsewhere when the connection is opened again. */
    private void requireSame(Path now) {
        if (!now.equals(file)) {
            throw new DatabaseException(
                    Kind.DAMAGED, database() + ": the data source leads to " + now + " by now. Start again.");
        }
    }

    /** SQLite would go on in a file that has no name any more, and nobody would find again what it keeps there. */
    private void requireInPlace(Iterable<Path> paths) {
        for (Path path : paths) {
            Object key = opened.get(path);
            if (key != null && !key(path).equals(Optional.of(key))) {
                throw new DatabaseException(
                        Kind.DAMAGED,
                        database() + ": " + path.getFileName()
                                + (Files.exists(path) ? " is another file" : " is gone")
                                + " since this process opened it, so nothing more is written. Put back what was there,"
                                + " or remove " + beside() + " and restore a backup; then start again.");
            }
        }
    }

    private static Optional<Object> key(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? path : key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A process that closes its file removes the log. */
    private boolean endedUnclean() {
        return log().toFile().length() > 0;
    }

    private Path log() {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private String beside() {
        return log().getFileName() + " (and " + file.getFileName() + "-shm if it is there)";
    }

    private static String file(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma database_list")) {
            return row.next() ? String.valueOf(row.getString("file")) : "";
        }
    }

    private void requireVersion(String version) {
        int[] parts = Arrays.stream(version.split("\\."))
                .mapToInt(Integer::parseInt)
                .limit(2)
                .toArray();
        if (Arrays.compare(parts, OLDEST) < 0) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    database() + ": the driver brings SQLite " + version
                            + ". Use org.xerial:sqlite-jdbc 3.46 or later.");
        }
    }

    private void requireLog(String mode) {
        if (!mode.equals("wal")) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    database() + ": SQLite keeps no write-ahead log here but has mode " + mode
                            + ". Use a file on a local disk, not memory.");
        }
    }

    private void requireWhole(Connection connection) throws SQLException {
        String found = check(connection);
        if (!found.equals("ok")) {
            closeUnmerged(connection);
            throw new DatabaseException(
                    Kind.DAMAGED,
                    database() + ": the file is damaged, or " + log().getFileName() + " beside it was left by a process"
                            + " that had another copy of it. Both are as they were. Remove " + beside()
                            + ", restore a backup, then start again. [" + found + "]");
        }
    }

    private String check(Connection connection) throws SQLException {
        try {
            return text(connection, "pragma integrity_check(1)");
        } catch (SQLException e) {
            if (meaning(e).kind() != Kind.DAMAGED) {
                throw e;
            }
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Closes a connection without writing its log into the file, which would leave no sign of the damage for the next
     * start, and would destroy a backup that was restored beside the log of another file. SQLite leaves both alone while
     * the file is not where it was opened; this process has the lock.
     */
    private void closeUnmerged(Connection connection) throws SQLException {
        try {
            Files.move(file, aside());
            try {
                connection.close();
            } finally {
                Files.move(aside(), file);
            }
        } catch (IOException e) {
            // A system that does not move a file in use merges the log when the connection is closed.
            connection.close();
        }
    }

    private Path aside() {
        return file.resolveSibling(file.getFileName() + "-aside");
    }

    @Override
    public void begin(Session session, Mode mode, String schema) throws SQLException {
        if (!schema.isEmpty()) {
            throw new DatabaseException(
                    Kind.REFUSED, database() + ": SQLite has no schema " + schema + ". Leave the schema out.");
        }
        writes = mode != Mode.READ;
        execute(session.connection(), mode == Mode.READ ? "begin" : "begin immediate");
    }

    @Override
    public void commit(Session session) throws SQLException {
        if (writes) {
            requireInPlace(opened.keySet());
        }
        execute(session.connection(), "commit");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "rollback");
    }

    /** The transaction of a migration has locked the whole file. */
    @Override
    public void lock(Transaction transaction, String schema, String prefix) {}

    @Override
    public boolean has(Transaction transaction, String table) throws SQLException {
        return transaction
                .one("select 1 from sqlite_schema where type = 'table' and name = ?", row -> true, table)
                .isPresent();
    }

    @Override
    public boolean keptNothing(SQLException atCommit) {
        return false;
    }

    /** The codes are those of the engine; the driver adds none of its own but 0. */
    @Override
    public Meaning meaning(SQLException error) {
        return switch (error.getErrorCode() & 0xff) {
            case 0 -> Meaning.again("the connection is gone", "Try again.");
            case 5, 6 ->
                Meaning.of(
                        Kind.IN_USE,
                        "another process has it open",
                        "End that process, or give each one a file of its own.");
            case 11, 26 -> Meaning.of(Kind.DAMAGED, "the file is damaged", "Restore a backup, then start again.");
            case 13 -> full();
            case 10 ->
                hasRoom()
                        ? Meaning.of(
                                Kind.UNAVAILABLE,
                                "the file cannot be read or written",
                                "Check the disk, then try again.")
                        : full();
            case 3, 8, 14, 23 ->
                Meaning.of(
                        Kind.UNAVAILABLE,
                        "the file cannot be opened for writing",
                        "Check that its folder exists and that this process may write there, then try again.");
            case 7, 9, 15, 22 -> Meaning.of(Kind.UNAVAILABLE, "SQLite gave up", "Try again.");
            default ->
                String.valueOf(error.getMessage()).matches(".*(no such (table|column)|already exists).*")
                        ? Meaning.IN_PART
                        : Meaning.of(Kind.REFUSED, "SQLite refuses the statement", "Report this error.");
        };
    }

    private static Meaning full() {
        return Meaning.of(Kind.FULL, "the disk is full", "Free some space, then start again.");
    }

    private boolean hasRoom() {
        Path folder = file.getParent();
        return folder == null || folder.toFile().getUsableSpace() >= ROOM;
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
