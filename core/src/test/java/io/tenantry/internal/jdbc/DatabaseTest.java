// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class DatabaseTest {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Tables ready(Place place) {
        opened.add(place);
        return place.ready();
    }

    private HikariDataSource pool(int connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(Postgres.source());
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(5_000);
        opened.add(pool);
        return pool;
    }

    private static List<String> names(Tables tables) {
        return tables.read(
                transaction -> transaction.list("select name from demo_item order by name", row -> row.getString(1)));
    }

    private static int add(Tables tables, String name) {
        return tables.write(
                transaction -> transaction.update("insert into demo_item (name, n) values (?, ?)", name, 1L));
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void readsWhatAnotherConnectionWrote(Place place) {
        Tables tables = ready(place);

        int changed = add(tables, "Zoë \uD83D\uDE00");
        int[] batch = tables.write(transaction -> transaction.batch(
                "update demo_item set n = ? where name = ?",
                List.of(new Object[] {7L, "counter; of calls"}, new Object[] {8L, "nobody"})));

        assertThat(changed).isEqualTo(1);
        assertThat(batch).containsExactly(1, 0);
        assertThat(names(tables)).containsExactly("Zoë \uD83D\uDE00", "counter; of calls");
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void keepsNothingOfWorkThatThrows(Place place) {
        Tables tables = ready(place);

        assertThatThrownBy(() -> tables.write(transaction -> {
                    transaction.update("insert into demo_item (name, n) values ('one', 1)");
                    throw new IllegalStateException("the work ends here");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tables.write(transaction -> {
                    transaction.update("insert into demo_item (name, n) values ('two', 1)");
                    throw new DatabaseException(Kind.FENCED, "the work refuses");
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(names(tables)).containsExactly("counter; of calls");
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void refusesACallInsideACallAtOnce(Place place) {
        Tables tables = ready(place);

        assertThatThrownBy(() -> tables.read(transaction -> {
                    transaction.each("select name from demo_item", row -> add(tables, "inside"));
                    return true;
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("a call inside a call. End the walk or the work first, then call.");
        assertThat(add(tables, "outside")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aStatementIsUsedTwiceAtATime(Place place) {
        Tables tables = ready(place);
        add(tables, "b");
        List<String> seen = new ArrayList<>();

        tables.read(transaction -> {
            String all = "select name from demo_item order by name";
            transaction.each(all, row -> {
                seen.add(row.getString(1));
                seen.addAll(transaction.list(all, inner -> inner.getString(1)));
            });
            return true;
        });

        assertThat(seen).containsExactly("b", "b", "counter; of calls", "counter; of calls", "b", "counter; of calls");
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void worksInAnInterruptedThreadAndLeavesTheFlag(Place place) {
        opened.add(place);
        Thread.currentThread().interrupt();
        Tables tables = place.ready();
        add(tables, "written");
        boolean flag = Thread.interrupted();

        assertThat(flag).isTrue();
        assertThat(names(tables)).contains("written");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** The pool throws at once when an interrupted thread would have to wait, and clears the flag when it waits. */
    @Test
    void waitsForAConnectionInAThreadThatIsInterruptedMeanwhile() throws Exception {
        HikariDataSource pool = pool(1);
        Place place = Place.postgres();
        opened.add(place);
        Tables tables = place.ready(pool);
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread holder = new Thread(() -> tables.read(transaction -> {
            holds.countDown();
            return await(mayEnd);
        }));
        List<Boolean> flags = new ArrayList<>();
        Thread waiter = new Thread(() -> {
            add(tables, "after the wait");
            flags.add(Thread.currentThread().isInterrupted());
        });

        holder.start();
        holds.await();
        waiter.start();
        while (pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        mayEnd.countDown();
        holder.join();
        waiter.join();

        assertThat(flags).containsExactly(true);
        assertThat(names(tables)).contains("after the wait");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void needsOneConnectionForACallAndTwoForAWalkBesideAWrite(int connections) throws Exception {
        Place place = Place.postgres();
        opened.add(place);
        Tables tables = place.ready(pool(connections));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "item " + i;
            threads.add(new Thread(() -> {
                add(tables, name);
                names(tables);
            }));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(names(tables)).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesAConnectionBackAsItCame(boolean autoCommit) throws Exception {
        HikariDataSource pool = pool(1);
        pool.setAutoCommit(autoCommit);
        pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        Place place = Place.postgres();
        opened.add(place);
        Tables tables = place.ready(pool);

        String inside = tables.write(transaction -> transaction
                .one("select current_setting('transaction_isolation')", row -> row.getString(1))
                .orElseThrow());

        assertThat(inside).isEqualTo("read committed");
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(setting(connection, "search_path")).isEqualTo("\"$user\", public");
            assertThat(setting(connection, "lock_timeout")).isEqualTo("0");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("0");
        }
        assertThat(add(tables, "kept")).isEqualTo(1);
        assertThat(names(place.open(place.source()))).contains("kept");
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aCommitWaitsForTheDiskEvenIfTheServerWouldNot() throws Exception {
        HikariDataSource pool = pool(1);
        pool.setConnectionInitSql("set synchronous_commit = off");
        Place place = Place.postgres();
        opened.add(place);
        Tables tables = place.ready(pool);

        String inside = tables.write(transaction -> transaction
                .one("select current_setting('synchronous_commit')", row -> row.getString(1))
                .orElseThrow());

        assertThat(inside).isEqualTo("on");
    }

    @Test
    void aConnectionThatMetAnErrorIsNotUsedAgainAndOneWhoseWorkGaveUpIs() {
        Place place = Place.postgres();
        opened.add(place);
        Tables tables = place.ready(pool(1));
        int first = server(tables);

        assertThatThrownBy(() -> tables.write(t -> t.list("select 1 / 0", row -> 1)))
                .isInstanceOf(DatabaseException.class);
        int afterError = server(tables);
        assertThatThrownBy(() -> tables.write(t -> {
                    throw new DatabaseException(Kind.FENCED, "the work gives up");
                }))
                .isInstanceOf(DatabaseException.class);
        int afterGivingUp = server(tables);

        assertThat(afterError).isNotEqualTo(first);
        assertThat(afterGivingUp).isEqualTo(afterError);
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void namesATableThatIsMissingAndWhatToDo(Place place) {
        Tables tables = ready(place);
        tables.write(t -> t.update("drop table demo_item"));

        assertThatThrownBy(() -> names(tables))
                .hasMessageContaining(
                        "the tables are there only in part. Restore a backup. To begin with nothing, drop")
                .hasMessageContaining("demo_item")
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.DAMAGED, DatabaseException::kind);
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void namesATableThatIsLeftWithoutTheOneThatHasTheVersion(Place place) {
        Tables tables = ready(place);
        tables.write(t -> t.update("drop table demo_schema"));

        assertThatThrownBy(() -> Place.STEPS.migrate(tables))
                .hasMessageContaining("the tables are there only in part")
                .hasMessageContaining("demo_lease")
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.DAMAGED, DatabaseException::kind);
    }

    @Test
    void saysThatAConnectionCameInAFailedTransaction() {
        Place place = Place.postgres();
        opened.add(place);

        assertThatThrownBy(() -> place.open(source(DatabaseTest::failed)))
                .hasMessageContaining("the connection came in a transaction of the host that had failed."
                        + " Pass the pool itself, and let it roll back")
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.REFUSED, DatabaseException::kind);
    }

    private static Connection failed() throws SQLException {
        Connection connection = Postgres.source().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 1 / 0")).isInstanceOf(SQLException.class);
        }
        return connection;
    }

    @Test
    void namesADataSourceThatGivesNull() {
        DataSource nothing = source(() -> null);

        assertThatThrownBy(() -> Database.open(nothing))
                .hasMessageContaining(nothing.getClass().getName() + " gave null in place of a connection")
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.REFUSED, DatabaseException::kind);
    }

    @Test
    void namesADataSourceThatGivesNullLater() {
        Place place = Place.postgres();
        opened.add(place);
        AtomicInteger given = new AtomicInteger();
        DataSource source = source(
                () -> given.incrementAndGet() > 2 ? null : Postgres.source().getConnection());
        Tables tables = place.open(source);

        assertThatThrownBy(() -> names(tables))
                .hasMessageContaining("gave null in place of a connection")
                .isInstanceOf(DatabaseException.class);
    }

    private static DataSource source(Source source) {
        return (DataSource) Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> source.open());
    }

    /** Returns which process of the server answers: each connection has its own. */
    private static int server(Tables tables) {
        return tables.read(t -> t.one("select pg_backend_pid()", row -> row.getInt(1)))
                .orElseThrow();
    }

    @Test
    void aFileIsOpenedAgainAfterAnError() {
        Tables tables = ready(Place.sqlite());
        String size = "pragma cache_size";
        tables.write(t -> t.update(size + " = 77"));
        List<Integer> before = tables.read(t -> t.list(size, row -> row.getInt(1)));

        assertThatThrownBy(() -> tables.write(t -> t.update("insert into nowhere values (1)")))
                .isInstanceOf(DatabaseException.class);
        List<Integer> after = tables.read(t -> t.list(size, row -> row.getInt(1)));

        assertThat(before).containsExactly(77);
        assertThat(after).doesNotContain(77);
    }

    @Test
    void readsOneSnapshotAndWritesNothingInARead() {
        Place place = Place.postgres();
        Tables tables = ready(place);
        Tables other = place.open(place.source());

        List<Integer> seen = tables.read(transaction -> {
            int before =
                    transaction.list("select name from demo_item", row -> 1).size();
            Thread writer = new Thread(() -> add(other, "meanwhile"));
            writer.start();
            join(writer);
            return List.of(
                    before,
                    transaction.list("select name from demo_item", row -> 1).size());
        });

        assertThat(seen).containsExactly(1, 1);
        assertThat(names(tables)).hasSize(2);
        assertThatThrownBy(() -> tables.read(transaction -> transaction.update("delete from demo_item")))
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.UNAVAILABLE, DatabaseException::kind);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A data source that always gives the connection of the host's transaction, as one that joins transactions does. */
    private static DataSource joining(Connection hosts, boolean ignoresCommit) {
        Connection bound = (Connection) Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    String name = method.getName();
                    boolean ignored = name.equals("close")
                            || (ignoresCommit && (name.equals("commit") || name.equals("setAutoCommit")));
                    try {
                        return ignored ? null : method.invoke(hosts, args);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (DataSource) Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> bound);
    }

    @Test
    void whatIsWrittenStaysWhenTheHostRollsBackAroundIt() throws Exception {
        Place place = Place.postgres();
        ready(place);
        try (Connection host = Postgres.source().getConnection()) {
            host.setAutoCommit(false);
            Tables tables = place.open(joining(host, false));
            add(tables, "durable");
            host.rollback();
        }

        assertThat(names(place.open(place.source()))).contains("durable");
    }

    @Test
    void refusesADataSourceThatIgnoresTheCommit() throws Exception {
        Place place = Place.postgres();
        ready(place);
        try (Connection host = Postgres.source().getConnection()) {
            host.setAutoCommit(false);

            assertThatThrownBy(() -> place.open(joining(host, true)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("the connection belongs to a transaction of the host")
                    .hasMessageContaining("Pass the pool itself")
                    .asInstanceOf(type(DatabaseException.class))
                    .returns(Kind.REFUSED, DatabaseException::kind);
        }
    }

    @Test
    void refusesATransactionInWhichTheHostHasWritten() throws Exception {
        Place place = Place.postgres();
        ready(place);
        try (Connection host = Postgres.source().getConnection()) {
            host.setAutoCommit(false);
            Tables tables = place.open(joining(host, false));
            try (var statement = host.createStatement()) {
                statement.execute("insert into " + place.schema() + ".demo_item (name, n) values ('of the host', 1)");
            }

            assertThatThrownBy(() -> add(tables, "inside"))
                    .asInstanceOf(type(DatabaseException.class))
                    .returns(Kind.REFUSED, DatabaseException::kind)
                    .returns(false, DatabaseException::outcomeUnknown);
        }
        assertThat(names(place.open(place.source()))).doesNotContain("inside", "of the host");
    }

    @Test
    void refusesAnyOtherDatabaseByItsName() {
        DataSource other = answering("Oracle");

        assertThatThrownBy(() -> Database.open(other))
                .hasMessage("The database is Oracle. Use PostgreSQL, or SQLite for one process.")
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.REFUSED, DatabaseException::kind);
    }

    @Test
    void refusesAnOldPostgreSql() {
        assertThatThrownBy(() -> Database.open(answering("PostgreSQL")))
                .hasMessageContaining("the server has version 9.6. Use PostgreSQL 12 or later.");
    }

    private static DataSource answering(String product) {
        DatabaseMetaData about = proxy(DatabaseMetaData.class, name -> switch (name) {
            case "getDatabaseProductName" -> product;
            case "getDatabaseProductVersion" -> "9.6";
            case "getDatabaseMajorVersion" -> 9;
            default -> null;
        });
        Connection connection = proxy(Connection.class, name -> name.equals("getMetaData") ? about : null);
        return proxy(DataSource.class, name -> connection);
    }

    private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answer.apply(method.getName())));
    }

    @Test
    void namesTheDatabaseAndNeverAPassword() {
        Database database = Database.open(Postgres.source("postgres", "hush"));

        assertThat(database.toString()).matches("PostgreSQL database postgres at localhost:\\d+");
        assertThatThrownBy(() -> database.tables("demo_", "", "demo_").read(t -> t.list("select 1 / 0", row -> 1)))
                .isInstanceOf(DatabaseException.class)
                .satisfies(e -> assertThat(printed(e)).doesNotContain("hush"));
    }

    @Test
    void saysNothingOfTheRowsThatItCouldNotWrite() {
        Tables tables = ready(Place.postgres());
        add(tables, "ann@customer.example");

        assertThatThrownBy(() -> add(tables, "ann@customer.example"))
                .satisfies(e -> assertThat(printed(e)).doesNotContain("ann@").contains("demo_item_pkey"));
        assertThatThrownBy(() -> tables.write(transaction -> transaction.batch(
                        "insert into demo_item (name, n) values (?, 1)",
                        List.of(new Object[] {"bob@customer.example"}, new Object[] {"ann@customer.example"}))))
                .asInstanceOf(type(DatabaseException.class))
                .returns(Kind.REFUSED, DatabaseException::kind)
                .satisfies(e ->
                        assertThat(printed(e)).doesNotContain("ann@", "bob@").contains("demo_item_pkey"));
        assertThat(names(tables)).doesNotContain("bob@customer.example");
    }

    private static String printed(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void runsWorkAgainThatCollided() throws Exception {
        Place place = Place.postgres();
        Tables tables = ready(place);
        add(tables, "a");
        add(tables, "b");
        CountDownLatch first = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (List<String> order : List.of(List.of("a", "b"), List.of("b", "a"))) {
            threads.add(new Thread(() -> tables.write(transaction -> {
                transaction.update("update demo_item set n = n + 1 where name = ?", order.get(0));
                first.countDown();
                await(first);
                return transaction.update("update demo_item set n = n + 1 where name = ?", order.get(1));
            })));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        List<Long> counts =
                tables.read(t -> t.list("select n from demo_item where name in ('a', 'b')", row -> row.getLong(1)));
        assertThat(counts).containsExactly(3L, 3L);
    }

    @Test
    void walksAMillionRowsInAThousandAtATime() {
        Tables tables = ready(Place.postgres());
        List<Integer> fetched = new ArrayList<>();

        long sum = tables.read(transaction -> {
            long[] total = {0};
            transaction.each("select g from generate_series(1, 1000000) as g", row -> {
                total[0] += row.getLong(1);
                if (row.getRow() == 1) {
                    fetched.add(row.getFetchSize());
                }
            });
            return total[0];
        });

        assertThat(sum).isEqualTo(500_000_500_000L);
        assertThat(fetched).containsOnly(1_000);
    }

    @Test
    void refusesNamesThatAreNoNames() {
        Place place = Place.sqlite();
        Tables tables = ready(place);

        assertThatThrownBy(() -> tables.database().tables("demo_", "", "x; drop table y"))
                .hasMessageContaining("the prefix \"x; drop table y\" is no name for tables");
        assertThatThrownBy(() -> names(tables.database().tables("demo_", "other", "demo_")))
                .hasMessageContaining("SQLite has no schema other. Leave the schema out.");
    }
}
