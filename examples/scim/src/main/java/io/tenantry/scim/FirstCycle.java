// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Optional;

/** Whether the provider has pushed everybody once. Until then, absence says nothing. */
enum FirstCycle {
    OPEN("has not finished its first cycle: when the provider has pushed everybody once, " + Says.SO),
    FINISHED(""),
    RESTORED(
            "has forgotten pushes, as after a restored backup: let the provider push everybody again, then " + Says.SO);

    /** A constant of an enumeration cannot read one of its own before it. */
    private static final class Says {
        private static final String SO = "say so, with provision scim finished or finishFirstCycle()";
    }

    private final String doubt;

    FirstCycle(String doubt) {
        this.doubt = doubt;
    }

    static FirstCycle of(Transaction transaction, String connection) throws SQLException {
        return transaction
                .one(
                        "select first_cycle from scim_connection where name = ?",
                        row -> valueOf(row.getString(1)),
                        connection)
                .orElse(OPEN);
    }

    void keep(Transaction transaction, String connection) throws SQLException {
        transaction.update("update scim_connection set first_cycle = ? where name = ?", name(), connection);
    }

    /** Returns why absence from a connection says nothing; empty if it does. */
    Optional<String> doubt(String connection) {
        return Optional.of(doubt)
                .filter(words -> !words.isEmpty())
                .map(words -> "connection " + connection + " " + words);
    }
}
