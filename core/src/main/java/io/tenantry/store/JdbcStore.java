// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Database;
import io.tenantry.internal.jdbc.DatabaseException;
import io.tenantry.internal.jdbc.LeaseTable;
import io.tenantry.internal.jdbc.Steps;
import io.tenantry.internal.jdbc.Tables;
import io.tenantry.internal.jdbc.Work;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A store in a database: PostgreSQL for several nodes, or a SQLite file for one process. A commit is durable when it
 * returns. Each method takes one connection for one transaction of its own and never joins one of the host's, so a data
 * source that hands out the connection of a transaction in progress must not be used. A pool of two connections is
 * enough, and one of one connection works. Safe for use by several threads.
 *
 * <p>The driver is the host's: {@code org.postgresql:postgresql}, or {@code org.xerial:sqlite-jdbc}.
 */
public final class JdbcStore implements ProvisioningStore {
    private static final String USUAL = "tenantry_";
    private static final Steps STEPS = new Steps("io/tenantry/store", 2, JdbcStore.class::getResourceAsStream);

    private final Database database;
    private final Tables tables;
    private final LeaseTable leases;
    private final ParsedNotes notes = new ParsedNotes();
    private final AuditChain chain = new AuditChain(new SecureRandom());

    private JdbcStore(Database database, Tables tables, boolean migrate) {
        this.database = database;
        this.tables = tables;
        this.leases = new LeaseTable(tables);
        if (migrate) {
            STEPS.migrate(tables);
        } else {
            STEPS.check(tables);
        }
        if (database.isAlone()) {
            // The holders are dead: only one process at a time has the file open.
            leases.releaseAll();
        }
    }

    /**
     * Opens the store in a database, and makes or updates its tables.
     *
     * @param source a pool of PostgreSQL connections, or the source of a connection to a SQLite file
     * @throws StoreException if the database cannot be used
     */
    public static JdbcStore open(DataSource source) {
        return on(source).open();
    }

    /**
     * Opens the store in a SQLite file, and makes the file if there is none. No other process can open it until it is
     * closed; leases of a process that died are over.
     *
     * @throws StoreException of kind {@link StoreException.Kind#IN_USE} if another process has it open
     */
    public static JdbcStore file(Path file) {
        return told(() -> {
            Database database = Database.file(file);
            return opened(database, () -> new JdbcStore(database, database.tables(USUAL, "", USUAL), true));
        });
    }

    /** Returns the settings of a store in this database. */
    public static Builder on(DataSource source) {
        return new Builder(source);
    }

