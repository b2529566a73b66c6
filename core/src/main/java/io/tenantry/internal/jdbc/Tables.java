// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The tables of one owner in a database: all that have its prefix, in one schema. Thread-safe. */
public final class Tables {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,31}");

    private final Database database;
    private final String usual;
    private final String schema;
    private final String prefix;
    private final Map<String, String> written = new ConcurrentHashMap<>();

    Tables(Database database, String usual, String schema, String prefix) {
        this.database = database;
        this.usual = usual;
        this.schema = schema;
        this.prefix = prefix;
        if (!(schema.isEmpty() || NAME.matcher(schema).matches())
                || !NAME.matcher(prefix).matches()) {
            throw new DatabaseException(
                    Kind.REFUSED,
                    database + ": the schema \"" + schema + "\" or the prefix \"" + prefix
                            + "\" is no name for tables. Use small letters a to z, digits and _, at most 32.");
        }
    }

    /**
     * Reads one snapshot.
     *
     * @param <T> the result
     * @param work the reads
     * @return what the work returned
     */
    public <T> T read(Work<T> work) {
        return database.run(Dialect.Mode.READ, this, work, false);
    }

    /**
     * Writes all or nothing, and returns once it is durable. After a lost connection the work is run again only if
     * nothing of it was kept.
     *
     * @param <T> the result
     * @param work the writes
     * @return what the work returned
     * @throws DatabaseException if nothing is kept, or {@link DatabaseException#outcomeUnknown} if that is not certain
     */
    public <T> T write(Work<T> work) {
        return database.run(Dialect.Mode.WRITE, this, work, false);
    }

    /**
     * Writes like {@link #write}, and also runs the work again when the answer to its commit was lost. So the work has
     * no further effect when it is done twice.
     *
     * @param <T> the result
     * @param work the writes
     * @return what the work returned
     */
    public <T> T ensure(Work<T> work) {
        return database.run(Dialect.Mode.WRITE, this, work, true);
    }

    /** Changes tables, one node at a time. */
    <T> T migrate(Work<T> work) {
        return database.run(
                Dialect.Mode.MIGRATE,
                this,
                transaction -> {
                    database.dialect().lock(transaction, schema, prefix);
                    return work.in(transaction);
                },
                true);
    }

    Database database() {
        return database;
    }

    String usual() {
        return usual;
    }

    String schema() {
        return schema;
    }

    /** Returns a name or a statement as this database has it. */
    String sql(String text) {
        return written.computeIfAbsent(text, this::write);
    }

    private String write(String text) {
        return text.replace(usual, prefix)
                .replace("{size}", database.dialect().size(prefix))
                .replace("{now}", database.dialect().now())
                .replace("{share}", database.dialect().share());
    }

    /** Names the tables and their database. */
    @Override
    public String toString() {
        return database + ", tables " + (schema.isEmpty() ? "" : schema + ".") + prefix + "*";
    }
}
