// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps that lead from no tables to those of this version: files {@code 1.sql} and so on, for both databases.
 * Each file sets the version that it leads to, in the one row of {@code <prefix>schema (one, version,
 * readable_from)}, so a host may run the files itself; statements end with a semicolon at the end of a line.
 *
 * @param folder the resource folder, as messages name it
 * @param latest the number of the last step
 * @param open opens a resource by its name, from a class of the owner's module
 */
public record Steps(String folder, int latest, Function<String, @Nullable InputStream> open) {
    /** The version that a database has, and the oldest version of the library that can use it. */
    private record Version(int number, int readableFrom) {}

    /**
     * Brings the tables up to date, or waits while another node does.
     *
     * @param tables the owner's tables
     * @throws DatabaseException NEWER if a newer version made them; then nothing was touched
     */
    public void migrate(Tables tables) {
        Version found = tables.read(transaction -> known(tables, transaction));
        while (found.number() < latest) {
            int from = found.number();
            try {
                found = tables.migrate(transaction -> step(tables, transaction));
            } catch (DatabaseException e) {
                throw e.kind() == Kind.REFUSED
                        ? new DatabaseException(
                                Kind.REFUSED, e.getMessage() + " Or let another user run " + files(from), e)
                        : e;
            }
        }
    }

    /**
     * Checks that the tables are up to date, and changes nothing.
     *
     * @param tables the owner's tables
     * @throws DatabaseException REFUSED with the files to run, or NEWER
     */
    public void check(Tables tables) {
        Version found = tables.read(transaction -> known(tables, transaction));
        if (found.number() < latest) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    tables + ": have version " + found.number() + ", version " + latest
                            + " is needed. Let this program do it, or run " + files(found.number()));
        }
    }

    private String files(int from) {
        return Stream.iterate(from + 1, n -> n <= latest, n -> n + 1)
                        .map(this::file)
                        .collect(Collectors.joining(", then "))
                + " from the jar, each in one transaction.";
    }

    private Version step(Tables tables, Transaction transaction) throws SQLException {
        Version found = known(tables, transaction);
        if (found.number() >= latest) {
            return found;
        }
        int next = found.number() + 1;
        for (String statement : statements(file(next))) {
            transaction.define(statement);
        }
        Version reached = known(tables, transaction);
        if (reached.number() != next) {
            throw new IllegalStateException(file(next) + " sets version " + reached.number());
        }
        return reached;
    }

    private Version known(Tables tables, Transaction transaction) throws SQLException {
        Version found = tables.database().dialect().has(transaction, tables.sql(tables.usual() + "schema"))
                ? transaction
                        .one(
                                "select version, readable_from from " + tables.usual() + "schema",
                                row -> new Version(row.getInt(1), row.getInt(2)))
                        .orElse(new Version(0, 0))
                : new Version(0, 0);
        if (found.number() > latest && found.readableFrom() > latest) {
            throw new DatabaseException(
                    Kind.NEWER,
                    tables + ": have version " + found.number() + ", this program knows " + latest
                            + ". Use the newer program.");
        }
        return found;
    }

    private String file(int step) {
        return folder + "/" + step + ".sql";
    }

    private List<String> statements(String file) {
        try (InputStream stream = open.apply("/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + file);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\\R?", "");
            return Stream.of(text.split(";\\s*(\\R|$)"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
