// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The refused pushes of one connection that were not made good since, within one transaction. Not thread-safe. */
final class Refusals {
    private static final int MANY = 1_000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private final Transaction transaction;
    private final String connection;

    Refusals(Transaction transaction, String connection) {
        this.transaction = transaction;
        this.connection = connection;
    }

    List<Refusal> all() throws SQLException {
        return transaction.list(
                "select kind, subject, known, reason, wanted, at from scim_refusal where connection = ? order by at, kind, subject",
                row -> new Refusal(
                        Kind.of(row.getString(1)),
                        row.getString(2),
                        row.getInt(3) != 0,
                        row.getString(4),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6))),
                connection);
    }

    /** Keeps a refusal. Of those who are not there, only so many by name: one alone keeps absence from counting. */
    void keep(Refusal refusal) throws SQLException {
        boolean named = refusal.known() || count() < MANY;
        transaction.update(
                "insert into scim_refusal (connection, kind, subject, known, reason, wanted, at) values (?, ?, ?, ?, ?, ?, ?) on"
                        + " conflict (connection, kind, subject) do update set known = excluded.known, reason ="
                        + " excluded.reason, wanted = excluded.wanted, at = excluded.at",
                connection,
                refusal.kind().word(),
                named ? refusal.subject() : "",
                refusal.known() ? 1 : 0,
                UNPRINTABLE.matcher(refusal.reason()).replaceAll("?"),
                Fold.of(refusal.wantedName()),
                refusal.at().toEpochMilli());
    }

    private long count() throws SQLException {
        return transaction
                .one("select count(*) from scim_refusal where connection = ?", row -> row.getLong(1), connection)
                .orElse(0L);
    }

    /** Returns whether this name was refused to a user because another one had it. */
    boolean wants(StoredResource user, String name) throws SQLException {
        return transaction
                .one(
                        "select 1 from scim_refusal where connection = ? and kind = 'user' and subject = ? and wanted = ?",
                        row -> true,
                        connection,
                        user.id(),
                        Fold.of(name))
                .isPresent();
    }

    /** Forgets who wanted a name that is free now. */
    void forgetWanted(String name) throws SQLException {
        transaction.update(
                "update scim_refusal set wanted = '' where connection = ? and kind = 'user' and wanted = ?",
                connection,
                Fold.of(name));
    }

    /** Forgets what was refused of these subjects, and returns whether anything was. */
    boolean forget(Kind kind, Collection<String> subjects) throws SQLException {
        int forgotten = 0;
        for (String subject : subjects) {
            forgotten += transaction.update(
                    "delete from scim_refusal where connection = ? and kind = ? and subject = ?",
                    connection,
                    kind.word(),
                    subject);
        }
        return forgotten > 0;
    }
}
