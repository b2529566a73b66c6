// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The refused pushes of one connection that were not made good since, within one transaction. Not thread-safe. */
final class Refusals {
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

    void keep(Refusal refusal) throws SQLException {
        transaction.update(
                "insert into scim_refusal (connection, kind, subject, known, reason, wanted, at) values (?, ?, ?, ?, ?, ?, ?) on"
                        + " conflict (connection, kind, subject) do update set known = excluded.known, reason ="
                        + " excluded.reason, wanted = excluded.wanted, at = excluded.at",
                connection,
                refusal.kind().word(),
                refusal.subject(),
                refusal.known() ? 1 : 0,
                refusal.reason(),
                Fold.of(refusal.wantedName()),
                refusal.at().toEpochMilli());
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
