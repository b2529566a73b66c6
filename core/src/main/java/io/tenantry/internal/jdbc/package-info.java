// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps tables in a host's database: connections, transactions, what an error of the driver means, migration, leases.
 *
 * <p>It knows two databases, PostgreSQL and SQLite, and nothing of what the tables hold. A {@link
 * io.tenantry.internal.jdbc.Database} owns the way to connections; {@link io.tenantry.internal.jdbc.Tables} are one
 * owner's tables in it; work runs in a {@link io.tenantry.internal.jdbc.Transaction}, which is durable when the method
 * returns. Every failure is a {@link io.tenantry.internal.jdbc.DatabaseException} whose kind says what can be done.
 */
@NullMarked
package io.tenantry.internal.jdbc;

import org.jspecify.annotations.NullMarked;
