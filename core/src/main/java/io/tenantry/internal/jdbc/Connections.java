// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.SQLException;

/** Lends a connection for one transaction. Each one that was taken is given back or discarded, by the same thread. */
interface Connections {
    Session take() throws SQLException;

    /** Takes back a connection whose transaction ended well. Never throws: the commit is done. */
    void giveBack(Session session);

    /** Throws a connection away: after an error nobody knows what its driver believes. Never throws. */
    void discard(Session session);

    /** Closes what is kept open between transactions. */
    void close() throws SQLException;
}