    private static JdbcStore opened(Database database, Supplier<JdbcStore> store) {
        try {
            return store.get();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The settings of a store in a database. */
    public static final class Builder {
        private final DataSource source;
        private String schema = "";
        private String prefix = USUAL;
        private boolean migrate = true;

        private Builder(DataSource source) {
            this.source = source;
        }

        /** Sets the schema of the tables; by default that of the connection. PostgreSQL only. */
        public Builder schema(String value) {
            schema = value;
            return this;
        }

        /** Sets what the names of the tables begin with; by default {@code tenantry_}. */
        public Builder prefix(String value) {
            prefix = value;
            return this;
        }

        /**
         * Sets whether the store makes and updates its tables; by default it does. Otherwise it only checks them, and
         * names the files in the jar that have to be run.
         */
        public Builder migrate(boolean value) {
            migrate = value;
            return this;
        }

        /**
         * Opens the store.
         *
         * @throws StoreException if the database cannot be used
         */
        public JdbcStore open() {
            return told(() -> {
                Database database = Database.open(source);
                return opened(database, () -> new JdbcStore(database, database.tables(USUAL, schema, prefix), migrate));
            });
        }
    }

    @Override
    public void commit(List<StoreWrite> writes) {
        write(Optional.empty(), writes);
    }

    @Override
    public void commit(Fence under, List<StoreWrite> writes) {
        write(Optional.of(under), writes);
    }

    // After a commit whose answer was lost, the work runs again: the rows that it bound then tell whether it was kept.
    private void write(Optional<Fence> under, List<StoreWrite> writes) {
        Keys.check(writes);
        JdbcTrail trail = new JdbcTrail(chain);
        told(() -> tables.ensure(transaction -> {
            if (!trail.isKept(transaction)) {
                JdbcWriter writer = new JdbcWriter(transaction, trail);
                for (StoreWrite write : writes) {
                    writer.write(write);
                }
                writer.end();
                if (under.isPresent()) {
                    leases.check(transaction, lease(under.get()));
                }
            }
            return true;
        }));
    }

    private static io.tenantry.internal.jdbc.Lease lease(Fence fence) {
        return new io.tenantry.internal.jdbc.Lease(fence.name(), fence.holder(), fence.number(), Duration.ZERO);
    }

    @Override
    public Lease acquire(String name, String holder, Duration time) {
        Keys.check(name, holder);
        return told(() -> {
            io.tenantry.internal.jdbc.Lease now = leases.acquire(name, holder, time);
            return now.isOf(holder)
                    ? Lease.to(new Fence(name, holder, now.fence()), now.left())
                    : Lease.busy(now.holder(), now.left());
        });
    }

    @Override
    public Optional<Duration> renew(Fence fence, Duration time) {
        return told(() -> leases.renew(lease(fence), time));
    }

    @Override
    public void release(Fence fence) {
        told(() -> {
            leases.release(lease(fence));
            return true;
        });
    }

    @Override
    public void links(BiConsumer<IdentityId, AccountId> each) {
        read(JdbcReads.links(each));
    }

    @Override
    public Map<IdentityId, AccountId> accounts(Collection<IdentityId> of) {
        return read(JdbcReads.accounts(of));
    }

    @Override
    public Map<AccountId, IdentityId> identities(Collection<AccountId> of) {
        return read(JdbcReads.identities(of));
    }

    @Override
    public Map<AccountId, Mark> marks(Collection<AccountId> of) {
        return read(JdbcReads.marks(of));
    }

    @Override
    public Notes notes() {
        return new Notes(read(notes::in));
    }

    @Override
    public List<Journal.Call> open() {
        return read(JdbcReads.open());
    }

    @Override
    public List<Journal.Run> runs(int newest) {
        return read(JdbcReads.runs(newest));
    }

    @Override
    public StoreSummary summary(int newest) {
        return read(JdbcReads.summary(newest, leases()));
    }

    @Override
    public List<StoreSummary.Taken> leases() {
        return told(leases::held).stream()
                .map(l -> new StoreSummary.Taken(l.name(), l.holder(), l.left()))
                .toList();
    }

    @Override
    public boolean isApplied(String plan) {
        return read(JdbcReads.isApplied(plan));
    }

    @Override
    public List<Removal> removals(Instant since) {
        return read(JdbcReads.removals(since));
    }

    @Override
    public void audit(TenantId tenant, long after, Consumer<Row> each) {
        read(JdbcReads.audit(tenant, after, each));
    }

    @Override
    public int erase(Erasure erasure) {
        return told(() -> tables.ensure(transaction -> new JdbcErasure(transaction, chain).erase(erasure)));
    }

    @Override
    public void forget(Instant before) {
        told(() -> tables.ensure(transaction -> {
            long until = JdbcReads.micros(before);
            String settled = "intended < ? and result is not null and result <> 'UNKNOWN' and settled = 1";
            transaction.update(
                    "delete from tenantry_removal where exists (select 1 from tenantry_call c where c.run ="
                            + " tenantry_removal.run and c.num = tenantry_removal.num and c." + settled + ")",
                    until);
            transaction.update("delete from tenantry_call where " + settled, until);
            return transaction.update(
                    "delete from tenantry_run where started < ?"
                            + " and not exists (select 1 from tenantry_call c where c.run = tenantry_run.id)",
                    until);
        }));
    }

    @Override
    public void close() {
        told(() -> {
            database.close();
            return true;
        });
    }

    private <T> T read(Work<T> work) {
        return told(() -> tables.read(work));
    }

    private static <T> T told(Supplier<T> use) {
        try {
            return use.get();
        } catch (DatabaseException e) {
            throw new StoreException(StoreException.Kind.valueOf(e.kind().name()), String.valueOf(e.getMessage()), e);
        }
    }
}
