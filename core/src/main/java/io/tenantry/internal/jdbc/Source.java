// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives a connection that nobody else uses: a pool, or the driver itself. */
@FunctionalInterface
interface Source {
    Connection open() throws SQLException;
}
