// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.UnknownWatermarkException;
import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who was changed by pushes. A moment at which a group became known or unknown names everybody, because it was open
 * for each whether they are in it.
 */
final class PushFeed implements ChangeFeed {
    private final ScimStore store;
    private final ScimConnection connection;

    PushFeed(ScimStore store, ScimConnection connection) {
        this.store = store;
        this.connection = connection;
    }

    @Override
    public String latest() {
        return PushedPeople.inOne(
                store,
                transaction -> store.moments(transaction, connection.name()).watermark());
    }

    @Override
    public Changes since(String watermark) {
        return PushedPeople.inOne(store, transaction -> since(transaction, watermark))
                .orElseThrow(() -> unknown(watermark));
    }

    private Optional<Changes> since(Transaction transaction, String watermark) throws SQLException {
        Moments moments = store.moments(transaction, connection.name());
        Optional<Long> from = moments.of(watermark);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Set<IdentityId> people = new TreeSet<>();
        transaction.each(
                "select user_id from scim_change where connection = ? and moment > ?",
                row -> people.add(new IdentityId(row.getString(1))),
                connection.name(),
                from.get());
        if (moments.groups() > from.get()) {
            transaction.each(
                    "select id from scim_resource where connection = ? and kind = 'user'",
                    row -> people.add(new IdentityId(row.getString(1))),
                    connection.name());
        }
        return Optional.of(new Changes(people, moments.watermark()));
    }

    /** A watermark that this connection gave and forgot too early shows that a backup was restored. */
    private UnknownWatermarkException unknown(String watermark) {
        if (PushedPeople.inOne(
                store,
                transaction -> store.moments(transaction, connection.name()).lost(watermark))) {
            connection.firstCycle(FirstCycle.RESTORED);
        }
        return new UnknownWatermarkException(
                "connection " + connection.name()
                        + " does not know the watermark; read all people once and start from there",
                null);
    }
}
