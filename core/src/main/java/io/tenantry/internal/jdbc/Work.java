// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.sql.SQLException;

/**
 * What happens in one transaction. It may run more than once, so it changes nothing but the database, and it lets every
 * {@link SQLException} pass.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Work<T> {
    /**
     * Reads and writes.
     *
     * @param transaction the transaction, which ends when this returns or throws
     * @return the result
     * @throws SQLException what the driver threw
     */
    T in(Transaction transaction) throws SQLException;
}
