// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.internal.jdbc.OwnPostgres;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.ProvisioningStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** A run over a real database that is killed, or whose file cannot grow. */
@NullUnmarked
class DatabaseLossTest {
    private static final Flow FLOW = Flow.PEOPLE_AND_STRUCTURE;

    @TempDir
    Path folder;

    private final World world = new World();

    @Test
    void runGetsOverFiveDeathsOfItsServer() throws IOException {
        try (OwnPostgres server = new OwnPostgres();
                JdbcStore store = JdbcStore.open(server.pool())) {
            world.store = store;
            FLOW.before(world);
            int[] writes = {0};
            world.directory.before = write -> {
                assertIntended(store, write);
                if (++writes[0] % 6 == 3) {
                    server.kill();
                    server.start();
                }
            };
            world.directory.after = write -> {
                world.isolated(write);
                if (writes[0] % 6 == 0) {
                    server.kill();
                    server.start();
                }
            };

            ApplyReport report = world.run();

            assertThat(writes[0]).isGreaterThanOrEqualTo(15);
            assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
            calm();
            assertFinished();
        }
    }

    @Test
    void runEndsWhenItsServerStaysAwayAndTheNextOneFinishes() throws IOException {
        try (OwnPostgres server = new OwnPostgres();
                JdbcStore store = JdbcStore.open(server.pool())) {
            world.store = store;
            FLOW.before(world);
            List<String> sent = new ArrayList<>();
            world.directory.before = write -> {
                assertIntended(store, write);
                sent.add(write);
                if (sent.size() == 5) {
                    server.kill();
                }
            };

            ApplyReport report = world.run();

            assertThat(sent).as("the call on its way was the last one").hasSize(5);
            assertThat(report.stopped()).isTrue();
            assertThat(report.writes()).isEqualTo(5);
            assertThat(report.outcomes())
                    .extracting(Outcome::detail)
                    .anyMatch(d -> d.contains("the store failed, UNAVAILABLE"));
            server.start();
            try (Connection connection = server.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("update tenantry_lease set expires = 0");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            calm();
            assertThat(world.run().isClean()).isTrue();
            assertFinished();
        }
    }

    @Test
    void runEndsWhenItsFileCannotGrowAndTheNextOneFinishes() throws SQLException {
        int full = 0;
        for (int room = 0; ; room++) {
            World each = new World();
            Growing source = new Growing();
            source.setUrl("jdbc:sqlite:" + folder.resolve(room + ".db"));
            try (JdbcStore store = JdbcStore.open(source)) {
                each.store = store;
                FLOW.before(each);
                Plan plan = FLOW.plan(each.provisioner());
                source.limit(room);
                each.directory.before = write -> assertIntended(store, write);

                ApplyReport report = each.provisioner().apply(plan, Approval.of(plan, "test"));

                if (!report.stopped()) {
                    break;
                }
                full++;
                assertThat(report.outcomes())
                        .extracting(Outcome::detail)
                        .anyMatch(d -> d.contains("the store failed, FULL"));
                source.limit(1_000);
                each.directory.before = write -> {};
                each.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
                assertThat(each.run().isClean())
                        .as("with room for %d more pages", room)
                        .isTrue();
                assertThat(each.plan().isEmpty()).isTrue();
            }
        }
        System.out.printf("the file was full in %d runs%n", full);
        assertThat(full).isGreaterThan(3);
    }

    private void calm() {
        world.directory.before = write -> {};
        world.directory.after = world::isolated;
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
    }

    private void assertFinished() {
        Plan left = FLOW.plan(world.provisioner());
        assertThat(left.isEmpty()).as(PlanText.of(left)).isTrue();
        assertThat(world.store.open()).isEmpty();
        world.doubled("in the end");
        assertThat(CrashTest.told(world)).isNotEmpty();
    }

    private static void assertIntended(ProvisioningStore store, String write) {
        assertThat(store.open())
                .as("%s was intended", write)
                .anyMatch(c -> c.outcome().isEmpty());
    }

    /** Gives connections to a file that may be kept from growing. */
    private static final class Growing extends SQLiteDataSource {
        private SQLiteConnection last;
        private int most = 1_000_000;

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            last = super.getConnection(user, password);
            limit();
            return last;
        }

        /** Lets the file grow by so many pages from now on, in every connection. */
        void limit(int more) throws SQLException {
            try (Statement statement = last.createStatement();
                    ResultSet pages = statement.executeQuery("pragma page_count")) {
                most = pages.getInt(1) + more;
            }
            limit();
        }

        private void limit() throws SQLException {
            try (Statement statement = last.createStatement()) {
                statement.execute("pragma max_page_count=" + most);
            }
        }
    }
}
