// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when any one call of the driver fails, or every call from one on. */
@NullUnmarked
class FaultsTest {
    private static final String COUNTER = "counter; of calls";

    private record Fault(boolean after, Supplier<SQLException> error) {}

    private static List<Fault> faults(Place place) {
        return place.isPostgres()
                ? List.of(
                        new Fault(false, () -> new SQLException("terminating connection", "57P01")),
                        new Fault(true, () -> new SQLException("An I/O error occurred", "08006")))
                : List.of(
                        new Fault(false, () -> new SQLException("database connection closed")),
                        new Fault(true, () -> new SQLException("database connection closed")),
                        new Fault(false, () -> new SQLException("[SQLITE_FULL] disk is full", null, 13)),
                        new Fault(true, () -> new SQLException("[SQLITE_IOERR] disk I/O error", null, 10)));
    }

    /** Runs one write after another, each with its fault at a later call, until a write has no call left to fail. */
    private static List<String> everyCall(Place place, boolean lasting, Attempt attempt) {
        List<String> hits = new ArrayList<>();
        try (place;
                HikariDataSource pool = place.isPostgres() ? poolOfOne(Postgres.source()) : null) {
            Faults faults = new Faults(pool != null ? pool : place.source());
            Tables tables = place.ready(faults.source());
            for (Fault fault : faults(place)) {
                for (int k = 1; ; k++) {
                    faults.arm(k, fault.after(), lasting, fault.error());
                    attempt.with(tables, faults);
                    if (faults.hit().isEmpty()) {
                        break;
                    }
                    hits.add(faults.hit());
                }
            }
            assertThat(pool == null ? 0 : pool.getHikariPoolMXBean().getActiveConnections())
                    .as("connections that never came back")
                    .isZero();
        }
        return hits;
    }

    private interface Attempt {
        void with(Tables tables, Faults faults);
    }

    /** A connection that is not given back leaves this pool empty. */
    private static HikariDataSource poolOfOne(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }

    private static long count(Tables tables) {
        return tables.read(transaction -> transaction
                .one("select n from demo_item where name = ?", row -> row.getLong(1), COUNTER)
                .orElseThrow());
    }

    private static Long countUp(Transaction transaction) throws SQLException {
        transaction.update("update demo_item set n = n + 1 where name = ?", COUNTER);
        return transaction
                .one("select n from demo_item where name = ?", row -> row.getLong(1), COUNTER)
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aWriteHappensOnceOrNotAtAllAndSaysSo(Place place) {
        List<String> hits = everyCall(place, false, (tables, faults) -> {
            long before = faults.paused(() -> count(tables));
            String said;
            try {
                long answer = tables.write(FaultsTest::countUp);
                said = answer == before + 1 ? "done" : "wrong answer " + answer;
            } catch (DatabaseException e) {
                said = e.outcomeUnknown() ? "unknown" : "not done";
            }
            faults.disarm();
            long added = count(tables) - before;

            assertThat(said + " " + added)
                    .as("fault in %s", faults.hit())
                    .isIn("done 1", "not done 0", "unknown 0", "unknown 1");
        });

        assertThat(hits).contains("Connection.createStatement", "PreparedStatement.executeUpdate", "ResultSet.next");
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void anIdempotentWriteGetsOverTheLossOfOneConnection(Place place) {
        everyCall(place, false, (tables, faults) -> {
            long before = faults.paused(() -> rows(tables));
            String said;
            try {
                tables.ensure(transaction -> transaction.update(
                        "insert into demo_item (name, n) values (?, 1) on conflict (name) do nothing",
                        "item " + before));
                said = "done";
            } catch (DatabaseException e) {
                said = e.kind() + (e.outcomeUnknown() ? " unknown" : "");
            }
            faults.disarm();
            long added = rows(tables) - before;

            boolean mayFail = faults.hit().equals("DataSource.getConnection") || faults.isFinal();
            assertThat(said + " " + added)
                    .as("fault in %s", faults.hit())
                    .matches(mayFail ? "done 1|(FULL|UNAVAILABLE)( 0| unknown [01])" : "done 1");
        });
    }

    private static long rows(Tables tables) {
        return tables.read(transaction -> transaction
                .one("select count(*) from demo_item", row -> row.getLong(1))
                .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void afterALastingFailureTheNextWriteWorks(Place place) {
        everyCall(place, true, (tables, faults) -> {
            long before = faults.paused(() -> count(tables));
            String said;
            try {
                tables.write(FaultsTest::countUp);
                said = "done";
            } catch (DatabaseException e) {
                said = e.outcomeUnknown() ? "unknown" : "not done";
            }
            faults.disarm();
            long added = count(tables) - before;

            assertThat(said + " " + added)
                    .as("faults from %s on", faults.hit())
                    .isIn("done 1", "not done 0", "unknown 0", "unknown 1");
        });
    }

    /**
     * Opens and migrates an empty place with faults from one call on, and again without one: from each call on SQLite,
     * from each third one on PostgreSQL, where every fault costs a connection.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMigrationThatFailsAtAnyCallIsFinishedByTheNextOne(boolean postgres) {
        List<String> hits = new ArrayList<>();
        for (int k = 1; ; k += postgres ? 3 : 1) {
            try (Place place = postgres ? Place.postgres() : Place.sqlite()) {
                Faults faults = new Faults(place.source());
                faults.arm(k, k % 2 == 0, true, faults(place).get(0).error());
                try {
                    place.ready(faults.source());
                } catch (DatabaseException e) {
                    assertThat(e.kind()).isEqualTo(DatabaseException.Kind.UNAVAILABLE);
                }
                faults.disarm();
                place.end();

                Tables tables = place.ready();

                assertThat(rows(tables)).as("faults from %s on", faults.hit()).isEqualTo(1);
                Place.STEPS.check(tables);
                if (faults.hit().isEmpty()) {
                    break;
                }
                hits.add(faults.hit());
            }
        }
        assertThat(hits).hasSizeGreaterThan(postgres ? 20 : 80);
    }

    @Test
    void connectionsThatDiedInThePoolAreReplacedWithinTheCall() throws SQLException {
        try (Place place = Place.postgres();
                HikariDataSource pool = poolOfOne(Postgres.source());
                Connection admin = place.source().getConnection();
                Statement statement = admin.createStatement()) {
            Tables tables = place.ready(pool);
            for (int round = 1; round <= 3; round++) {
                int server = tables.read(t -> t.one("select pg_backend_pid()", row -> row.getInt(1)))
                        .orElseThrow();
                statement.execute("select pg_terminate_backend(" + server + ", 5000)");

                long counted = tables.write(FaultsTest::countUp);

                assertThat(counted).isEqualTo(round);
            }
        }
    }
}
