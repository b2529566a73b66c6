// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Leases in a table {@code <prefix>lease (name text primary key, holder text, fence bigint, expires bigint)}, all columns
 * not null. Time is the database's: no clock of a node is read, so none can be wrong. A lease needs no connection of
 * its own. Thread-safe.
 */
public final class LeaseTable {
    private final Tables tables;
    private final String table;

    /**
     * Makes the leases of an owner.
     *
     * @param tables the owner's tables, with one for leases
     */
    public LeaseTable(Tables tables) {
        this.tables = tables;
        this.table = tables.usual() + "lease";
    }

    /**
     * Takes a lease that is free, has ended, or is the holder's already; the latter goes on under the same fence.
     *
     * @param name what to hold
     * @param holder who asks: a name that no other node and no other process has
     * @param time how long, from now
     * @return the lease as it is now; {@link Lease#isOf} says whether the holder has it
     */
    public Lease acquire(String name, String holder, Duration time) {
        long millis = millis(time);
        return tables.ensure(transaction -> {
            Optional<Lease> taken = transaction.one(
                    "insert into " + table + " as l (name, holder, fence, expires) values (?, ?, 1, {now} + ?)"
                            + " on conflict (name) do update set"
                            + " fence = case when l.holder = excluded.holder and l.expires > {now} then l.fence"
                            + " else l.fence + 1 end, holder = excluded.holder, expires = {now} + ?"
                            + " where l.holder = excluded.holder or l.expires <= {now}"
                            + " returning name, holder, fence, expires - {now}",
                    LeaseTable::lease,
                    name,
                    holder,
                    millis,
                    millis);
            return taken.isPresent() ? taken.get() : found(transaction, name);
        });
    }

    private Lease found(Transaction transaction, String name) throws SQLException {
        return transaction
                .one(
                        "select name, holder, fence, expires - {now} from " + table + " where name = ?",
                        LeaseTable::lease,
                        name)
                .orElseThrow(() -> new DatabaseException(Kind.REFUSED, tables + ": the row of a lease was removed."));
    }

    /**
     * Extends a lease that has not ended. It keeps its fence.
     *
     * @param lease the lease, as it was acquired
     * @param time how long, from now
     * @return the time left, or nothing if it is lost
     */
    public Optional<Duration> renew(Lease lease, Duration time) {
        long millis = millis(time);
        return tables.ensure(transaction -> transaction.one(
                "update " + table + " set expires = {now} + ?"
                        + " where name = ? and holder = ? and fence = ? and expires > {now} returning expires - {now}",
                row -> Duration.ofMillis(row.getLong(1)),
                millis,
                lease.name(),
                lease.holder(),
                lease.fence()));
    }

    /**
     * Ends a lease. The row stays, so that the fence goes on. Has no effect if the lease is lost.
     *
     * @param lease the lease, as it was acquired
     */
    public void release(Lease lease) {
        tables.ensure(transaction -> transaction.update(
                "update " + table + " set expires = 0 where name = ? and holder = ? and fence = ?",
                lease.name(),
                lease.holder(),
                lease.fence()));
    }

    /**
     * Returns the leases that have not ended.
     *
     * @return each lease, by name
     */
    public List<Lease> held() {
        return tables.read(transaction -> transaction.list(
                "select name, holder, fence, expires - {now} from " + table + " where expires > {now} order by name",
                LeaseTable::lease));
    }

    /** Ends every lease: for a process that is alone in the database, the others are of dead ones. */
    public void releaseAll() {
        tables.ensure(transaction -> transaction.update("update " + table + " set expires = 0 where expires <> 0"));
    }

    /**
     * Checks the fence, as the last thing before the commit, and keeps others from taking the lease until then.
     *
     * @param transaction the transaction that may commit only while the lease holds
     * @param lease the lease, as it was acquired
     * @throws SQLException what the driver threw
     * @throws DatabaseException FENCED if the lease is lost: pass it on, and the transaction is taken back
     */
    public void check(Transaction transaction, Lease lease) throws SQLException {
        boolean holds = transaction
                .one(
                        "select 1 from " + table
                                + " where name = ? and holder = ? and fence = ? and expires > {now} {share}",
                        row -> true,
                        lease.name(),
                        lease.holder(),
                        lease.fence())
                .isPresent();
        if (!holds) {
            throw new DatabaseException(
                    Kind.FENCED,
                    tables + ": " + lease.holder() + " no longer holds the lease " + lease.name() + " (fence "
                            + lease.fence() + "). Nothing was written; another node may work now.");
        }
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                row.getString(1), row.getString(2), row.getLong(3), Duration.ofMillis(Math.max(0, row.getLong(4))));
    }

    private static long millis(Duration time) {
        long millis = time.toMillis();
        if (millis <= 0 || millis > Duration.ofDays(365).toMillis()) {
            throw new IllegalArgumentException("a lease lasts between a millisecond and a year, not " + time);
        }
        return millis;
    }
}
