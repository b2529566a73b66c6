// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreException.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * A SQLite file, for one process at a time.
 *
 * @param named the path that was given
 * @param file the file that the path leads to, which may still be to be made
 */
record StateFile(Path named, Path file) implements StatePlace {
    private static final byte[] HEAD = "SQLite format 3\0".getBytes(US_ASCII);
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    StateFile(Path named) {
        this(named.toAbsolutePath(), real(named.toAbsolutePath()));
    }

    /**
     * What lies beside the state lies beside the file, and what is removed is the file: a link is the operator's. The store
     * goes the same way when it opens the file, and its way is its own: here it has to be known before, by what any host has.
     */
    private static Path real(Path named) {
        Path path = named;
        try {
            for (int links = 0; links < MOST_LINKS && !Files.exists(path); links++) {
                path = path.resolveSibling("").toRealPath().resolve(String.valueOf(path.getFileName()));
                if (!Files.isSymbolicLink(path)) {
                    return path;
                }
                path = path.resolveSibling(Files.readSymbolicLink(path));
            }
            return path.toRealPath();
        } catch (IOException e) {
            // There is no such folder, or the links lead in a circle: opening it says which.
            return path;
        }
    }

    /** Returns the file that belongs to a policy. */
    static StateFile beside(Path policy) {
        String name = String.valueOf(policy.getFileName()).replaceFirst("\\.(ya?ml|json)$", "");
        return new StateFile(policy.resolveSibling(name + ".state.db"));
    }

    @Override
    public String name() {
        return Files.isSymbolicLink(named) ? named + " -> " + file : file.toString();
    }

    @Override
    public boolean isThere() {
        return (Files.exists(file) && !Files.isRegularFile(file))
                || file.toFile().length() > 0
                || beside("-wal").length() > 0
                || beside("-aside").exists();
    }

    @Override
    public String cost() {
        return "";
    }

    @Override
    public State open(Occupant occupant) {
        SqliteDriver.require();
        requireState();
        boolean there = isThere();
        JdbcStore store = opened();
        try {
            occupant.write(occupied());
            return new State(store, this::leave);
        } catch (IOException e) {
            store.close();
            if (!there) {
                delete(file);
            }
            throw unusable(Kind.UNAVAILABLE, "a file beside it cannot be written: " + e.getMessage(), e);
        }
    }

    private JdbcStore opened() {
        try {
            return JdbcStore.file(named);
        } catch (StoreException e) {
            if (e.kind() != Kind.IN_USE) {
                throw e;
            }
            String who = Occupant.read(occupied()).map(Occupant::toString).orElse("another process has it open");
            throw unusable(Kind.IN_USE, who + ", and keeps it until that process ends", e);
        }
    }

    /** What a killed process left, with or without the file: its log, or the file itself under another name. */
    private File beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending).toFile();
    }

    private Path occupied() {
        return file.resolveSibling(file.getFileName() + ".in-use");
    }

    @Override
    public void remove() {
        if (!Files.exists(occupied())) {
            delete(file);
        }
    }

    private void leave() {
        delete(occupied());
    }

    private void delete(Path one) {
        try {
            Files.deleteIfExists(one);
        } catch (IOException e) {
            throw unusable(Kind.UNAVAILABLE, one.getFileName() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Refuses a file that holds something else, before SQLite touches it. */
    private void requireState() {
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file) ? "a folder" : "no regular file, but a device or a pipe";
            throw unusable(Kind.REFUSED, "it is " + what + ". Name a file on a local disk", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD.length);
            if (head.length > 0 && !Arrays.equals(head, HEAD)) {
                throw unusable(Kind.REFUSED, "it is no state file but holds something else", null);
            }
        } catch (IOException e) {
            throw unusable(Kind.UNAVAILABLE, "it cannot be read: " + e.getMessage(), e);
        }
        requireOurs();
    }

    /** A reader of an immutable file takes no lock and makes no file beside it; it does not see the newest commits. */
    private void requireOurs() {
        String tables = "select count(*), coalesce(sum(name like 'tenantry\\_%' escape '\\'), 0),"
                + " coalesce(sum(name like 'tenantry\\_scim\\_%' escape '\\'), 0) from sqlite_schema"
                + " where type = 'table' and name not like 'sqlite\\_%' escape '\\'";
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1&mode=ro");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(tables)) {
            if (row.next() && row.getInt(1) > 0 && row.getInt(2) == 0) {
                throw unusable(Kind.REFUSED, "it is the database of another program", null);
            }
            if (row.getInt(3) > 0 && row.getInt(3) == row.getInt(2)) {
                throw unusable(Kind.REFUSED, "it holds what providers pushed, and no state", null);
            }
        } catch (SQLException e) {
            // Another process may be writing to it, or it is damaged: opening it says which.
            return;
        }
    }

    private StoreException unusable(Kind kind, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StoreException(kind, file + ": " + why, cause);
    }
}
